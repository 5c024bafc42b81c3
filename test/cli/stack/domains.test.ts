import { describe, expect, it } from 'vitest';
import type { Stage } from '../../../cdk/config/schema.ts';
import { CliError } from '../../../cli/errors.ts';
import { awaitCnames, settleDomains } from '../../../cli/stack/domains.ts';
import { type WantedRecord, waitForRecords } from '../../../cli/stack/records.ts';
import { stage } from '../../cdk/support.ts';

/** A clock whose sleeps pass at once, and what was said meanwhile. */
function waiting(waitMs: number) {
  let now = 1_000_000;
  const said: string[] = [];
  const slept: number[] = [];
  const controller = new AbortController();
  const options = {
    waitMs,
    intervalMs: 10_000,
    now: () => now,
    sleep: async (ms: number) => {
      slept.push(ms);
      now += ms;
    },
    notify: (text: string) => void said.push(text),
    signal: controller.signal,
  };
  return { options, said, slept, stop: () => controller.abort(new Error('stopped')) };
}

const record: WantedRecord = { type: 'TXT', host: 'verification.example.com', value: 'verify_1', purpose: 'a proof' };

describe('waiting for DNS records', () => {
  it('looks once and says nothing when nothing is missing', async () => {
    const { options, said, slept } = waiting(60_000);
    expect(await waitForRecords(async () => [], options)).toEqual([]);
    expect([said, slept]).toEqual([[], []]);
  });

  it('looks once when it may not wait', async () => {
    const { options, slept } = waiting(0);
    expect(await waitForRecords(async () => [record], options)).toEqual([record]);
    expect(slept).toEqual([]);
  });

  it('names the records, shows progress each minute and when one comes, and goes on at the end', async () => {
    const { options, said, slept } = waiting(1_800_000);
    const other = { ...record, host: 'www.example.com' };
    const looks = [...Array<WantedRecord[]>(9).fill([record, other]), [record], []];
    let look = 0;
    expect(await waitForRecords(async () => looks[look++] ?? [], options)).toEqual([]);
    expect(said[0]).toBe(
      [
        'Add these DNS records; this command waits for them:',
        '  TXT   verification.example.com  →  verify_1   (a proof)',
        '  TXT   www.example.com  →  verify_1   (a proof)',
      ].join('\n'),
    );
    expect(said.slice(1)).toEqual([
      'Waiting for 2 DNS records (1:00 of 30:00)',
      'Waiting for 1 DNS record (1:30 of 30:00)',
      'All DNS records are there',
    ]);
    expect(new Set(slept)).toEqual(new Set([10_000]));
  });

  it('ends when the time is over, with what is missing', async () => {
    const { options, slept } = waiting(25_000);
    expect(await waitForRecords(async () => [record], options)).toEqual([record]);
    expect(slept).toEqual([10_000, 10_000, 5_000]);
  });

  it('ends when it is interrupted', async () => {
    const { options, stop } = waiting(60_000);
    stop();
    await expect(waitForRecords(async () => [record], options)).rejects.toThrow('stopped');
  });
});

const mine = (changes: Partial<Stage> = {}): Stage =>
  stage('cn-shanghai', { domains: { ingest: 'push.live.cn', streaming: 'play.live.cn', adopt: false }, ...changes });

interface World {
  readonly names?: string[];
  readonly proven?: string[];
  readonly cnames?: Record<string, string[]>;
}

async function settle(of: Stage, world: World = {}) {
  const asked: string[] = [];
  const live = {
    names: async () => world.names ?? [],
    isProven: async (domain: string) => {
      asked.push(domain);
      return (world.proven ?? []).includes(domain);
    },
    proofOf: async (domain: string) => `verify_${domain.length}`,
  };
  const cnames = async (name: string) => world.cnames?.[name] ?? [];
  const { options } = waiting(0);
  const error: unknown = await settleDomains(of, { live, cnames, accountId: '1234' }, options).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { asked, error: error as CliError | undefined };
}

