import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { parseConfig } from '../../../cdk/config/load.ts';
import { stageOf } from '../../../cdk/config/stage.ts';
import { CERTIFICATE_VARIABLE, certificateOf, KEY_VARIABLE } from '../../../cli/certificate/of-stage.ts';
import { CliError } from '../../../cli/errors.ts';
import { stage } from '../../cdk/support.ts';
import { type MadeCertificate, madeCertificate } from '../../certificates.ts';

const DOMAIN = 'api.live.cn';
const pair = await madeCertificate({ domain: DOMAIN });
const files = { chain: '/nowhere/api.pem', privateKey: '/nowhere/api.key' };
const withFiles = stage('cn-shanghai', { customDomain: DOMAIN, customDomainCertificate: files });

afterEach(() => vi.unstubAllEnvs());

/** A folder with a `ros.json` that names two files beside it. */
async function folderWith({ chain, privateKey }: MadeCertificate): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'live-stack-certificate-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await Promise.all([writeFile(join(folder, 'api.pem'), chain), writeFile(join(folder, 'api.key'), privateKey)]);
  return folder;
}

const refusal = (work: Promise<unknown>): Promise<CliError> =>
  work.then(
    () => Promise.reject(new Error('expected a refusal')),
    (error: unknown) => (error instanceof CliError ? error : Promise.reject(error)),
  );

describe('the certificate of a stage', () => {
  it('is none where the stage names no domain or no certificate', async () => {
    expect(await certificateOf(stage('cn-shanghai'), 0)).toBeUndefined();
    expect(await certificateOf(stage('cn-shanghai', { customDomain: DOMAIN }), 0)).toBeUndefined();
  });

  it('is read from files beside ros.json, wherever the command runs', async () => {
    const folder = await folderWith(pair);
    const domains = { ingest: 'push.live.cn', streaming: 'play.live.cn' };
    const customDomainCertificate = { chain: 'api.pem', privateKey: './api.key' };
    const one = { region: 'cn-shanghai', domains, customDomain: DOMAIN, customDomainCertificate };
    const config = parseConfig(join(folder, 'ros.json'), JSON.stringify({ app: 'a', stages: { one } }));
    expect(await certificateOf(stageOf(config, 'one'), Date.now())).toMatchObject({
      privateKey: expect.stringContaining('BEGIN RSA PRIVATE KEY'),
    });
  });

  it('comes from the environment of a pipeline before any file', async () => {
    vi.stubEnv(CERTIFICATE_VARIABLE, pair.chain);
    vi.stubEnv(KEY_VARIABLE, pair.privateKey);
    expect(await certificateOf(withFiles, Date.now())).toMatchObject({ chain: pair.chain.replaceAll('\n\n', '\n') });
  });

  it('is refused when one half of it is missing', async () => {
    vi.stubEnv(CERTIFICATE_VARIABLE, pair.chain);
    expect(await refusal(certificateOf(withFiles, Date.now()))).toMatchObject({
      code: 'BadCertificate',
      message: expect.stringContaining(KEY_VARIABLE),
    });
  });

  it('is refused with the file that cannot be read', async () => {
    expect(await refusal(certificateOf(withFiles, Date.now()))).toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/api\.pem cannot be read \(ENOENT\)/),
    });
  });

  it('is refused with what does not fit, and where it was read', async () => {
    vi.stubEnv(CERTIFICATE_VARIABLE, pair.chain);
    vi.stubEnv(KEY_VARIABLE, pair.privateKey);
    const error = await refusal(certificateOf({ ...withFiles, customDomain: 'www.live.cn' }, Date.now()));
    expect(error.message).toMatch(/www\.live\.cn.*not for www\.live\.cn/);
    expect(error.hint).toMatch(/api\.key.*Nothing was changed/);
  });
});
