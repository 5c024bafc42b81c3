import { afterEach, describe, expect, it } from 'vitest';
import { codeOf } from '../openapi/call.ts';
import { type ImCloud, imCloud } from './im-cloud.ts';

const clouds: ImCloud[] = [];
afterEach(async () => {
  await Promise.all(clouds.splice(0).map((cloud) => cloud.close()));
});

async function start(): Promise<ImCloud> {
  const cloud = await imCloud();
  clouds.push(cloud);
  return cloud;
}

const g1 = { groupId: 'g1' };

describe('a group', () => {
  it('is described to whoever joins or asks, as the Web SDK describes it', async () => {
    const cloud = await start();
    const client = await cloud.login('viewer', { userExtension: '{"userNick":"V"}' });
    const before = await client.request('queryGroup', g1);
    expect(before).toMatchObject({ statistics: { pv: 0, onlineCount: 0 } });
    expect(await client.request('joinGroup', g1)).toEqual({
      groupId: 'g1',
      groupName: 'room',
      groupMeta: '',
      createTime: 1_795_161_600,
      creator: 'anchor',
      admins: ['helper'],
      statistics: { pv: 1, onlineCount: 1, msgAmount: {} },
      muteStatus: { groupId: 'g1', muteAll: false, muteUserList: [], whiteUserList: [] },
    });
  });

  it('shows its members to the OpenAPI: the same list, the same counts', async () => {
    const cloud = await start();
    await cloud.member('u1', { userExtension: 'one' });
    const second = await cloud.member('u2');
    const list = { ...cloud.ids, SortType: 0, PageSize: 10 };
    expect((await cloud.call('ListLiveMessageGroupUsers', list)).UserList).toEqual([
      { UserId: 'u1', UserInfo: 'one' },
      { UserId: 'u2', UserInfo: '' },
    ]);
    await second.request('leaveGroup', g1);
    await second.request('joinGroup', g1);
    await second.request('joinGroup', g1);
    const described = await cloud.call('DescribeLiveMessageGroup', cloud.ids);
    expect(described).toMatchObject({ OnlineUserCounts: 2, TotalTimes: 3 });
    expect((await cloud.call('CheckLiveMessageUsersInGroup', { ...cloud.ids, UserIds: 'u2,u3' })).Users).toEqual([
      { UserId: 'u2', Online: true },
      { UserId: 'u3', Online: false },
    ]);
  });

  it.each([
    ['that never was', { groupId: 'nowhere' }, 'GroupNotExist'],
    ['named like a member of every object', { groupId: 'constructor' }, 'GroupNotExist'],
    ['without an id', {}, 'InvalidParam'],
    ['with a number for an id', { groupId: 1 }, 'InvalidParam'],
  ])('%s is not joined: %s', async (_case, params, name) => {
    const cloud = await start();
    const client = await cloud.login('viewer');
    await expect(client.request('joinGroup', params)).rejects.toMatchObject({ name });
  });

  it('that is deleted tells its members, and takes nobody', async () => {
    const cloud = await start();
    const [viewer, anchor] = [await cloud.member('viewer'), await cloud.member('anchor')];
    await cloud.call('DeleteLiveMessageGroup', cloud.ids);
    for (const client of [viewer, anchor]) expect(await client.next('exit')).toEqual({ groupId: 'g1', reason: 1 });
    await expect(viewer.request('joinGroup', g1)).rejects.toMatchObject({ name: 'GroupDeleted', code: 441 });
    await cloud.call('RecoverLiveMessageDeletedGroup', cloud.ids);
    expect(await viewer.request('joinGroup', g1)).toMatchObject({ statistics: { onlineCount: 1 } });
  });

  it('is without whoever the OpenAPI kicks, who is told and may come again', async () => {
    const cloud = await start();
    const [viewer, watcher] = [await cloud.member('viewer'), await cloud.member('watcher')];
    cloud.clock.advance(200);
    await watcher.all('memberchange');
    await cloud.call('KickLiveMessageGroupUser', { ...cloud.ids, KickoffUser: 'viewer' });
    expect(await viewer.next('exit')).toEqual({ groupId: 'g1', reason: 2 });
    cloud.clock.advance(200);
    expect(await watcher.next('memberchange')).toEqual({
      ...{ groupId: 'g1', memberCount: 1, joinUsers: [] },
      leaveUsers: [{ userId: 'viewer', userExtension: '' }],
    });
    await expect(viewer.request('sendGroupMessage', { ...g1, type: 1, data: '' })).rejects.toMatchObject({
      ...{ name: 'GroupNotJoined', code: 425 },
    });
    const again = cloud.call('KickLiveMessageGroupUser', { ...cloud.ids, KickoffUser: 'viewer' });
    expect(await codeOf(again)).toBe('ResourceNotExist');
    await viewer.request('joinGroup', g1);
  });
});

