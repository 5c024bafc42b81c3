import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appToken } from '../../../local/live/messaging/app-token.ts';
import type { GroupEvent } from '../../../local/live/messaging/apps.ts';
import { codeOf, refusalOf } from '../openapi/call.ts';
import { liveCloud } from './live-cloud.ts';

const DAY_MS = 24 * 3600 * 1000;

async function cloudWithApp() {
  const cloud = liveCloud();
  const app = await cloud.call('CreateLiveMessageApp', { AppName: 'chat' });
  const AppId = String(app.AppId);
  const group = (GroupId: string) => {
    const found = cloud.live.apps.findGroup(AppId, 'cn-shanghai', GroupId);
    if (!found) throw new Error(`no group ${GroupId}`);
    return found;
  };
  return { ...cloud, app: app as Record<string, string>, AppId, group };
}

async function cloudWithGroup() {
  const cloud = await cloudWithApp();
  await cloud.call('CreateLiveMessageGroup', {
    AppId: cloud.AppId,
    GroupId: 'g1',
    GroupName: 'room',
    GroupInfo: 'info',
    CreatorId: 'anchor',
    Administrators: 'admin_1,admin_2',
  });
  return { ...cloud, ids: { AppId: cloud.AppId, GroupId: 'g1' } };
}

describe('IM applications', () => {
  it('are created with id, key and sign, and described', async () => {
    const { call, app, AppId } = await cloudWithApp();
    expect(app).toEqual({
      AppId: expect.stringMatching(/^[0-9a-f]{16}$/),
      AppKey: expect.stringMatching(/^[0-9a-f]{32}$/),
      AppSign: expect.stringMatching(/^[0-9a-f]+$/),
      DataCenter: 'cn-shanghai',
    });
    expect(await call('DescribeLiveMessageApp', { AppId })).toMatchObject({
      ...{ AppId, AppName: 'chat', AppKey: app.AppKey, AppSign: app.AppSign },
      ...{ Disable: false, EventCallbackUrl: '', CreateTime: 1_795_161_600 },
    });
  });

  it('live in one data centre and are unknown in the other', async () => {
    const { call, AppId } = await cloudWithApp();
    const elsewhere = { AppId, DataCenter: 'ap-southeast-1' };
    expect(await codeOf(call('DescribeLiveMessageApp', elsewhere))).toBe('ResourceNotExist');
    expect(await codeOf(call('CreateLiveMessageGroup', { ...elsewhere, GroupId: 'g' }))).toBe('ResourceNotExist');
    expect(await codeOf(call('DescribeLiveMessageApp', { AppId, DataCenter: 'mars' }))).toBe('InputInvalid');
  });

  it.each(['', 'x', 'a name with seventeen'])('refuse the name %j', async (AppName) => {
    expect(await codeOf(liveCloud().call('CreateLiveMessageApp', { AppName }))).toBe('InputInvalid');
  });

  it('are listed in pages that meet every one of them once, newest or oldest first', async () => {
    const { call } = liveCloud();
    for (let i = 0; i < 45; i += 1) await call('CreateLiveMessageApp', { AppName: `app ${i}` });
    for (const SortType of [0, 1]) {
      const names: string[] = [];
      for (let token = -1, more = true; more; ) {
        const page = await call('ListLiveMessageApps', { SortType, NextPageToken: token });
        names.push(...(page.AppList as { AppName: string }[]).map(({ AppName }) => AppName));
        more = page.HasMore === true;
        token = Number(page.NextPageToken);
      }
      const oldestFirst = Array.from({ length: 45 }, (_, i) => `app ${i}`);
      expect(names).toEqual(SortType === 0 ? oldestFirst : oldestFirst.reverse());
    }
    expect(await codeOf(call('ListLiveMessageApps', { SortType: 7 }))).toBe('InvalidParameter');
  });

  it('are at most 300 in an account', async () => {
    const { call } = liveCloud();
    for (let i = 0; i < 300; i += 1) await call('CreateLiveMessageApp', { AppName: `app ${i}` });
    expect((await refusalOf(call('CreateLiveMessageApp', { AppName: 'one more' }))).message).toContain('300');
  });

  it('take a callback URL without port and private address, loopback excepted, and give it up', async () => {
    const { call, AppId } = await cloudWithApp();
    const modify = (EventCallbackUrl: string) => call('ModifyLiveMessageAppCallback', { AppId, EventCallbackUrl });
    expect(await codeOf(modify('https://example.com:8443/'))).toBe('InputInvalid');
    expect(await codeOf(modify('https://192.168.0.1/'))).toBe('InputInvalid');
    expect(await modify('http://127.0.0.1:7301/callback')).toMatchObject({
      AppId,
      EventCallbackNeedAuthentication: true,
      EventCallbackUrl: 'http://127.0.0.1:7301/callback',
    });
    expect(await modify('')).toMatchObject({ EventCallbackUrl: '' });
    const audit = await call('ModifyLiveMessageAppAudit', {
      AppId,
      AuditType: 2,
      AuditUrl: 'https://example.com/audit',
    });
    expect(audit).toMatchObject({ AuditType: 2, AuditUrl: 'https://example.com/audit' });
  });

  it('refuse their groups while disabled, and work again once enabled (P14)', async () => {
    const { call, ids } = await cloudWithGroup();
    const disable = (Disable: boolean) => call('ModifyLiveMessageAppDisable', { AppId: ids.AppId, Disable });
    expect(await disable(true)).toMatchObject({ Disable: true });
    expect(await codeOf(call('DescribeLiveMessageGroup', ids))).toBe('InputInvalid');
    const { AppList } = await call('ListLiveMessageApps', { SortType: 1 });
    expect(AppList).toMatchObject([{ Disable: 'true' }]);
    await disable(false);
    expect(await call('DescribeLiveMessageGroup', ids)).toMatchObject({ GroupId: 'g1' });
  });
});

