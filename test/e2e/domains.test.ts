import { describe, expect, it } from 'vitest';
import { CliError } from '../../cli/errors.ts';
import type { Json } from '../../local/product.ts';
import { type Deployer, openDeployer, stageWith } from './deployer.ts';

const DOMAINS = { ingest: 'push.example.com', streaming: 'play.example.com', adopt: false };
const zone = stageWith('cn-shanghai', {
  domains: DOMAINS,
  dns: 'alidns',
  dnsZone: 'example.com',
  customDomain: 'api.example.com',
  deletionPolicy: 'delete',
});

const records = ({ cloud }: Deployer) =>
  (cloud.inventory() as { alidns: { [zone: string]: Json } }).alidns['example.com'];

describe('domains of a stage on the cloud', { timeout: 60_000 }, () => {
  it('with alidns: proof, both CNAME records and the AppServer’s are written by the stack, resolve, and go with it', async () => {
    const deployer = await openDeployer();
    deployer.cloud.dns.addDomain('example.com');
    const { outputs, records: missing } = await deployer.deploy(zone);
    expect(missing).toEqual([]);
    expect(deployer.cloud.dns.resolve('push.example.com', 'CNAME')).toEqual([outputs.IngestCname]);
    expect(records(deployer)).toEqual([
      expect.stringMatching(/^api 600 CNAME \d+\.cn-shanghai\.fc\.aliyuncs\.com$/),
      expect.stringMatching(/^play 600 CNAME /),
      expect.stringMatching(/^push 600 CNAME /),
    ]);
    await deployer.destroy(zone);
    expect(records(deployer)).toEqual([]);
  });

  it('with manual records: nothing is created before the proof, a re-run resumes, and the CNAME records are told', async () => {
    const deployer = await openDeployer();
    deployer.cloud.dns.addDomain('example.com');
    const before = deployer.cloud.inventory();
    const stage = stageWith('cn-shanghai', { domains: DOMAINS, deletionPolicy: 'delete' });
    const error = await deployer.deploy(stage).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!(error instanceof CliError)) throw new Error('expected a refusal');
    expect(error).toMatchObject({ code: 'RecordsMissing', exitCode: 1 });
    expect(deployer.cloud.inventory()).toEqual(before);

    expect(deployer.steps.join('\n')).toMatch(/Only you can do these.*Activate ApsaraVideo Live.*console/s);
    const [proof] = error.details.records as { host: string; value: string }[];
    deployer.cloud.dns.resolve = (
      (resolve) => (name: string, type: string) =>
        type === 'TXT' && name === proof?.host ? [proof.value] : resolve(name, type)
    )(deployer.cloud.dns.resolve);
    const { outputs, records: missing } = await deployer.deploy(stage);
    expect(missing).toMatchObject([
      { type: 'CNAME', host: 'push.example.com', value: outputs.IngestCname },
      { type: 'CNAME', host: 'play.example.com', value: outputs.StreamingCname },
    ]);
  });
});