describe('member notices', () => {
  it('name who comes and who goes, at once when it is quiet', async () => {
    const cloud = await start();
    const watcher = await cloud.member('watcher', { userExtension: 'w' });
    expect(await watcher.next('memberchange')).toEqual({
      ...{ groupId: 'g1', memberCount: 1, leaveUsers: [] },
      joinUsers: [{ userId: 'watcher', userExtension: 'w' }],
    });
    cloud.clock.advance(200);
    const viewer = await cloud.member('viewer');
    expect(await watcher.next('memberchange')).toMatchObject({ memberCount: 2, joinUsers: [{ userId: 'viewer' }] });
    cloud.clock.advance(200);
    await viewer.drop();
    expect(await watcher.next('memberchange')).toMatchObject({
      ...{ memberCount: 1, joinUsers: [], leaveUsers: [{ userId: 'viewer' }] },
    });
  });

  it('come in batches when many enter, without those who left again meanwhile', async () => {
    const cloud = await start();
    const watcher = await cloud.member('watcher');
    await watcher.next('memberchange');
    for (const user of ['u1', 'u2', 'u3']) await cloud.member(user);
    const passing = await cloud.member('passing');
    await passing.request('leaveGroup', g1);
    expect(await watcher.all('memberchange')).toEqual([]);
    cloud.clock.advance(200);
    const [notice, ...more] = await watcher.all('memberchange');
    expect(notice).toMatchObject({
      ...{ memberCount: 4, leaveUsers: [] },
      joinUsers: [{ userId: 'u1' }, { userId: 'u2' }, { userId: 'u3' }],
    });
    expect(more).toEqual([]);
  });

  it('are at least 5 s apart above 2,000 members, name 50 at most, and there is no list of members', async () => {
    const cloud = await start();
    const anchor = await cloud.member('anchor');
    for (let index = 0; index < 2_000; index += 1) cloud.group().join(`u${index}`, '');
    cloud.clock.advance(5_000);
    await anchor.all('memberchange');
    const clients = await Promise.all(Array.from({ length: 60 }, (_, index) => cloud.login(`v${index}`)));
    for (const client of clients) await client.request('joinGroup', g1);
    cloud.clock.advance(4_999);
    expect(await anchor.all('memberchange')).toMatchObject([{ memberCount: 2_002, joinUsers: [{ userId: 'v0' }] }]);
    cloud.clock.advance(1);
    const [notice] = await anchor.all('memberchange');
    expect(notice).toMatchObject({ memberCount: 2_061 });
    expect(notice?.joinUsers).toHaveLength(50);
    await expect(anchor.request('listGroupUser', g1)).rejects.toMatchObject({ name: 'ReachMax', code: 443 });
    const described = await cloud.call('DescribeLiveMessageGroup', cloud.ids);
    expect(described).toMatchObject({ SuperLargeGroup: true, OnlineUserCounts: 2_061 });
  });
});