describe('before a stack is created', () => {
  it('nothing is asked for the domains of the local cloud', async () => {
    expect(await settle(stage('local'))).toEqual({ asked: [], error: undefined });
  });

  it('each root is proven once; the record to add is told, with the other host that some accounts see', async () => {
    const { error } = await settle(mine());
    expect(error).toBeInstanceOf(CliError);
    expect(error?.details).toEqual({
      records: [
        {
          type: 'TXT',
          host: 'verification.live.cn',
          value: 'verify_12',
          purpose: expect.stringMatching(/live\.cn is yours; at _dnsauth\.play\.live\.cn if/),
        },
      ],
    });
    expect(error?.message).toContain('TXT   verification.live.cn  →  verify_12');
    expect(error?.hint).toMatch(/run the command again; nothing was created/);
  });

  it('a proof that is there, or a live domain of the same root, is enough', async () => {
    expect((await settle(mine(), { proven: ['play.live.cn'] })).error).toBeUndefined();
    expect(await settle(mine(), { names: ['old.live.cn'] })).toEqual({ asked: [], error: undefined });
  });

  it('P13: a domain that exists is refused, unless the stage adopts it', async () => {
    const { error } = await settle(mine(), { names: ['push.live.cn'] });
    expect(error).toMatchObject({ code: 'DomainExists', exitCode: 2 });
    expect(error?.message).toMatch(/^push\.live\.cn: this account has/);
    const adopting = mine({ domains: { ingest: 'push.live.cn', streaming: 'play.live.cn', adopt: true } });
    expect((await settle(adopting, { names: ['push.live.cn'] })).error).toBeUndefined();
  });

  it('the AppServer’s own domain must point to Function Compute', async () => {
    const own = mine({ customDomain: 'api.live.cn' });
    const { error } = await settle(own, { proven: ['play.live.cn'] });
    expect(error?.details).toMatchObject({
      records: [{ type: 'CNAME', host: 'api.live.cn', value: '1234.cn-shanghai.fc.aliyuncs.com' }],
    });
    const cnames = { 'api.live.cn': ['1234.cn-shanghai.fc.aliyuncs.com'] };
    expect((await settle(own, { proven: ['play.live.cn'], cnames })).error).toBeUndefined();
  });

  it('with alidns the stack proves and writes what lies in the zone; the rest is asked for', async () => {
    const zone = mine({ dns: 'alidns', dnsZone: 'live.cn', customDomain: 'api.live.cn' });
    expect(await settle(zone)).toEqual({ asked: [], error: undefined });
    expect((await settle({ ...zone, customDomain: 'api.other.cn' })).error?.message).toContain('CNAME api.other.cn');
    expect((await settle(zone, { names: ['play.live.cn'] })).error?.code).toBe('DomainExists');
  });
});

describe('after a stack is created', () => {
  const outputs = {
    IngestDomain: 'push.live.cn',
    IngestCname: 'push.live.cn.w.alikunlun.com',
    StreamingDomain: 'play.live.cn',
    StreamingCname: 'play.live.cn.w.alikunlun.com',
  };
  const pending = async (of: Stage, cnames: Record<string, string[]>) =>
    (await awaitCnames(of, outputs, async (name) => cnames[name] ?? [], waiting(0).options)).map(({ host }) => host);

  it('the CNAME records that do not resolve yet are told', async () => {
    expect(await pending(mine(), {})).toEqual(['push.live.cn', 'play.live.cn']);
    expect(await pending(mine(), { 'push.live.cn': ['push.live.cn.w.alikunlun.com'] })).toEqual(['play.live.cn']);
    expect(await pending(mine(), { 'push.live.cn': ['other.example.com'] })).toContain('push.live.cn');
  });

  it('none is asked for on the local cloud', async () => {
    expect(await pending(stage('local'), {})).toEqual([]);
  });
});
