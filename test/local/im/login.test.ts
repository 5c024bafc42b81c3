import { afterEach, describe, expect, it } from 'vitest';
import { appToken } from '../../../local/live/messaging/app-token.ts';
import { type Data, ImClient, RefusedError } from './im-client.ts';
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

async function refusal(request: Promise<unknown>): Promise<{ name: string; code: number }> {
  const error = await request.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof RefusedError) return { name: error.name, code: error.code };
  throw new Error(`a refusal was expected, not ${String(error)}`);
}

describe('the handshake', () => {
  it('is taken at /im of the cloud endpoint, with or without a query', async () => {
    const { url, im } = await start();
    expect(url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/im$/);
    const client = await ImClient.connect(`${url}?from=test`);
    expect(client.webSocket.protocol).toBe('live-im.1');
    expect(im.connections()).toBe(1);
    await client.close();
  });

  it.each([
    ['another path', '/other', 'live-im.1', '404'],
    ['a path that only begins so', '/image', 'live-im.1', '404'],
    ['a path that is no URL', '//', 'live-im.1', '404'],
    ['another version of the protocol', '/im', 'live-im.9', '400'],
  ])('is refused at %s', async (_case, path, subprotocol, status) => {
    const { url, im } = await start();
    const attempt = ImClient.connect(url.replace('/im', path), subprotocol);
    await expect(attempt).rejects.toThrow(`Unexpected server response: ${status}`);
    expect(im.connections()).toBe(0);
  });
});

describe('login', () => {
  it('with the token of the AppServer is answered with a session, the heartbeat and no groups', async () => {
    const cloud = await start();
    const client = await cloud.connect();
    expect(await client.request('login', cloud.credentials('viewer_1'))).toEqual({
      userId: 'viewer_1',
      session: expect.stringMatching(/^[0-9a-f]{32}$/),
      heartbeatSeconds: 30,
      groups: [],
    });
    const online = await cloud.call('CheckLiveMessageUsersOnline', { AppId: cloud.appId, UserIds: 'viewer_1,other' });
    expect(online.UserList).toEqual([
      { UserId: 'viewer_1', Online: true },
      { UserId: 'other', Online: false },
    ]);
  });

  it.each<[string, string, (good: Data, cloud: ImCloud) => Data]>([
    ['a token with one letter changed', 'TokenMismatch', (good) => ({ ...good, appToken: flipped(good.appToken) })],
    ['a token in capitals', 'TokenMismatch', (good) => ({ ...good, appToken: String(good.appToken).toUpperCase() })],
    [
      'the token of another user',
      'TokenMismatch',
      (good) => ({ ...good, auth: { ...auth(good), user_id: 'mallory' } }),
    ],
    ['a role that was not signed', 'TokenMismatch', (good) => ({ ...good, auth: { ...auth(good), role: 'admin' } })],
    ['another nonce', 'TokenMismatch', (good) => ({ ...good, auth: { ...auth(good), nonce: 'AK_2' } })],
    ['a later expiry', 'TokenMismatch', (good) => ({ ...good, auth: { ...auth(good), timestamp: 4_000_000_000 } })],
    ['an expired token', 'TokenExpired', (_good, { credentials }) => credentials('user', { validSeconds: 0 })],
    ['an unknown role', 'RoleInvalid', (good) => ({ ...good, auth: { ...auth(good), role: 'root' } })],
    ['a user id with a hyphen', 'UserIdInvalid', (good) => ({ ...good, auth: { ...auth(good), user_id: 'a-b' } })],
    ['another sign', 'AppSignMismatch', (good) => ({ ...good, appSign: 'x' })],
    ['an unknown application', 'AppNotFound', (good) => ({ ...good, appId: 'nobody' })],
  ])('is refused with %s: %s', async (_case, name, change) => {
    const cloud = await start();
    const client = await cloud.connect();
    const login = client.request('login', change(cloud.credentials('user'), cloud));
    expect(await refusal(login)).toEqual({ name, code: 403 });
    expect(await refusal(client.request('joinGroup', { groupId: 'g1' }))).toEqual({ name: 'NotLogin', code: 602 });
    expect(cloud.logs).toEqual([]);
  });

  it('is refused with a token that another application signed', async () => {
    const cloud = await start();
    const other = await cloud.call('CreateLiveMessageApp', { AppName: 'other' });
    const claims = { userId: 'user', nonce: '', timestamp: cloud.clock.now() / 1000 + 60, role: '' };
    const token = appToken(cloud.appId, String(other.AppKey), claims);
    const auth = { user_id: 'user', nonce: '', timestamp: claims.timestamp, role: '' };
    const client = await cloud.connect();
    const login = client.request('login', { ...cloud.credentials('user'), auth, appToken: token });
    expect((await refusal(login)).name).toBe('TokenMismatch');
  });

  it.each<[string, object]>([
    ['no auth', { auth: null }],
    ['a timestamp as text', { auth: { user_id: 'user', nonce: '', timestamp: '1', role: '' } }],
    ['no token', { appToken: undefined }],
    ['an extension above 512 bytes', { userExtension: '名'.repeat(171) }],
  ])('is refused with %s as a bad parameter', async (_case, change) => {
    const cloud = await start();
    const client = await cloud.connect();
    const login = client.request('login', { ...cloud.credentials('user'), ...change });
    expect(await refusal(login)).toEqual({ name: 'InvalidParam', code: 400 });
  });

  it('twice on one connection is refused; after a logout it works', async () => {
    const cloud = await start();
    const client = await cloud.member('user');
    expect(await refusal(client.request('login', cloud.credentials('user')))).toEqual({ name: 'HasLogin', code: 304 });
    await client.request('logout');
    expect(cloud.group().members.size).toBe(0);
    expect((await refusal(client.request('logout'))).name).toBe('NotLogin');
    await client.request('login', cloud.credentials('someone_else'));
    expect((await cloud.call('CheckLiveMessageUsersOnline', { AppId: cloud.appId, UserIds: 'user' })).UserList).toEqual(
      [{ UserId: 'user', Online: false }],
    );
  });

  it('is refused by a disabled application, whose clients are told and closed', async () => {
    const cloud = await start();
    const client = await cloud.member('user');
    await cloud.call('ModifyLiveMessageAppDisable', { AppId: cloud.appId, Disable: true });
    expect(await client.next('disconnect')).toEqual({ reason: 2 });
    expect(await client.closed).toBe(4002);
    expect(cloud.group().members.size).toBe(0);
    const again = await cloud.connect();
    expect((await refusal(again.request('login', cloud.credentials('user')))).name).toBe('AppDisabled');
  });
});