describe('muting (A19)', () => {
  it.each(['anchor', 'helper'])(
    'by %s stops viewers, spares creator and administrators, and is told',
    async (manager) => {
      const cloud = await start();
      const [viewer, boss] = [await cloud.member('viewer'), await cloud.member(manager)];
      const send = (client: typeof viewer, more = {}) =>
        client.request('sendGroupMessage', { ...g1, type: 10_001, data: '{}', ...more });
      await boss.request('muteAll', g1);
      expect(await viewer.next('mutechange')).toEqual({
        ...{ groupId: 'g1', muteAll: true, muteUserList: [], whiteUserList: [] },
      });
      await expect(send(viewer)).rejects.toMatchObject({ name: 'Muted', code: 442 });
      await send(viewer, { skipMuteCheck: true });
      await send(boss);
      await boss.request('cancelMuteAll', g1);
      expect(await viewer.next('mutechange')).toMatchObject({ muteAll: false });
      await send(viewer);
    },
  );

  it('of one user leaves the others free', async () => {
    const cloud = await start();
    const [loud, other, anchor] = [
      await cloud.member('loud'),
      await cloud.member('other'),
      await cloud.member('anchor'),
    ];
    await anchor.request('muteUser', { ...g1, userList: ['loud', 'loud'] });
    expect(await other.next('mutechange')).toMatchObject({ muteAll: false, muteUserList: ['loud'] });
    await expect(loud.request('sendGroupMessage', { ...g1, type: 1, data: '' })).rejects.toMatchObject({ code: 442 });
    await other.request('sendGroupMessage', { ...g1, type: 1, data: '' });
    expect(await anchor.request('listMuteUsers', g1)).toMatchObject({ muteUserList: ['loud'] });
    await anchor.request('cancelMuteUser', { ...g1, userList: ['loud'] });
    await loud.request('sendGroupMessage', { ...g1, type: 1, data: '' });
  });

  it('through the OpenAPI reaches clients at once', async () => {
    const cloud = await start();
    const viewer = await cloud.member('viewer');
    await cloud.call('BanLiveMessageGroup', { ...cloud.ids, ExceptUsers: 'friend' });
    expect(await viewer.next('mutechange')).toMatchObject({ muteAll: true, whiteUserList: ['friend'] });
    expect(await viewer.request('queryGroup', g1)).toMatchObject({ muteStatus: { muteAll: true } });
    await cloud.call('UnbanLiveMessageGroup', cloud.ids);
    await cloud.call('AddLiveMessageGroupBand', { ...cloud.ids, BannedUsers: 'viewer' });
    await expect(viewer.request('sendGroupMessage', { ...g1, type: 1, data: '' })).rejects.toMatchObject({ code: 442 });
  });

  it.each([
    ['no list', {}, 'InvalidParam'],
    ['an empty list', { userList: [] }, 'InvalidParam'],
    ['a bad name', { userList: ['a b'] }, 'InvalidParam'],
    ['31 users', { userList: Array.from({ length: 31 }, (_, index) => `u${index}`) }, 'ReachMax'],
  ])('of users is refused with %s', async (_case, params, name) => {
    const cloud = await start();
    const anchor = await cloud.member('anchor');
    await expect(anchor.request('muteUser', { ...g1, ...params })).rejects.toMatchObject({ name });
  });
});