describe('groups', () => {
  it('are described with the field names of the service', async () => {
    const { call, ids, group } = await cloudWithGroup();
    group('g1').join('viewer', '');
    group('g1').join('viewer', '');
    expect(await call('DescribeLiveMessageGroup', ids)).toEqual({
      GroupId: 'g1',
      GroupName: 'room',
      GroupInfo: 'info',
      CreatorId: 'anchor',
      AdminList: ['admin_1', 'admin_2'],
      Createtime: 1_795_161_600,
      Delete: false,
      OnlineUserCounts: 1,
      TotalTimes: 1,
      MsgAmount: {},
      SuperLargeGroup: false,
    });
  });

  it('are created once; the id of a deleted one is never free again, until it is restored within 30 days', async () => {
    const { call, clock, ids } = await cloudWithGroup();
    const create = () => call('CreateLiveMessageGroup', ids);
    expect(await create()).toEqual({ GroupId: 'g1', AlreadyExists: true, AlreadyDelete: false });
    expect(await call('DeleteLiveMessageGroup', { ...ids, OperatorId: 'anchor' })).toEqual({ GroupId: 'g1' });
    await call('DeleteLiveMessageGroup', ids);
    expect(await create()).toEqual({ GroupId: 'g1', AlreadyExists: false, AlreadyDelete: true });
    expect(await call('DescribeLiveMessageGroup', ids)).toMatchObject({
      Delete: true,
      Deletor: 'anchor',
      Deletatime: 1_795_161_600,
    });
    expect(await codeOf(call('BanLiveMessageGroup', ids))).toBe('ResourceNotExist');
    await call('RecoverLiveMessageDeletedGroup', ids);
    expect(await call('DescribeLiveMessageGroup', ids)).toMatchObject({ Delete: false });
    expect(await codeOf(call('RecoverLiveMessageDeletedGroup', ids))).toBe('InputInvalid');
    await call('DeleteLiveMessageGroup', ids);
    clock.advance(30 * DAY_MS + 1);
    expect(await codeOf(call('RecoverLiveMessageDeletedGroup', ids))).toBe('ResourceNotExist');
  });

  it.each([
    ['a hyphen in the id', { GroupId: 'g-1' }],
    ['an id of 65 characters', { GroupId: 'g'.repeat(65) }],
    ['a name above 128 bytes', { GroupId: 'g2', GroupName: '名'.repeat(43) }],
    ['more than 3 administrators', { GroupId: 'g2', Administrators: 'a,b,c,d' }],
    ['an administrator with a blank', { GroupId: 'g2', Administrators: 'a b' }],
    ['info above 32 KB', { GroupId: 'g2', GroupInfo: 'x'.repeat(32 * 1024 + 1) }],
  ])('refuse %s', async (_case, change) => {
    const { call, AppId } = await cloudWithApp();
    expect(await codeOf(call('CreateLiveMessageGroup', { AppId, ...change }))).toBe('InputInvalid');
  });

  it('named like a member of every object do not exist until they are created', async () => {
    const { call, AppId } = await cloudWithApp();
    const ids = { AppId, GroupId: 'constructor' };
    expect(await codeOf(call('DescribeLiveMessageGroup', ids))).toBe('ResourceNotExist');
    expect(await call('CreateLiveMessageGroup', ids)).toMatchObject({ AlreadyExists: false });
  });

  it('change only what the flags name', async () => {
    const { call, ids } = await cloudWithGroup();
    await call('ModifyLiveMessageGroup', { ...ids, GroupInfo: 'new', AdminList: 'admin_3', ModifyInfo: true });
    expect(await call('DescribeLiveMessageGroup', ids)).toMatchObject({
      GroupInfo: 'new',
      AdminList: ['admin_1', 'admin_2'],
    });
    await call('ModifyLiveMessageGroup', { ...ids, AdminList: 'admin_3', ModifyAdmin: true });
    expect(await call('DescribeLiveMessageGroup', ids)).toMatchObject({ GroupInfo: 'new', AdminList: ['admin_3'] });
  });

  it('are listed by state, with Hasmore and a NextpageToken that is a text', async () => {
    const { call, AppId } = await cloudWithApp();
    for (let i = 10; i < 35; i += 1) await call('CreateLiveMessageGroup', { AppId, GroupId: `g${i}` });
    await call('DeleteLiveMessageGroup', { AppId, GroupId: 'g34' });
    const first = await call('ListLiveMessageGroups', { AppId, SortType: 0, GroupStatus: 1 });
    expect(first).toMatchObject({ Hasmore: true, NextpageToken: '20' });
    const rest = await call('ListLiveMessageGroups', { AppId, SortType: 0, GroupStatus: 1, NextPageToken: 20 });
    expect(rest).toMatchObject({ Hasmore: false, GroupList: [{ GroupId: 'g30' }, {}, {}, { GroupId: 'g33' }] });
    const deleted = await call('ListLiveMessageGroupByPage', { AppId, SortType: 1, GroupStatus: 2 });
    expect(deleted).toMatchObject({ TotalCount: 1, GroupList: [{ GroupId: 'g34', Delete: true }] });
    expect(await call('ListLiveMessageGroupByPage', { AppId, SortType: 1, PageSize: 5 })).toMatchObject({
      TotalCount: 25,
      GroupList: [{ GroupId: 'g34' }, { GroupId: 'g33' }, {}, {}, {}],
    });
  });
});