describe('a second device of a user', () => {
  it('closes the older one, which is told why and leaves its groups', async () => {
    const cloud = await start();
    const older = await cloud.member('user');
    const newer = await cloud.login('user');
    expect(await older.next('disconnect')).toEqual({ reason: 4 });
    expect(await older.closed).toBe(4004);
    expect(cloud.group().members.size).toBe(0);
    await newer.request('joinGroup', { groupId: 'g1' });
    expect([...cloud.group().members.keys()]).toEqual(['user']);
  });

  it('does not disturb the same name in another application', async () => {
    const cloud = await start();
    const client = await cloud.member('user');
    const app = (await cloud.call('CreateLiveMessageApp', { AppName: 'other' })) as Record<string, string>;
    const claims = { userId: 'user', nonce: '', timestamp: cloud.clock.now() / 1000 + 60, role: '' };
    const other = await cloud.connect();
    await other.request('login', {
      ...{ appId: app.AppId, appSign: app.AppSign, appToken: appToken(app.AppId ?? '', app.AppKey ?? '', claims) },
      auth: { user_id: 'user', nonce: '', timestamp: claims.timestamp, role: '' },
    });
    expect(await client.all('disconnect')).toEqual([]);
    expect((await refusal(other.request('joinGroup', { groupId: 'g1' }))).name).toBe('GroupNotExist');
  });
});