describe('management', () => {
  const managing = [
    ['muteAll', {}],
    ['cancelMuteAll', {}],
    ['muteUser', { userList: ['u'] }],
    ['cancelMuteUser', { userList: ['u'] }],
    ['listMuteUsers', {}],
    ['modifyGroup', { groupMeta: 'x' }],
    ['listGroupUser', {}],
    ['deleteMessage', { messageId: 'm' }],
    ['closeGroup', {}],
  ] as const;

  it.each(managing)('%s is for managers of the group and logins with the role admin', async (method, params) => {
    const cloud = await start();
    const [viewer, admin] = [await cloud.member('viewer'), await cloud.login('root', { role: 'admin' })];
    await expect(viewer.request(method, { ...g1, ...params })).rejects.toMatchObject({
      name: 'NoPermission',
      code: 403,
    });
    await admin.request(method, { ...g1, ...params });
  });

  it('modifyGroup changes what is given, and tells the members', async () => {
    const cloud = await start();
    const [anchor, viewer] = [await cloud.member('anchor'), await cloud.member('viewer')];
    await anchor.request('modifyGroup', { ...g1, groupMeta: 'notice' });
    expect(await viewer.next('infochange')).toEqual({ groupId: 'g1', groupMeta: 'notice', adminList: ['helper'] });
    await anchor.request('modifyGroup', { ...g1, admins: ['viewer'] });
    expect(await viewer.next('infochange')).toEqual({ groupId: 'g1', groupMeta: 'notice', adminList: ['viewer'] });
    await viewer.request('muteAll', g1);
    const tooMany = { ...g1, admins: ['a', 'b', 'c', 'd'] };
    await expect(anchor.request('modifyGroup', tooMany)).rejects.toMatchObject({ name: 'ReachMax' });
  });

  it('closeGroup takes everybody out', async () => {
    const cloud = await start();
    const [anchor, viewer] = [await cloud.member('anchor'), await cloud.member('viewer')];
    await anchor.request('closeGroup', g1);
    expect(await viewer.next('exit')).toEqual({ groupId: 'g1', reason: 1 });
    expect(await cloud.call('DescribeLiveMessageGroup', cloud.ids)).toMatchObject({ Delete: true, Deletor: 'anchor' });
  });

  it('createGroup is for the role admin, who becomes the creator; twice is no error', async () => {
    const cloud = await start();
    const [viewer, admin] = [await cloud.login('viewer'), await cloud.login('root', { role: 'admin' })];
    const wanted = { groupId: 'mine', groupName: 'Mine', groupMeta: 'meta' };
    await expect(viewer.request('createGroup', wanted)).rejects.toMatchObject({ name: 'NoPermission' });
    expect(await admin.request('createGroup', wanted)).toEqual({ groupId: 'mine', alreadyExist: false });
    expect(await admin.request('createGroup', wanted)).toEqual({ groupId: 'mine', alreadyExist: true });
    expect(await viewer.request('joinGroup', { groupId: 'mine' })).toMatchObject({
      creator: 'root',
      groupMeta: 'meta',
    });
    expect(await admin.request('createGroup', { groupName: 'x' })).toEqual({
      ...{ groupId: expect.stringMatching(/^[0-9a-f]{32}$/), alreadyExist: false },
    });
    await expect(admin.request('createGroup', { groupId: 'a-b' })).rejects.toMatchObject({ name: 'InvalidParam' });
    await admin.request('closeGroup', { groupId: 'mine' });
    await expect(admin.request('createGroup', wanted)).rejects.toMatchObject({ name: 'GroupDeleted' });
  });

  it('listGroupUser gives pages that meet every member once, either way round', async () => {
    const cloud = await start();
    const anchor = await cloud.member('anchor');
    for (let index = 0; index < 6; index += 1) cloud.group().join(`u${index}`, `i${index}`);
    const seen: unknown[] = [];
    for (let token: unknown = 0, more = true; more; ) {
      const page = await anchor.request('listGroupUser', { ...g1, pageSize: 3, sortType: 1, nextPageToken: token });
      seen.push(...(page.userList as { userId: string }[]).map(({ userId }) => userId));
      more = page.hasMore === true;
      token = page.nextPageToken;
    }
    expect(seen).toEqual(['u5', 'u4', 'u3', 'u2', 'u1', 'u0', 'anchor']);
    await expect(anchor.request('listGroupUser', { ...g1, pageSize: 51 })).rejects.toMatchObject({ code: 400 });
  });
});
