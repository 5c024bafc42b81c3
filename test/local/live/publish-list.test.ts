import { describe, expect, it } from 'vitest';
import type { PublishProblem } from '../../../local/live/streams/streams.ts';
import { codeOf } from '../openapi/call.ts';
import { INGEST, PUSH, STREAMING, type Stage, stage } from './stage.ts';

const DAY = { StartTime: '2026-11-20T00:00:00Z', EndTime: '2026-11-21T00:00:00Z' };

describe('a push', () => {
  it.each<[string, (held: Stage) => unknown, PublishProblem | undefined]>([
    ['welcome', () => undefined, undefined],
    ['a second one of the name', ({ live }) => live.streams.publish(PUSH), 'ALREADY PUBLISHED'],
    ['one of the name in another app', ({ live }) => live.streams.publish({ ...PUSH, app: 'b' }), 'ALREADY PUBLISHED'],
    [
      'forbidden',
      ({ call }) =>
        call('ForbidLiveStream', {
          DomainName: INGEST,
          AppName: 'live',
          StreamName: 's1',
          LiveStreamType: 'publisher',
        }),
      'FORBIDDEN',
    ],
    ['to a stopped domain', ({ call }) => call('StopLiveDomain', { DomainName: INGEST }), 'DOMAIN NOT ONLINE'],
  ])('is told why it is refused: %s', async (_case, prepare, problem) => {
    const held = await stage();
    await prepare(held);
    expect(held.live.streams.publishProblem(PUSH)).toBe(problem);
    expect(held.live.streams.publish(PUSH)).toBe(problem === undefined);
  });

  it('to a domain that is unknown, or plays only, is refused', async () => {
    const { live, addOnline } = await stage();
    await addOnline('lonely.localhost', 'liveVideo');
    for (const domain of ['none.localhost', 'lonely.localhost']) {
      expect(live.streams.publishProblem({ ...PUSH, domain })).toBe('UNKNOWN DOMAIN');
    }
  });

  it('of one name may be made on several ingest domains', async () => {
    const { live, addOnline } = await stage();
    await addOnline('ingest2.localhost', 'liveEdge');
    expect(live.streams.publish(PUSH)).toBe(true);
    expect(live.streams.publish({ ...PUSH, domain: 'ingest2.localhost' })).toBe(true);
  });
});

describe('the list of pushes', () => {
  async function withPushes() {
    const held = await stage();
    for (const stream of ['s1', 's2', 's11']) {
      held.live.streams.publish({ ...PUSH, stream, clientIp: '127.0.0.9' });
      held.clock.advance(60_000);
      if (stream !== 's11') held.live.streams.unpublish({ ...PUSH, stream });
    }
    const list = async (params: Record<string, string | number> = {}) => {
      const { PublishInfo } = await held.call('DescribeLiveStreamsPublishList', {
        DomainName: INGEST,
        ...DAY,
        ...params,
      });
      return (PublishInfo as { LiveStreamPublishInfo: Record<string, string>[] }).LiveStreamPublishInfo;
    };
    return { ...held, list, names: async (params = {}) => (await list(params)).map(({ StreamName }) => StreamName) };
  }

  it('holds those that have ended and those that last, newest first', async () => {
    const { list } = await withPushes();
    expect(await list()).toMatchObject([
      { StreamName: 's11', PublishTime: '2026-11-20T08:04:00Z', StopTime: '' },
      { StreamName: 's2', PublishTime: '2026-11-20T08:03:00Z', StopTime: '2026-11-20T08:04:00Z' },
      {
        ...{ StreamName: 's1', PublishTime: '2026-11-20T08:02:00Z', StopTime: '2026-11-20T08:03:00Z' },
        ...{ DomainName: INGEST, PublishDomain: INGEST, AppName: 'live', ClientAddr: '127.0.0.9' },
      },
    ]);
  });

  it.each([
    ['by stream, fuzzily', { StreamName: 's1' }, ['s11', 's1']],
    ['by stream, strictly', { StreamName: 's1', QueryType: 'strict' }, ['s1']],
    ['by app', { AppName: 'other' }, []],
    ['by time', { EndTime: '2026-11-20T08:03:30Z' }, ['s2', 's1']],
    ['oldest first', { OrderBy: 'publish_time_asc' }, ['s1', 's2', 's11']],
    ['in pages', { PageSize: 2, PageNumber: 2 }, ['s1']],
    ['from the streaming domain', { DomainName: STREAMING }, ['s11', 's2', 's1']],
  ])('can be asked %s', async (_case, params, names) => {
    expect(await (await withPushes()).names(params)).toEqual(names);
  });

  it('is bounded, comes back after a restart, and then knows that all pushes are over', async () => {
    const { live, clock } = await withPushes();
    for (let i = 0; i < 600; i += 1) {
      live.streams.publish({ ...PUSH, stream: `n${i}` });
    }
    const again = await stage();
    again.clock.advance(clock.now() - again.clock.now());
    await again.live.load(JSON.parse(JSON.stringify(live.save())));
    const answer = await again.call('DescribeLiveStreamsPublishList', { DomainName: INGEST, ...DAY });
    expect(answer.TotalNum).toBe(500);
    expect(JSON.stringify(answer)).not.toContain('"StopTime":""');
    expect(again.live.streams.onlineOn(INGEST)).toEqual([]);
  });

  it.each([
    [{ StartTime: '2026-11-20' }, 'InvalidParam'],
    [{ EndTime: DAY.StartTime }, 'InvalidParam'],
    [{ DomainName: 'none.localhost' }, 'InvalidDomain.NotFound'],
  ])('is refused for %j', async (params, code) => {
    const { call } = await stage();
    expect(await codeOf(call('DescribeLiveStreamsPublishList', { DomainName: INGEST, ...DAY, ...params }))).toBe(code);
  });
});
