import { describe, expect, it } from 'vitest';
import { Deliveries } from '../../../local/callbacks/deliveries.ts';
import { Faults } from '../../../local/faults.ts';
import type { Json } from '../../../local/product.ts';
import { md5Of } from '../callbacks/md5.ts';
import { pass } from '../callbacks/moving-time.ts';
import { openReceiver } from '../callbacks/receiver.ts';
import { codeOf } from '../openapi/call.ts';
import { DrivenClock } from '../openapi/driven-clock.ts';
import { liveCloud } from './live-cloud.ts';
import { INGEST, KEY, mapDomains, NOTIFY_URL, PUSH, STREAMING, type Stage, setStreamCallback, stage } from './stage.ts';

const DAY = { StartTime: '2026-11-20T00:00:00Z', EndTime: '2026-11-21T00:00:00Z' };

async function stageWithCallback(): Promise<Stage> {
  const held = await stage();
  await setStreamCallback(held);
  return held;
}

function queries({ callbacks }: Stage): Record<string, string>[] {
  return callbacks.sent.map(({ url }) => Object.fromEntries(new URL(url).searchParams));
}

const actionsOf = (held: Stage) => queries(held).map(({ action }) => action);

describe('the stream-status callback', () => {
  it('tells of a stream exactly what the service tells', async () => {
    const held = await stageWithCallback();
    const { live, clock, callbacks } = held;
    const publishUrl = 'rtmp://127.0.0.1:1935/live/s1?auth_key=1-0-0-a&callback_a=b';
    live.streams.publish({ ...PUSH, clientIp: '127.0.0.9', publishUrl });
    const publishedAt = clock.now() / 1000;
    live.streams.describe(PUSH, { width: 1280, height: 720 });
    await pass(clock, 60_000);
    live.streams.unpublish(PUSH);
    const common = {
      ...{ ip: '127.0.0.9', id: 's1', app: INGEST, appname: 'live', node: 'localhost' },
      usrargs: 'auth_key=1-0-0-a&callback_a=b',
    };
    expect(queries(held)).toEqual([
      { action: 'publish', ...common, time: String(publishedAt), height: '720', width: '1280' },
      { action: 'publish_done', ...common, time: String(publishedAt + 60) },
    ]);
    expect(callbacks.sent.map(({ method, body }) => ({ method, body }))).toEqual([
      { method: 'GET', body: undefined },
      { method: 'GET', body: undefined },
    ]);
    expect(callbacks.sent[0]?.url).toMatch(
      /^http:\/\/127\.0\.0\.1:7301\/api\/v1\/live\/handlePushStreamEventCallback\?action=publish&ip=/,
    );
  });

  it('is signed over the ingest domain, the time and the key (A8)', async () => {
    const { live, clock, callbacks } = await stageWithCallback();
    live.streams.publish(PUSH);
    await pass(clock, 2_000);
    const time = String(clock.now() / 1000);
    expect(callbacks.sent[0]?.headers).toEqual({
      'ALI-LIVE-TIMESTAMP': time,
      'ALI-LIVE-SIGNATURE': md5Of(`${INGEST}|${time}|${KEY}`),
    });
  });

  it('is unsigned where no signature is asked for, and keeps arguments that its address has', async () => {
    const { call, live, clock, callbacks } = await stage();
    await call('SetLiveStreamsNotifyUrlConfig', { DomainName: INGEST, NotifyUrl: 'http://127.0.0.1:7301/cb?a=1' });
    live.streams.publish(PUSH);
    await pass(clock, 2_000);
    expect(callbacks.sent[0]?.headers).toEqual({});
    expect(callbacks.sent[0]?.url).toMatch(/\/cb\?a=1&action=publish&/);
  });

  it('waits until the pusher has stayed for two seconds', async () => {
    const held = await stageWithCallback();
    held.live.streams.publish(PUSH);
    await pass(held.clock, 1_999);
    expect(actionsOf(held)).toEqual([]);
    await pass(held.clock, 1);
    expect(actionsOf(held)).toEqual(['publish']);
  });

  it('tells nothing of a pusher who left earlier, also when the next one comes at once', async () => {
    const held = await stageWithCallback();
    const { live, clock } = held;
    live.streams.publish(PUSH);
    await pass(clock, 1_500);
    live.streams.unpublish(PUSH);
    live.streams.publish(PUSH);
    await pass(clock, 1_500);
    expect(actionsOf(held)).toEqual([]);
    await pass(clock, 500);
    expect(actionsOf(held)).toEqual(['publish']);
  });

  it.each([
    ['forbidden', { ResumeTime: '2027-01-01T00:00:00Z' }],
    ['cut once', { Oneshot: 'yes' }],
  ])('tells of a stream that was %s', async (_case, how) => {
    const held = await stageWithCallback();
    held.live.streams.publish(PUSH);
    await pass(held.clock, 2_000);
    const name = { DomainName: STREAMING, AppName: 'live', StreamName: 's1', LiveStreamType: 'publisher' };
    await held.call('ForbidLiveStream', { ...name, ...how });
    expect(actionsOf(held)).toEqual(['publish', 'publish_done']);
  });

  it('is not sent where none is set', async () => {
    const held = await stage();
    held.live.streams.publish(PUSH);
    await pass(held.clock, 5_000);
    held.live.streams.unpublish(PUSH);
    expect(held.callbacks.sent).toEqual([]);
  });

  it('is not sent after the local cloud has closed', async () => {
    const held = await stageWithCallback();
    held.live.streams.publish(PUSH);
    await held.live.close();
    await pass(held.clock, 5_000);
    expect(held.callbacks.sent).toEqual([]);
  });
});

