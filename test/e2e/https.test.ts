import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { certificateOf } from '../../cli/certificate/of-stage.ts';
import { stacksOf } from '../../cli/cloud/stacks.ts';
import { changesOf } from '../../cli/diff/changes.ts';
import { changesText } from '../../cli/diff/text.ts';
import { planStage } from '../../cli/stack/plan.ts';
import type { Json } from '../../local/product.ts';
import { type MadeCertificate, madeCertificate } from '../certificates.ts';
import { type Deployer, openDeployer, stageWith } from './deployer.ts';

const DOMAIN = 'api.example.com';

async function stageWithCertificate(compute: 'fc3' | 'fc2') {
  const folder = await mkdtemp(join(tmpdir(), 'live-stack-https-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const files = { chain: join(folder, 'api.pem'), privateKey: join(folder, 'api.key') };
  const put = async ({ chain, privateKey }: MadeCertificate): Promise<void> => {
    await Promise.all([writeFile(files.chain, chain), writeFile(files.privateKey, privateKey)]);
  };
  const stage = stageWith('cn-shanghai', {
    compute,
    domains: { ingest: 'push.example.com', streaming: 'play.example.com', adopt: false },
    dns: 'alidns',
    dnsZone: 'example.com',
    customDomain: DOMAIN,
    customDomainCertificate: files,
    deletionPolicy: 'delete',
  });
  return { stage, put };
}

const servedPair = ({ cloud }: Deployer): Json | undefined => {
  const { fc } = cloud.inventory() as { fc: { domains: { name: string; config: { certConfig?: Json } }[] } };
  return fc.domains.find(({ name }) => name === DOMAIN)?.config.certConfig;
};

describe('HTTPS of the AppServer’s own domain', { timeout: 60_000 }, () => {
  it.each(['fc3', 'fc2'] as const)(
    'on %s: a pair that does not fit changes nothing; one that does is served, rotated in place, and shown nowhere',
    async (compute) => {
      const deployer = await openDeployer();
      deployer.cloud.dns.addDomain('example.com');
      const { stage, put } = await stageWithCertificate(compute);
      const empty = deployer.cloud.inventory();
      await put(await madeCertificate({ domain: 'www.example.com' }));
      await expect(deployer.deploy(stage)).rejects.toMatchObject({ code: 'BadCertificate', exitCode: 2 });
      expect(deployer.cloud.inventory()).toEqual(empty);

      await put(await madeCertificate({ domain: '*.example.com' }));
      const { outputs } = await deployer.deploy(stage);
      expect(outputs.AppServerUrl).toBe(`https://${DOMAIN}`);
      const first = await certificateOf(stage, Date.now());
      expect(servedPair(deployer)).toMatchObject({ certificate: first?.chain, privateKey: first?.privateKey });

      await put(await madeCertificate({ domain: DOMAIN }));
      const second = await certificateOf(stage, Date.now());
      const plan = await planStage(stage, deployer.target(stage));
      const diff = changesOf(stage.stackName, plan.before, plan.after);
      expect(diff.resources).toMatchObject([
        { logicalId: 'AppServerDomain', action: 'change', properties: [{ path: 'CertConfig.Certificate' }] },
      ]);
      const renewed = await deployer.deploy(stage);
      expect(renewed.action).toBe('updated');
      expect(servedPair(deployer)).toMatchObject({ certificate: second?.chain, privateKey: second?.privateKey });

      const stacks = stacksOf(deployer.target(stage));
      const stackId = String((await stacks.find(stage.stackName))?.stackId);
      const shown = [changesText(diff), diff, deployer.steps, renewed, plan.synthesized.body];
      const told = JSON.stringify([...shown, await stacks.get(stackId), await stacks.events(stackId)]);
      for (const pair of [first, second]) {
        expect(told).not.toContain(String(pair?.privateKey.split('\n')[2]));
      }
      await deployer.destroy(stage);
      expect(servedPair(deployer)).toBeUndefined();
    },
  );
});
