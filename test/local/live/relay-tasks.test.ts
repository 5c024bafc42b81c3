import { describe, expect, it } from 'vitest';
import { md5Of } from '../callbacks/md5.ts';
import { pass } from '../callbacks/moving-time.ts';
import { codeOf, refusalOf } from '../openapi/call.ts';
import { ARTC_APP } from './live-cloud.ts';
import { type Stage, stage } from './stage.ts';

const URL = 'http://127.0.0.1:7301/mpu';
const anchor = { appId: 'app', channelId: 'room', userId: 'u1' };
const task = (TaskId = 't1', change: Record<string, string> = {}) => ({
  ...{ AppId: 'app', ChannelId: 'room', TaskId, MixMode: '0' },
  StreamURL: `rtmp://push.example.com/live/${TaskId}?auth_key=1-0-0-a`,
  SingleSubParams: JSON.stringify({ UserId: 'u1' }),
  ...change,
});

async function stageWithTask(change: Record<string, string> = {}): Promise<Stage & { readonly events: string[] }> {
  const held = await stage();
  const events: string[] = [];
  held.live.mpu.subscribe(({ kind, task: { taskId } }) => events.push(`${taskId} ${kind}`));
  held.rtc.channels.join(anchor);
  await held.call('StartLiveMPUTask', task('t1', change));
  return { ...held, events };
}

const running = async ({ call }: Stage) =>
  ((await call('ListRtcMPUTaskDetail', { AppId: 'app' })).MPUTasks as { TaskId: string }[]).map(({ TaskId }) => TaskId);

describe('a relay task', () => {
  it('needs somebody in the channel', async () => {
    const { call } = await stage();
    const { code, message } = await refusalOf(call('StartLiveMPUTask', task()));
    expect([code, message]).toEqual(['InvalidParam', expect.stringContaining('channel does not exist')]);
  });

  it('ends by itself two minutes after everybody left', async () => {
    const held = await stageWithTask();
    held.rtc.channels.leave(anchor);
    await pass(held.clock, 119_999);
    expect(await running(held)).toEqual(['t1']);
    await pass(held.clock, 1);
    expect(await running(held)).toEqual([]);
    expect(held.events).toEqual(['t1 started', 't1 stopped']);
  });

  it('goes on when somebody comes back in time', async () => {
    const held = await stageWithTask();
    held.rtc.channels.leave(anchor);
    await pass(held.clock, 119_000);
    held.rtc.channels.join(anchor);
    await pass(held.clock, 600_000);
    expect(await running(held)).toEqual(['t1']);
  });

  it('ends after its MaxIdleTime where it has one, also one that was changed', async () => {
    const held = await stageWithTask({ MaxIdleTime: '10' });
    held.rtc.channels.leave(anchor);
    await pass(held.clock, 9_999);
    expect(await running(held)).toEqual(['t1']);
    await pass(held.clock, 1);
    expect(await running(held)).toEqual([]);
  });

  it('is not ended a second time when it was stopped before', async () => {
    const held = await stageWithTask();
    held.rtc.channels.leave(anchor);
    await held.call('StopLiveMPUTask', { AppId: 'app', TaskId: 't1' });
    await pass(held.clock, 200_000);
    expect(held.events).toEqual(['t1 started', 't1 stopped']);
  });

  it('gives back the URLs that an update no longer uses, after their rest', async () => {
    const held = await stageWithTask();
    await held.call('UpdateLiveMPUTask', { ...task('t1'), StreamURL: 'rtmp://push.example.com/live/new?auth_key=1' });
    expect(await codeOf(held.call('StartLiveMPUTask', { ...task('t2'), StreamURL: task('t1').StreamURL }))).toBe(
      'InvalidParam',
    );
    await pass(held.clock, 10_000);
    await held.call('StartLiveMPUTask', { ...task('t2'), StreamURL: task('t1').StreamURL });
    expect(held.events).toEqual(['t1 started', 't1 updated', 't2 started']);
  });

  it('that outlives a restart ends like any other, because nobody is in the channel any more', async () => {
    const before = await stageWithTask();
    const again = await stage();
    await again.live.load(JSON.parse(JSON.stringify(before.live.save())));
    expect(await running(again)).toEqual(['t1']);
    await pass(again.clock, 120_000);
    expect(await running(again)).toEqual([]);
  });
});