describe('a push whose media stops', () => {
  it('is cut after ten seconds', async () => {
    const held = await stageWithCallback();
    const { live, clock } = held;
    const events: string[] = [];
    live.streams.subscribe(({ kind }) => events.push(kind));
    live.streams.publish(PUSH);
    for (let i = 0; i < 5; i += 1) {
      live.streams.data(PUSH);
      await pass(clock, 9_999);
    }
    expect(events).toEqual(['published']);
    await pass(clock, 1);
    expect(events).toEqual(['published', 'cut', 'ended']);
    expect(actionsOf(held)).toEqual(['publish', 'publish_done']);
    live.streams.data(PUSH);
  });

  it('is cut earlier or later where it is set so', async () => {
    const { live, clock } = await stage({ settings: { streamIdleMs: 500 } });
    live.streams.publish(PUSH);
    live.streams.data(PUSH);
    await pass(clock, 500);
    expect(live.streams.find(PUSH)).toBeUndefined();
  });

  it('lasts when nobody tells of media, as without a media server', async () => {
    const { live, clock } = await stage();
    live.streams.publish(PUSH);
    await pass(clock, 60_000);
    expect(live.streams.find(PUSH)).toBeDefined();
  });

  it('is not cut for an earlier push of the same name', async () => {
    const { live, clock } = await stage();
    live.streams.publish(PUSH);
    live.streams.data(PUSH);
    await pass(clock, 6_000);
    live.streams.unpublish(PUSH);
    live.streams.publish(PUSH);
    live.streams.data(PUSH);
    await pass(clock, 6_000);
    expect(live.streams.find(PUSH)).toBeDefined();
  });
});

