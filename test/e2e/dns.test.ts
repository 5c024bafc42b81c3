import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callRpc } from '../../cli/cloud/rpc.ts';
import { type CliKit, openCliKit, until } from './cli-kit.ts';

describe('DNS records that a person adds', { timeout: 120_000 }, () => {
  let kit: CliKit;
  beforeEach(async () => {
    kit = await openCliKit((config) => {
      config.stages.shop = {
        ...config.stages['cn-shanghai'],
        dns: 'manual',
        domains: { ingest: 'push.example.com', streaming: 'play.example.com' },
      };
    });
    kit.cloud.dns.addDomain('example.com');
  });
  afterEach(() => kit.close());

  const lines = (text: string) =>
    [...text.matchAll(/^ +(TXT|CNAME) +(\S+)\.example\.com {2}→ {2}(\S+) /gm)].map(
      ([, Type = '', RR = '', Value = '']) => ({
        Type,
        RR,
        Value,
      }),
    );
  const add = async (told: string) => {
    const target = { regionId: 'cn-shanghai', endpoint: kit.cloud.endpoint, credentials: kit.cloud.account };
    const action = { host: 'alidns.aliyuncs.com', version: '2015-01-09', action: 'AddDomainRecord' };
    for (const record of lines(told)) await callRpc(target, action, { DomainName: 'example.com', ...record });
  };

  it('without --wait: the records are named with value and purpose, and nothing was created', async () => {
    const before = kit.cloud.inventory();
    const { code, stdout, stderr } = await kit.live('deploy', '--stage', 'shop');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(
      /Error: these DNS records are missing:\n +TXT +verification\.example\.com {2}→ {2}\S+ +\(proof that example\.com is yours; .+\)\nAdd them, .+With --wait it waits for them\./,
    );
    expect(kit.cloud.inventory()).toEqual(before);
    const { stdout: told } = await kit.live('--json', 'deploy', '--stage', 'shop');
    expect(JSON.parse(told).error).toMatchObject({
      code: 'RecordsMissing',
      records: [{ type: 'TXT', host: 'verification.example.com' }],
    });
  });

  it('with --wait: it waits for each record, says when it is there, and goes on by itself', async () => {
    const deploy = kit.begin('deploy', '--stage', 'shop', '--wait', '2');
    const closed = once(deploy, 'close');
    const found = until(deploy, 'stderr', 'All DNS records are there');
    const wanted = until(deploy, 'stderr', 'this command waits for them:');
    expect(await wanted).toMatch(/this command waits for them:\n +TXT +verification\.example\.com/);
    const cnames = until(deploy, 'stderr', 'CNAME play.example.com');
    await add(await wanted);
    expect(await found).not.toMatch(/CREATE_COMPLETE/);
    const result = until(deploy, 'stdout', 'Stack created: CREATE_COMPLETE');
    const told = await cnames;
    expect(lines(told).filter(({ Type }) => Type === 'CNAME')).toMatchObject([{ RR: 'push' }, { RR: 'play' }]);
    await add(told.slice(told.lastIndexOf('Add these DNS records')));
    expect(await result).not.toMatch(/Add these DNS records to finish/);
    expect((await closed)[0]).toBe(0);
  });
});
