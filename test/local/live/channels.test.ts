import { describe, expect, it } from 'vitest';
import { pass } from '../callbacks/moving-time.ts';
import { codeOf, refusalOf } from '../openapi/call.ts';
import { liveCloud } from './live-cloud.ts';
import { stage } from './stage.ts';

const ROOM = { AppId: 'app', ChannelId: 'room' };
const user = (userId: string, channelId = 'room') => ({ appId: 'app', channelId, userId });
const URL = 'http://127.0.0.1:7301/events';

describe('ARTC channels, asked by the API', () => {
  it('tell who is in them and how', async () => {
    const { call, rtc } = liveCloud();
    expect(await call('DescribeChannelUsers', ROOM)).toMatchObject({
      ...{ IsChannelExists: false, InteractiveUserNumber: 0, LiveUserNumber: 0, InteractiveUserList: [] },
    });
    rtc.channels.join(user('a'), 'interactive');
    rtc.channels.join(user('b'));
    rtc.channels.join(user('c'));
    rtc.channels.publish(user('c'), { audio: true, video: false });
    expect(await call('DescribeChannelUsers', ROOM)).toMatchObject({
      ...{ IsChannelExists: true, InteractiveUserList: ['a', 'c'], InteractiveUserNumber: 2 },
      ...{ LiveUserList: ['b'], LiveUserNumber: 1 },
    });
  });

  it('list their participants in pages, both ways', async () => {
    const { call, rtc } = liveCloud();
    for (let i = 0; i < 12; i += 1) rtc.channels.join(user(`u${i}`));
    const first = await call('DescribeChannelParticipants', ROOM);
    expect(first).toMatchObject({ TotalNum: 12, TotalPage: 2 });
    expect(first.UserList).toHaveLength(10);
    expect(await call('DescribeChannelParticipants', { ...ROOM, PageNum: 2 })).toMatchObject({
      UserList: ['u10', 'u11'],
    });
    const backwards = await call('DescribeChannelParticipants', { ...ROOM, Order: 'desc', PageSize: 1 });
    expect(backwards.UserList).toEqual(['u11']);
    expect(await call('DescribeChannelParticipants', { ...ROOM, ChannelId: 'none' })).toMatchObject({ UserList: [] });
  });

  it('are listed by application', async () => {
    const { call, rtc } = liveCloud();
    rtc.channels.join(user('a', 'one'));
    rtc.channels.join(user('b', 'two'));
    expect(await call('ListRTCLiveRooms', { AppId: 'app' })).toEqual({ Rooms: ['one', 'two'], Total: 2 });
    expect(await call('ListRTCLiveRooms', { AppId: 'app', PageSize: 1, PageNo: 2 })).toEqual({
      Rooms: ['two'],
      Total: 2,
    });
    expect(await call('ListRTCLiveRooms', { AppId: 'other' })).toEqual({ Rooms: [], Total: 0 });
  });

  it('can be ended, and people removed from them', async () => {
    const { call, rtc } = liveCloud();
    for (const id of ['a', 'b', 'c']) rtc.channels.join(user(id));
    const removed = await call('RemoveTerminals', { ...ROOM, 'TerminalIds.1': 'b', 'TerminalIds.2': 'x' });
    expect(removed).toMatchObject({
      Terminals: [
        { Id: 'b', Code: 0 },
        { Id: 'x', Code: 404 },
      ],
    });
    expect(rtc.channels.users('app', 'room').map(({ userId }) => userId)).toEqual(['a', 'c']);
    await call('DeleteChannel', ROOM);
    expect(rtc.channels.exists('app', 'room')).toBe(false);
    expect((await refusalOf(call('DeleteChannel', ROOM))).message).toContain('channel does not exist');
    expect(await codeOf(call('RemoveTerminals', { ...ROOM, 'TerminalIds.1': 'a' }))).toBe('InvalidParam');
  });
});