describe('the records of stream-status callbacks', () => {
  it('tell what was sent and what became of it', async () => {
    const { call, live, clock } = await stageWithCallback();
    live.streams.publish(PUSH);
    await pass(clock, 2_000);
    const answer = await call('DescribeLiveStreamsNotifyRecords', { DomainName: INGEST, ...DAY });
    expect(answer).toMatchObject({
      ...{ TotalNum: 1, TotalPage: 1, PageNum: 1, PageSize: 20 },
      NotifyRecordsInfo: {
        LiveStreamNotifyRecordsInfo: [
          {
            ...{ DomainName: INGEST, AppName: 'live', StreamName: 's1', NotifyType: 'publish', NotifyUrl: NOTIFY_URL },
            ...{ NotifyResult: 'success', Description: 'success', NotifyResponse: 'ok' },
            ...{ NotifyTime: '2026-11-20T08:02:02Z', NotifyContent: expect.stringContaining('action=publish&') },
          },
        ],
      },
    });
    expect(JSON.stringify(answer)).not.toContain(KEY);
  });

  it('can be asked for by app, stream and result, in pages', async () => {
    const { call, live, clock } = await stageWithCallback();
    for (const [app, stream] of [
      ['live', 's1'],
      ['live', 's2'],
      ['other', 's3'],
    ] as const) {
      live.streams.publish({ domain: INGEST, app, stream });
      await pass(clock, 2_000);
    }
    const count = async (params: Record<string, string | number>): Promise<Json | undefined> =>
      (await call('DescribeLiveStreamsNotifyRecords', { DomainName: INGEST, ...DAY, ...params })).TotalNum;
    expect(await count({})).toBe(3);
    expect(await count({ AppName: 'live' })).toBe(2);
    expect(await count({ AppName: 'live', StreamName: 's2' })).toBe(1);
    expect(await count({ Status: 'failed' })).toBe(0);
    expect(await count({ EndTime: '2026-11-20T01:00:00Z' })).toBe(0);
    expect(await count({ DomainName: STREAMING })).toBe(0);
    const last = await call('DescribeLiveStreamsNotifyRecords', {
      DomainName: INGEST,
      ...DAY,
      PageSize: 2,
      PageNumber: 2,
    });
    expect(last).toMatchObject({ NotifyRecordsInfo: { LiveStreamNotifyRecordsInfo: [{ StreamName: 's1' }] } });
  });

  it.each([
    [{ StartTime: 'yesterday' }, 'InvalidParam'],
    [{ EndTime: DAY.StartTime }, 'InvalidParam'],
    [{ Status: 'lost' }, 'InvalidParam'],
    [{ DomainName: 'none.localhost' }, 'InvalidDomain.NotFound'],
  ])('are refused for %j', async (params, code) => {
    const { call } = await stage();
    expect(await codeOf(call('DescribeLiveStreamsNotifyRecords', { DomainName: INGEST, ...DAY, ...params }))).toBe(
      code,
    );
  });

  it('come back after a restart', async () => {
    const { call: _before, live, clock } = await stageWithCallback();
    live.streams.publish(PUSH);
    await pass(clock, 2_000);
    const again = await stage();
    await again.live.load(JSON.parse(JSON.stringify(live.save())));
    const asked = await again.call('DescribeLiveStreamsNotifyRecords', { DomainName: INGEST, ...DAY });
    expect(asked).toMatchObject({ TotalNum: 1 });
  });
});

describe('the stream-status callback over real HTTP', () => {
  it('is repeated until it is taken, and hit by faults (L2)', async () => {
    const receiver = await openReceiver((response, count) => response.writeHead(count === 1 ? 503 : 200).end());
    const clock = new DrivenClock();
    const faults = new Faults();
    const deliveries = new Deliveries({ clock, fetch, faults });
    const cloud = liveCloud({ clock, callbacks: deliveries, faults });
    await mapDomains(cloud);
    await setStreamCallback(cloud, `${receiver.url}/cb`);
    cloud.live.streams.publish(PUSH);
    await pass(clock, 2_000);
    await receiver.arrived(1);
    await expect
      .poll(async () => {
        await pass(clock, 1_000);
        return receiver.received.length;
      })
      .toBe(2);
    const [first, second] = receiver.received;
    expect(second?.query).toEqual(first?.query);
    expect(second?.headers['ali-live-timestamp']).not.toBe(first?.headers['ali-live-timestamp']);
    const time = second?.headers['ali-live-timestamp'];
    expect(second?.headers['ali-live-signature']).toBe(md5Of(`${INGEST}|${time}|${KEY}`));
    await expect.poll(() => deliveries.waiting).toBe(0);

    faults.add({ product: 'live', action: 'StreamStatusCallback', kind: 'duplicate', times: 1 });
    cloud.live.streams.unpublish(PUSH);
    await receiver.arrived(4);
    expect(receiver.received.map(({ query }) => query.action)).toEqual([
      ...['publish', 'publish', 'publish_done', 'publish_done'],
    ]);
    deliveries.close();
  });
});