describe('messages to a group', () => {
  it('are refused while nobody is there, then delivered, counted and kept', async () => {
    const { call, ids, live, group } = await cloudWithGroup();
    const events: GroupEvent[] = [];
    live.apps.subscribe((event) => events.push(event));
    const message = { ...ids, SenderId: 'system', Body: '{"a":1}', MsgType: 10_001 };
    expect((await refusalOf(call('SendLiveMessageGroup', message))).message).toContain('nobody is in the group');
    group('g1').join('viewer', '');
    const { MsgTid } = await call('SendLiveMessageGroup', message);
    await call('SendLiveMessageGroup', { ...message, MsgType: 2, MsgTid: 'mine', NoStorage: true });
    expect(events.map((event) => event.kind === 'message' && event.message.msgTid)).toEqual([MsgTid, 'mine']);
    expect(await call('DescribeLiveMessageGroup', ids)).toMatchObject({ MsgAmount: { 10001: 1, 2: 1 } });
    expect(await call('ListLiveMessageGroupMessages', { ...ids, SortType: 0, PageSize: 10 })).toMatchObject({
      GroupId: 'g1',
      Hasmore: false,
      MessageList: [
        { MsgTid, Body: '{"a":1}', MsgType: 10_001, Sender: { UserId: 'system' }, SeqNumber: 1, TotalMessages: 1 },
      ],
    });
  });

  it('are found by time and type', async () => {
    const { call, clock, ids, group } = await cloudWithGroup();
    group('g1').join('viewer', '');
    for (const MsgType of [1, 2, 3]) {
      await call('SendLiveMessageGroup', { ...ids, SenderId: 's', Body: `b${MsgType}`, MsgType });
      clock.advance(10_000);
    }
    const found = async (params: Record<string, number>) => {
      const list = await call('ListLiveMessageGroupMessages', { ...ids, SortType: 1, PageSize: 10, ...params });
      return (list.MessageList as { Body: string }[]).map(({ Body }) => Body);
    };
    expect(await found({})).toEqual(['b3', 'b2', 'b1']);
    expect(await found({ BeginTime: 1_795_161_610 })).toEqual(['b3', 'b2']);
    expect(await found({ EndTime: 1_795_161_609 })).toEqual(['b1']);
    expect(await found({ MsgType: 2 })).toEqual(['b2']);
  });

  it.each([
    ['a body above 15 KB', { Body: 'x'.repeat(15 * 1024 + 1) }],
    ['sender information above 512 bytes', { SenderMetaInfo: 'x'.repeat(513) }],
    ['a sender with a blank', { SenderId: 'a b' }],
  ])('are refused with %s', async (_case, change) => {
    const { call, ids, group } = await cloudWithGroup();
    group('g1').join('viewer', '');
    expect(await codeOf(call('SendLiveMessageGroup', { ...ids, SenderId: 's', ...change }))).toBe('InputInvalid');
  });

  it('use at most 30 types in a group', async () => {
    const { call, ids, group } = await cloudWithGroup();
    group('g1').join('viewer', '');
    const send = (MsgType: number) => call('SendLiveMessageGroup', { ...ids, SenderId: 's', Body: 'b', MsgType });
    for (let type = 1; type <= 30; type += 1) await send(type);
    expect(await codeOf(send(31))).toBe('InputInvalid');
    await send(30);
  });
});