describe('subscriptions of relay events', () => {
  const SUB = { AppId: 'app', CallbackUrl: URL };

  it('are made, described, changed and deleted', async () => {
    const { call } = await stage();
    expect(await call('DescribeRtcMPUEventSub', { AppId: 'app' })).toEqual({ SubInfo: {} });
    const { SubId } = await call('CreateRtcMPUEventSub', { ...SUB, ChannelIds: 'a,b' });
    expect(SubId).toMatch(/^Sub-[0-9A-F]{24}$/);
    expect(await codeOf(call('CreateRtcMPUEventSub', SUB))).toBe('InvalidParam');
    await call('UpdateRtcMPUEventSub', { AppId: 'app', ChannelIds: 'c' });
    expect(await call('DescribeRtcMPUEventSub', { AppId: 'app' })).toEqual({
      SubInfo: { AppId: 'app', SubId, CallbackUrl: URL, ChannelIds: 'c', CreateTime: '2026-11-20T08:02:00Z' },
    });
    await call('DeleteRtcMPUEventSub', { AppId: 'app' });
    expect(await codeOf(call('DeleteRtcMPUEventSub', { AppId: 'app' }))).toBe('InvalidParam');
    expect(await codeOf(call('UpdateRtcMPUEventSub', SUB))).toBe('InvalidParam');
  });

  it.each([
    ['a URL that is none', { CallbackUrl: 'nowhere' }],
    ['a channel twice', { ChannelIds: 'a,a' }],
    ['an id with forbidden characters', { ChannelIds: 'a b' }],
    ['too many channels', { ChannelIds: Array.from({ length: 21 }, (_, i) => `c${i}`).join(',') }],
  ])('are refused with %s', async (_case, change) => {
    const { call } = await stage();
    expect(await codeOf(call('CreateRtcMPUEventSub', { ...SUB, ...change }))).toBe('InvalidParam');
  });

  it('are told of start and stop of each URL, signed with the key of the application', async () => {
    const { call, callbacks, rtc, clock } = await stage();
    const { SubId } = await call('CreateRtcMPUEventSub', SUB);
    rtc.channels.join(anchor);
    await call('StartLiveMPUTask', task());
    await call('UpdateLiveMPUTask', task());
    await call('StopLiveMPUTask', { AppId: 'app', TaskId: 't1' });
    const time = String(clock.now() / 1000);
    expect(callbacks.sent).toMatchObject([
      {
        ...{ product: 'live', name: 'RelayTaskCallback', method: 'POST', url: URL },
        headers: { 'Ali-Rtc-Timestamp': time, 'Ali-Rtc-Signature': md5Of(`127.0.0.1|${time}|${ARTC_APP.appKey}`) },
        content: {
          ...{ EventType: 1, MsgId: expect.any(String), AppId: 'app', SubId, TaskId: 't1', CallbackTs: clock.now() },
          Payload: {
            ...{ DstUrl: task().StreamURL, EventTs: clock.now() },
            ...{ EventCode: 1, ErrorCode: 0, ErrorMessage: '' },
          },
        },
      },
      { content: { TaskId: 't1', Payload: { EventCode: 2 } } },
    ]);
    expect(callbacks.sent).toHaveLength(2);
  });

  it('hear of their channels only', async () => {
    const { call, callbacks, rtc } = await stage();
    await call('CreateRtcMPUEventSub', { ...SUB, ChannelIds: 'other' });
    rtc.channels.join(anchor);
    await call('StartLiveMPUTask', task());
    expect(callbacks.sent).toEqual([]);
  });

  it('leave records that can be listed, also after a restart', async () => {
    const held = await stage();
    const { SubId } = await held.call('CreateRtcMPUEventSub', SUB);
    held.rtc.channels.join(anchor);
    await held.call('StartLiveMPUTask', task());
    const again = await stage();
    await again.live.load(JSON.parse(JSON.stringify(held.live.save())));
    const range = { StartTime: '2026-11-20T00:00:00Z', EndTime: '2026-11-21T00:00:00Z', PageNo: 1, PageSize: 10 };
    for (const { call } of [held, again]) {
      expect(await call('ListRtcMPUEventSubRecord', { AppId: 'app', ...range })).toMatchObject({
        ...{ Count: 1, HasMore: false },
        Logs: [{ SubId, HTTPCode: '200', CallbackUrl: URL, Cost: 3, Data: expect.stringContaining('"EventCode":1') }],
      });
      expect(await call('ListRtcMPUEventSubRecord', { AppId: 'app', SubId: 'none', ...range })).toMatchObject({
        Count: 0,
      });
    }
  });
});
