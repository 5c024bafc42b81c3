import { describe, expect, it } from 'vitest';
import { systemClock } from '../../local/clock.ts';
import { startLocalCloud } from '../../local/cloud.ts';
import { CALLBACK_FAULTS, type FaultKind, Faults, parseFaultRule, REQUEST_FAULTS } from '../../local/faults.ts';
import { liveCloud, ONLINE_AFTER_MS } from './live/live-cloud.ts';
import { codeOf } from './openapi/call.ts';
import { popCore, refusal } from './openapi/sdk.ts';
import { withFault } from './with-fault.ts';

const all = (kind: FaultKind) => ({ product: '*', action: '*', kind });

describe('faults by what they hit (L2)', () => {
  it.each(REQUEST_FAULTS)('%s hits requests only', (kind) => {
    const faults = new Faults();
    faults.add(all(kind));
    expect(faults.takeCallback('live', 'StreamStatusCallback')).toBeUndefined();
    expect(faults.takeState('live', 'AddLiveDomain')).toBeUndefined();
    expect(faults.take('live', 'AddLiveDomain')).toMatchObject({ kind });
  });

  it.each(CALLBACK_FAULTS)('%s hits callbacks only', (kind) => {
    const faults = new Faults();
    faults.add(all(kind));
    expect(faults.take('live', 'AddLiveDomain')).toBeUndefined();
    expect(faults.takeState('live', 'AddLiveDomain')).toBeUndefined();
    expect(faults.takeCallback('vod', 'VodCallback')).toMatchObject({ kind });
  });

  it('let some pass first and then hit as often as told, whatever they hit', () => {
    const faults = new Faults();
    faults.add({ ...all('lost'), after: 1, times: 2 });
    const hits = Array.from({ length: 5 }, () => faults.takeCallback('live', 'ChannelCallback') !== undefined);
    expect(hits).toEqual([false, true, true, false, false]);
    expect(faults.list()).toMatchObject([{ kind: 'lost', hits: 2 }]);
  });

  it.each([
    [
      'all kinds',
      all('throttling'),
      { kind: 'fire' },
      /cut \(for requests\), lost, duplicate, late \(for callbacks\), configuring/,
    ],
    ['what can be configuring', all('configuring'), { action: 'CreateStack' }, /"AddLiveDomain" is expected/],
    [
      'whole products',
      { product: 'vod', action: '*', kind: 'not-activated' } as const,
      { product: 'dns' },
      /action "\*" of one of live, vod, fc, tablestore, sls/,
    ],
    ['how late', all('late'), { latencyMs: 'much' }, /latencyMs: a whole number/],
  ])('are refused with %s in the message', (_case, rule, change, message) => {
    expect(parseFaultRule(rule)).toEqual(rule);
    expect(() => parseFaultRule({ ...rule, ...change })).toThrow(message);
  });
});

describe('a domain that is configuring for ever (L2)', () => {
  const DOMAIN = { DomainName: 'stuck.localhost', LiveDomainType: 'liveVideo', Region: 'cn-shanghai' };
  const NAME = { DomainName: DOMAIN.DomainName };

  it('never gets online, refuses work, and can still be stopped and deleted', async () => {
    const { call, clock, faults, live } = liveCloud();
    faults.add({ product: 'live', action: 'AddLiveDomain', kind: 'configuring', times: 1 });
    await call('AddLiveDomain', DOMAIN);
    await live.load(JSON.parse(JSON.stringify(live.save())));
    clock.advance(365 * 24 * 60 * 60 * 1000);
    expect(await call('DescribeLiveDomainDetail', NAME)).toMatchObject({
      DomainDetail: { DomainStatus: 'configuring' },
    });
    const record = { ...NAME, AppName: 'live', VodTranscodeGroupId: 'g' };
    expect(await codeOf(call('AddLiveRecordVodConfig', record))).toBe('IncorrectDomainStatus');
    await call('StopLiveDomain', NAME);
    await call('DeleteLiveDomain', NAME);
  });

  it('is the only one: the next comes online again', async () => {
    const { call, clock, faults } = liveCloud();
    faults.add({ product: 'live', action: 'AddLiveDomain', kind: 'configuring', times: 1 });
    await call('AddLiveDomain', DOMAIN);
    await call('AddLiveDomain', { ...DOMAIN, DomainName: 'free.localhost' });
    clock.advance(ONLINE_AFTER_MS);
    expect(await call('DescribeLiveDomainDetail', { DomainName: 'free.localhost' })).toMatchObject({
      DomainDetail: { DomainStatus: 'online' },
    });
  });
});

describe('the test helper', () => {
  it('switches faults on over the interface of the cloud itself, and tells what is wrong with a rule', async () => {
    const cloud = await startLocalCloud({ port: 0, triggerPort: 0 });
    try {
      await withFault(cloud.endpoint, { product: 'live', action: '*', kind: 'late', latencyMs: 5, times: 1 });
      expect(cloud.faults.takeCallback('live', 'StreamStatusCallback')).toMatchObject({ kind: 'late', latencyMs: 5 });
      await expect(withFault(cloud.endpoint, all('fire' as FaultKind))).rejects.toThrow(/kind: one of latency/);
    } finally {
      await cloud.close();
    }
  });
});

describe('quotas of a whole local cloud', () => {
  it.each([
    ['are enforced as documented', {}, 3],
    ['can be switched off', { quotas: { enforced: false } }, 8],
  ])('%s (L1)', async (_case, options, most) => {
    // Time stands still, so that nothing is added to what is left of a quota.
    const start = Date.now();
    const clock = { ...systemClock, now: () => start };
    const cloud = await startLocalCloud({ port: 0, triggerPort: 0, clock, ...options });
    try {
      const call = popCore(cloud.endpoint, '2016-11-01', cloud.account);
      // Three calls a second are allowed; none finds the domain.
      const params = {
        DomainName: 'none.localhost',
        StartTime: '2026-11-20T00:00:00Z',
        EndTime: '2026-11-21T00:00:00Z',
      };
      const calls = Array.from(
        { length: 8 },
        async () => (await refusal(call('DescribeLiveStreamsPublishList', params))).code,
      );
      const codes = await Promise.all(calls);
      const throttled = codes.filter((code) => code === 'Throttling.User').length;
      expect(codes.filter((code) => code === 'InvalidDomain.NotFound')).toHaveLength(codes.length - throttled);
      expect(codes.length - throttled).toBe(most);
    } finally {
      await cloud.close();
    }
  });
});