describe('muting', () => {
  it('of a group spares creator, administrators and the excepted (A19)', async () => {
    const { call, ids, group } = await cloudWithGroup();
    await call('BanLiveMessageGroup', { ...ids, ExceptUsers: 'friend' });
    expect(await call('DescribeLiveMessageGroupBand', ids)).toEqual({
      GroupId: 'g1',
      IsbannedAll: true,
      BannedUserList: [],
      UnbannedUserList: ['friend'],
    });
    const muted = ['anchor', 'admin_1', 'friend', 'viewer'].filter((user) => group('g1').isMuted(user));
    expect(muted).toEqual(['viewer']);
    await call('UnbanLiveMessageGroup', ids);
    expect(group('g1').isMuted('viewer')).toBe(false);
  });

  it('of users adds and removes names, at most 30 in a call (A19)', async () => {
    const { call, ids, group } = await cloudWithGroup();
    await call('AddLiveMessageGroupBand', { ...ids, BannedUsers: 'u1,u2,u1' });
    await call('AddLiveMessageGroupBand', { ...ids, BannedUsers: 'u3' });
    await call('RemoveLiveMessageGroupBand', { ...ids, UnbannedUsers: 'u2,u9' });
    expect(await call('DescribeLiveMessageGroupBand', ids)).toMatchObject({ BannedUserList: ['u1', 'u3'] });
    expect(group('g1').isMuted('u1')).toBe(true);
    await call('ModifyLiveMessageGroupBand', { ...ids, BannnedUsers: 'u7', BannedAll: true, ExceptUsers: 'u8' });
    expect(await call('DescribeLiveMessageGroupBand', ids)).toMatchObject({
      IsbannedAll: true,
      BannedUserList: ['u7'],
      UnbannedUserList: ['u8'],
    });
    const many = Array.from({ length: 31 }, (_, i) => `u${i}`).join(',');
    expect(await codeOf(call('AddLiveMessageGroupBand', { ...ids, BannedUsers: many }))).toBe('InputInvalid');
  });
});