describe('a session', () => {
  it('is taken up again after the connection was lost: back in its groups, no entry counted', async () => {
    const cloud = await start();
    const client = await cloud.connect();
    const { session } = await client.request('login', cloud.credentials('user'));
    await client.request('joinGroup', { groupId: 'g1' });
    await client.drop();
    await cloud.settled(0);
    expect(cloud.group().members.size).toBe(0);

    const again = await cloud.connect();
    const answer = await again.request('login', { ...cloud.credentials('user'), session: session ?? '' });
    expect(answer).toMatchObject({
      userId: 'user',
      groups: [{ groupId: 'g1', statistics: { pv: 1, onlineCount: 1 } }],
    });
    await again.request('sendGroupMessage', { groupId: 'g1', type: 1, data: 'back' });
    expect(await again.next('recvgroupmessage')).toMatchObject({ data: 'back' });
  });

  it('moves to a new connection before the loss of the old one is noticed, without leaving its groups', async () => {
    const cloud = await start();
    const watcher = await cloud.member('watcher');
    const client = await cloud.connect();
    const { session } = await client.request('login', cloud.credentials('user'));
    await client.request('joinGroup', { groupId: 'g1' });
    cloud.clock.advance(200);
    await watcher.all('memberchange');

    const again = await cloud.connect();
    const change = { session: String(session), userExtension: 'new' };
    const answer = await again.request('login', cloud.credentials('user', change));
    expect(answer).toMatchObject({ session: String(session), groups: [{ groupId: 'g1' }] });
    expect(await client.closed).toBe(1006);
    expect(await client.pushes.filter(({ event }) => event === 'disconnect')).toEqual([]);
    cloud.clock.advance(10_000);
    expect(await watcher.all('memberchange')).toEqual([]);
    expect(cloud.group().members.get('user')).toBe('new');
  });

  it.each<[string, (cloud: ImCloud, session: string) => Data]>([
    ['of another user', ({ credentials }, session) => credentials('mallory', { session })],
    ['that nobody had', ({ credentials }) => credentials('user', { session: 'f'.repeat(32) })],
    [
      'that was lost two minutes ago',
      ({ clock, credentials }, session) => {
        clock.advance(120_001);
        return credentials('user', { session });
      },
    ],
  ])('%s gives no groups back', async (_case, change) => {
    const cloud = await start();
    const client = await cloud.connect();
    const { session } = await client.request('login', cloud.credentials('user'));
    await client.request('joinGroup', { groupId: 'g1' });
    await client.drop();
    await cloud.settled(0);
    const login = change(cloud, String(session));
    const again = await cloud.connect();
    expect((await again.request('login', login)).groups).toEqual([]);
  });

  it('that ended with a goodbye is over', async () => {
    const cloud = await start();
    const client = await cloud.connect();
    const { session } = await client.request('login', cloud.credentials('user'));
    await client.request('joinGroup', { groupId: 'g1' });
    await client.close();
    await cloud.settled(0);
    const again = await cloud.connect();
    const answer = await again.request('login', cloud.credentials('user', { session: String(session) }));
    expect(answer.groups).toEqual([]);
  });

  it('comes back without the groups from which its user was removed', async () => {
    const cloud = await start();
    const client = await cloud.connect();
    const { session } = await client.request('login', cloud.credentials('user'));
    await client.request('joinGroup', { groupId: 'g1' });
    await cloud.call('KickLiveMessageGroupUser', { ...cloud.ids, KickoffUser: 'user' });
    await client.drop();
    await cloud.settled(0);
    const again = await cloud.connect();
    const answer = await again.request('login', cloud.credentials('user', { session: String(session) }));
    expect(answer.groups).toEqual([]);
  });

  it('comes back without the groups that were deleted meanwhile', async () => {
    const cloud = await start();
    const client = await cloud.connect();
    const { session } = await client.request('login', cloud.credentials('user'));
    await client.request('joinGroup', { groupId: 'g1' });
    await client.drop();
    await cloud.settled(0);
    await cloud.call('DeleteLiveMessageGroup', cloud.ids);
    const again = await cloud.connect();
    const answer = await again.request('login', cloud.credentials('user', { session: String(session) }));
    expect(answer.groups).toEqual([]);
    expect(cloud.group().members.size).toBe(0);
  });
});

const auth = (login: Data): Data => login.auth as Data;

function flipped(token: unknown): string {
  const text = String(token);
  return `${text.startsWith('0') ? '1' : '0'}${text.slice(1)}`;
}