describe('subscriptions of channel events', () => {
  const ALL = { AppId: 'app', CallbackUrl: URL, 'Events.1': 'ChannelEvent', 'Events.2': 'UserEvent' };

  it('are made, changed, listed and deleted', async () => {
    const { call, clock } = liveCloud();
    const { SubscribeId } = await call('CreateEventSub', ALL);
    const id = { AppId: 'app', SubscribeId: String(SubscribeId) };
    clock.advance(1_000);
    const change = { CallbackUrl: URL, ChannelId: 'room', 'Events.1': 'UserEvent', 'Users.1': 'a' };
    await call('UpdateEventSub', { ...id, ...change });
    expect(await call('ListEventSub', { AppId: 'app' })).toEqual({
      Subscribers: [
        {
          ...{ SubId: SubscribeId, CallbackUrl: URL, ChannelId: 'room', Events: ['UserEvent'], Users: ['a'] },
          ...{ CreateTime: '2026-11-20T08:00:00Z', ModifyTime: '2026-11-20T08:00:01Z' },
        },
      ],
    });
    await call('DeleteEventSub', id);
    expect(await call('ListEventSub', { AppId: 'app' })).toEqual({ Subscribers: [] });
    expect(await codeOf(call('DeleteEventSub', id))).toBe('InvalidParam');
    expect(await codeOf(call('UpdateEventSub', { ...ALL, ...id }))).toBe('InvalidParam');
  });

  it.each([
    ['no event', { AppId: 'app', CallbackUrl: URL }, 'MissingEvents'],
    ['an unknown event', { ...ALL, 'Events.1': 'RoomEvent' }, 'InvalidParam'],
    ['no URL', { ...ALL, CallbackUrl: 'nowhere' }, 'InvalidParam'],
    ['users without their channel', { ...ALL, 'Users.1': 'a' }, 'InvalidParam'],
  ])('are refused with %s', async (_case, params, code) => {
    expect(await codeOf(liveCloud().call('CreateEventSub', params))).toBe(code);
  });

  it('are at most twenty for an application, one of them for all channels', async () => {
    const { call } = liveCloud();
    await call('CreateEventSub', ALL);
    expect(await codeOf(call('CreateEventSub', { ...ALL, ChannelId: '*' }))).toBe('InvalidParam');
    for (let i = 1; i < 20; i += 1) await call('CreateEventSub', { ...ALL, ChannelId: `c${i}` });
    expect(await codeOf(call('CreateEventSub', { ...ALL, ChannelId: 'c20' }))).toBe('InvalidParam');
    await call('CreateEventSub', { ...ALL, AppId: 'app2' });
  });

  it('exist for the inventory, so that one that is left behind is seen', async () => {
    const { call, live } = liveCloud();
    const before = live.inventory();
    const { SubscribeId } = await call('CreateEventSub', ALL);
    await call('CreateRtcMPUEventSub', { AppId: 'app', CallbackUrl: URL });
    expect(live.inventory()).toMatchObject({ subscriptions: [`app → ${URL}`, `app → ${URL}`] });
    await call('DeleteEventSub', { AppId: 'app', SubscribeId: String(SubscribeId) });
    await call('DeleteRtcMPUEventSub', { AppId: 'app' });
    expect(live.inventory()).toEqual(before);
  });

  it('belong to their application', async () => {
    const { call } = liveCloud();
    const { SubscribeId } = await call('CreateEventSub', ALL);
    expect(await codeOf(call('DeleteEventSub', { AppId: 'app2', SubscribeId: String(SubscribeId) }))).toBe(
      'InvalidParam',
    );
  });

  it('are told what happens in channels, in order', async () => {
    const { call, callbacks, rtc, clock } = await stage();
    const { SubscribeId } = await call('CreateEventSub', ALL);
    const { sessionId } = rtc.channels.join(user('a'));
    rtc.channels.publish(user('a'), { audio: true, video: true });
    rtc.channels.unpublish(user('a'));
    rtc.channels.leave(user('a'));
    expect(callbacks.sent.map(({ content }) => JSON.stringify(content).match(/"EventTag":"(\w+)"/)?.[1])).toEqual([
      ...['Open', 'Join', 'Roleupdate', 'Publish', 'Unpublish', 'Leave', 'Close'],
    ]);
    const now = Math.floor(clock.now() / 1000);
    expect(callbacks.sent[5]).toMatchObject({
      ...{ product: 'live', name: 'ChannelCallback', method: 'POST', url: URL },
      content: {
        ...{ MsgId: expect.any(String), MsgTimestamp: now, SubscribeId, AppId: 'app', ChannelId: 'room' },
        Contents: [
          {
            Event: 'UserEvent',
            UserEvent: {
              ...{ UserId: 'a', EventTag: 'Leave', SessionId: sessionId, Timestamp: now, Reason: 1, Role: 1 },
              ChannelProfile: 'interactive_live',
            },
          },
        ],
      },
    });
    expect(new Set(callbacks.sent.map(({ content }) => content.MsgId)).size).toBe(7);
  });

  it.each([
    ['its events', { 'Events.1': 'ChannelEvent' }, ['Open', 'Close']],
    ['its channel', { ChannelId: 'other', 'Events.1': 'ChannelEvent' }, []],
    ['its users', { ChannelId: 'room', 'Events.1': 'UserEvent', 'Users.1': 'b' }, ['Join', 'Leave']],
  ])('hear of %s only', async (_case, settings, tags) => {
    const { call, callbacks, rtc } = await stage();
    await call('CreateEventSub', { AppId: 'app', CallbackUrl: URL, ...settings });
    for (const id of ['a', 'b']) rtc.channels.join(user(id));
    await call('DeleteChannel', ROOM);
    expect(callbacks.sent.map(({ content }) => JSON.stringify(content).match(/"EventTag":"(\w+)"/)?.[1])).toEqual(tags);
  });

  it('leave records, and outlive a restart', async () => {
    const { call, live, rtc, clock } = await stage();
    const { SubscribeId } = await call('CreateEventSub', { ...ALL, 'Events.2': 'ChannelEvent' });
    rtc.channels.join(user('a'));
    await pass(clock, 1_000);
    const now = Math.floor(clock.now() / 1000);
    const range = { AppId: 'app', StartTime: now - 60, EndTime: now, PageNo: 1, PageSize: 10 };
    const again = await stage();
    await again.live.load(JSON.parse(JSON.stringify(live.save())));
    for (const cloud of [call, again.call]) {
      expect(await cloud('ListEventSubEvent', range)).toMatchObject({
        ...{ Count: 1, HasMore: false },
        Logs: [{ SubId: SubscribeId, Code: 200, Url: URL, Data: expect.stringContaining('"Open"') }],
      });
      expect(await cloud('ListEventSub', { AppId: 'app' })).toMatchObject({ Subscribers: [{ SubId: SubscribeId }] });
    }
  });
});