describe('members', () => {
  it('are listed, checked and removed', async () => {
    const { call, ids, live, group } = await cloudWithGroup();
    const events: GroupEvent[] = [];
    const stop = live.apps.subscribe((event) => events.push(event));
    for (const user of ['u1', 'u2', 'u3']) group('g1').join(user, `i-${user}`);
    live.apps.online(live.apps.get(ids.AppId, 'cn-shanghai')).add('u1');
    expect(await call('ListLiveMessageGroupUsers', { ...ids, SortType: 0, PageSize: 2 })).toEqual({
      GroupId: 'g1',
      UserList: [
        { UserId: 'u1', UserInfo: 'i-u1' },
        { UserId: 'u2', UserInfo: 'i-u2' },
      ],
      Hasmore: true,
      NextPageToken: 2,
    });
    await call('KickLiveMessageGroupUser', { ...ids, KickoffUser: 'u2' });
    expect(events).toEqual([{ kind: 'kicked', appId: ids.AppId, groupId: 'g1', userId: 'u2' }]);
    expect(await codeOf(call('KickLiveMessageGroupUser', { ...ids, KickoffUser: 'u2' }))).toBe('ResourceNotExist');
    const state = [
      { UserId: 'u1', Online: true },
      { UserId: 'u2', Online: false },
    ];
    expect(await call('CheckLiveMessageUsersInGroup', { ...ids, UserIds: 'u1,u2' })).toEqual({ Users: state });
    expect(await call('CheckLiveMessageUsersOnline', { AppId: ids.AppId, UserIds: 'u1,u2' })).toEqual({
      UserList: state,
    });
    stop();
    await call('KickLiveMessageGroupUser', { ...ids, KickoffUser: 'u3' });
    expect(events).toHaveLength(1);
  });

  it('of a super-large group are not listed', async () => {
    const { call, ids, group } = await cloudWithGroup();
    for (let i = 0; i <= 2000; i += 1) group('g1').join(`u${i}`, '');
    expect(await call('DescribeLiveMessageGroup', ids)).toMatchObject({
      SuperLargeGroup: true,
      OnlineUserCounts: 2001,
    });
    const list = call('ListLiveMessageGroupUsers', { ...ids, SortType: 0, PageSize: 10 });
    expect(await codeOf(list)).toBe('InputInvalid');
  });
});

describe('IM login tokens', () => {
  it('are the SHA-256 of the claims in the documented order (A10)', () => {
    const claims = { userId: 'u', nonce: 'AK-1', timestamp: 1_800_000_000, role: 'admin' };
    // sha256("appkeyuAK-11800000000admin")
    expect(appToken('app', 'key', claims)).toBe('c781d181dfc7f34d7263eeab967127b1a4275864bd8b5a6a5b398a724f126a69');
  });

  it('let in whoever holds a fitting one, and nobody else', async () => {
    const { live, app, clock, AppId, call } = await cloudWithApp();
    const { AppKey = '', AppSign = '' } = app;
    const expiry = clock.now() / 1000 + 60;
    const good = { userId: 'user_1', nonce: 'AK-abc', timestamp: expiry, role: '' };
    const login = (change: Partial<typeof good & { token: string }> = {}, sign = AppSign) => {
      const claims = { ...good, ...change };
      return live.loginProblem(AppId, sign, { token: appToken(AppId, AppKey, claims), ...claims });
    };
    expect(login()).toBeUndefined();
    expect(login({ role: 'admin', nonce: '' })).toBeUndefined();
    expect(login({ token: appToken(AppId, AppKey, { ...good, role: 'admin' }) })).toBe('TokenMismatch');
    expect(login({ timestamp: clock.now() / 1000 })).toBe('TokenExpired');
    expect(login({ userId: 'a-b' })).toBe('UserIdInvalid');
    expect(login({ nonce: 'AK_0123456789abcdef' })).toBeUndefined();
    expect(login({ nonce: 'AK-a b' })).toBe('NonceInvalid');
    expect(login({ role: 'root' })).toBe('RoleInvalid');
    expect(login({}, 'other')).toBe('AppSignMismatch');
    expect(live.loginProblem('none', AppSign, { ...good, token: '' })).toBe('AppNotFound');
    await call('ModifyLiveMessageAppDisable', { AppId, Disable: true });
    expect(login()).toBe('AppDisabled');
  });

  it('change with every single claim', () => {
    const claims = fc.record({
      userId: fc.stringMatching(/^[A-Za-z0-9_]{1,8}$/),
      nonce: fc.stringMatching(/^AK-[a-z0-9]{1,8}$/),
      timestamp: fc.integer({ min: 1_000_000_000, max: 2_000_000_000 }),
      role: fc.constantFrom('', 'admin'),
    });
    fc.assert(
      fc.property(claims, claims, (a, b) => {
        const text = (c: typeof a) => `${c.userId}${c.nonce}${c.timestamp}${c.role}`;
        expect(appToken('i', 'k', a) === appToken('i', 'k', b)).toBe(text(a) === text(b));
      }),
    );
  });
});
