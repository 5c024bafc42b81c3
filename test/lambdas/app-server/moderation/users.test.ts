import { beforeEach, describe, expect, it } from 'vitest';
import { failure } from '../support/memory-live.ts';
import { createRoom, type World, world } from '../support/world.ts';

let at: World;
let id: string;
beforeEach(async () => {
  at = await world();
  id = await createRoom(at, 'anna', { mode: 1 });
  at.forget();
});

const about = (route: Route, target_ids: string[], user = 'anna') => at.as(user, route, { id, target_ids });
type Route = 'muteUser' | 'unmuteUser' | 'banUser' | 'unbanUser' | 'kickUser';
const group = () => at.live.groups.get(id) as NonNullable<ReturnType<typeof at.live.groups.get>>;
const actions = (): string[] => at.live.calls.map(({ action }) => action);
const many = (count: number): string[] => Array.from({ length: count }, (_, index) => `user${index}`);

describe('muting users', () => {
  it('A19: mutes them in the messaging service, and lets them talk again', async () => {
    expect((await about('muteUser', ['bob', 'carl', 'bob'])).body).toEqual({ code: 200, target_ids: ['bob', 'carl'] });
    expect(group().mutedUsers).toEqual(new Set(['bob', 'carl']));
    expect((await at.as('anna', 'listMuted', { id })).body).toEqual({
      code: 200,
      ...{ mute_all: false, user_ids: ['bob', 'carl'], except_ids: [] },
    });
    expect((await about('unmuteUser', ['bob'])).status).toBe(200);
    expect(group().mutedUsers).toEqual(new Set(['carl']));
  });

  it('W30: the next room answer tells each caller about himself, and never about the anchor', async () => {
    const status = async (user: string) => (await at.as(user, 'get', { id, user_id: user })).body.user_status;
    expect(await status('bob')).toEqual({ mute: false, mute_source: [] });
    await about('muteUser', ['bob']);
    expect(await status('bob')).toEqual({ mute: true, mute_source: ['user'] });
    expect(await status('carl')).toEqual({ mute: false, mute_source: [] });
    await at.as('anna', 'muteChatroom', { chatroom_id: id });
    expect(await status('bob')).toEqual({ mute: true, mute_source: ['group', 'user'] });
    expect(await status('carl')).toEqual({ mute: true, mute_source: ['group'] });
    expect(await status('anna')).toEqual({ mute: false, mute_source: [] });
  });

  it('stays within 30 users a call, and waits before the eleventh call of a second', async () => {
    const began = at.clock.time;
    const sizes = () =>
      at.live.calls
        .filter(({ action }) => action === 'AddLiveMessageGroupBand')
        .map(({ params }) => String(params.BannedUsers).split(',').length);
    await about('muteUser', many(100));
    expect(sizes()).toEqual([30, 30, 30, 10]);
    await about('muteUser', many(100));
    expect(at.clock.time).toBe(began);
    await about('muteUser', many(100));
    expect(at.clock.time).toBeGreaterThanOrEqual(began + 1_000);
    expect(sizes()).toHaveLength(12);
    expect(group().mutedUsers.size).toBe(100);
  });
});

describe('kicking users', () => {
  it('takes them off the stage, tells everybody, removes them from the group, and is no error for who is not there', async () => {
    group().members.add('bob');
    const members = [{ user_id: 'anna' }, { user_id: 'bob' }];
    await at.as('anna', 'updateMeetingInfo', { id, members });
    at.forget();
    expect((await about('kickUser', ['bob', 'gone'])).body).toEqual({ code: 200, target_ids: ['bob', 'gone'] });
    expect(group().members.has('bob')).toBe(false);
    expect((await at.as('anna', 'getMeetingInfo', { id })).body).toEqual({ members: [{ user_id: 'anna' }] });
    const told = at.live.messages.filter(({ type }) => type === 19_003).map(({ body }) => JSON.parse(body));
    expect(told).toEqual([{ action: 'kick', userId: 'bob', userIds: ['bob', 'gone'] }]);
    expect(actions().filter((action) => action === 'KickLiveMessageGroupUser')).toHaveLength(2);
    expect((await at.as('bob', 'get', { id, user_id: 'bob' })).status).toBe(200);
  });
});

describe('banning users', () => {
  const entries = [
    ['get', { id: 'room' }],
    ['sendLikeMessage', { chatroom_id: 'room', like_count: 1 }],
    ['getRtcAuthToken', { room_id: 'meeting' }],
    ['applyCoStreaming', { id: 'room' }],
  ] as const;

  it.each(entries)('A19: %s refuses a banned user with 403, and admits him after the ban', async (route, body) => {
    const call = (user: string) => {
      const meant: Record<string, unknown> = { room: id, meeting: at.rows.all('rooms')[0]?.meeting_id };
      const named = Object.entries(body).map(([name, value]) => [name, meant[String(value)] ?? value]);
      return at.as(user, route, { ...Object.fromEntries(named), user_id: user });
    };
    expect((await call('bob')).status).toBe(200);
    await about('banUser', ['bob']);
    expect(await call('bob')).toMatchObject({ status: 403, body: { code: 403, reason: 'banned' } });
    expect((await call('carl')).status).toBe(200);
    await about('unbanUser', ['bob']);
    expect((await call('bob')).status).toBe(200);
  });

  it('A19: the play URLs of those on stage are for a banned user of no stage, however he asks', async () => {
    const open = await world({ LIVE_STACK_COSTREAMING: 'compatible' });
    const room = await createRoom(open, 'anna', { mode: 1 });
    const url = 'artc://live.aliyun.com/play/x?token=1';
    await open.as('anna', 'updateMeetingInfo', { id: room, members: [{ user_id: 'anna', rtc_pull_url: url }] });
    const told = async (route: 'getMeetingInfo' | 'coStreamingState' | 'leaveCoStreaming') =>
      JSON.stringify((await open.as('bob', route, { id: room, user_id: 'bob' })).body);
    for (const route of ['getMeetingInfo', 'coStreamingState', 'leaveCoStreaming'] as const) {
      expect(await told(route)).toContain('token=1');
    }
    await open.as('anna', 'banUser', { id: room, user_id: 'anna', target_ids: ['bob'] });
    for (const route of ['getMeetingInfo', 'coStreamingState', 'leaveCoStreaming'] as const) {
      expect(await told(route)).not.toContain('token=');
      expect(await told(route)).toContain('"user_id":"anna"');
    }
  });

  it('A19: mutes the user in the group, removes him from it and takes him off the stage', async () => {
    group().members.add('bob');
    await at.as('anna', 'updateMeetingInfo', { id, members: [{ user_id: 'bob' }] });
    await about('banUser', ['bob']);
    expect(group().members.has('bob')).toBe(false);
    expect(group().mutedUsers.has('bob')).toBe(true);
    expect((await at.as('anna', 'getMeetingInfo', { id })).body).toEqual({ members: [] });
    expect(at.live.messages.map(({ body }) => JSON.parse(body).action)).toContain('ban');
    await about('unbanUser', ['bob']);
    expect(group().mutedUsers.has('bob')).toBe(false);
  });

  it('A7: holds although the messaging service fails, and repeating it finishes the rest', async () => {
    group().members.add('bob');
    at.live.before = ({ action }) => {
      throw failure(action, 'ServiceUnavailable', true);
    };
    expect((await about('banUser', ['bob'])).status).toBe(503);
    at.live.before = () => undefined;
    expect((await at.as('bob', 'get', { id, user_id: 'bob' })).status).toBe(403);
    expect((await about('banUser', ['bob'])).status).toBe(200);
    expect(group().members.has('bob')).toBe(false);
  });

  it('is listed with its time, a page at a time', async () => {
    await about('banUser', ['carl', 'bob']);
    const first = await at.as('anna', 'listBanned', { id, limit: 1 });
    expect(first.body).toEqual({
      code: 200,
      bans: [{ user_id: 'bob', banned_at: '2026-11-22T13:00:00+08:00' }],
      next_cursor: 'carl',
    });
    const second = await at.as('anna', 'listBanned', { id, limit: 1, cursor: 'carl' });
    expect(second.body).toMatchObject({ bans: [{ user_id: 'carl' }] });
    expect(second.body.next_cursor).toBeUndefined();
  });

  it('ends with the room', async () => {
    await about('banUser', ['bob']);
    await at.as('anna', 'delete', { id, user_id: 'anna' });
    expect(at.rows.all('bans')).toEqual([]);
  });
});

describe('deleting a message', () => {
  it('deletes it in the messaging service in the name of the anchor', async () => {
    const { body } = await at.as('anna', 'deleteMessage', { id, message_id: 'a74a8fbd' });
    expect(body).toEqual({ code: 200, message_id: 'a74a8fbd' });
    expect(group().deletedMessages).toEqual(['a74a8fbd']);
    expect(at.live.calls.at(-1)?.params).toMatchObject({ GroupId: id, MessageId: 'a74a8fbd', DeleterId: 'anna' });
  });
});

describe('what is refused', () => {
  const routes: Route[] = ['muteUser', 'unmuteUser', 'banUser', 'unbanUser', 'kickUser'];

  it.each(routes)('%s: the anchor cannot be meant, and then nothing happens to the others', async (route) => {
    const answer = await about(route, ['bob', 'anna']);
    expect(answer).toMatchObject({ status: 400, body: { reason: 'invalid_request' } });
    expect(answer.body.message).toContain('target_ids');
    expect(actions()).toEqual([]);
    expect(at.rows.all('bans')).toEqual([]);
  });

  it.each([
    ['nobody', []],
    ['too many', many(101)],
    ['an id with other characters', ['bob,carl']],
    ['no list', 'bob'],
  ])('A12: %s is 400 with the path of the field', async (_, target_ids) => {
    const { status, body } = await at.as('anna', 'muteUser', { id, target_ids });
    expect(status).toBe(400);
    expect(body.message).toMatch(/^target_ids/);
  });

  it.each(routes)('A3: %s is for the anchor', async (route) => {
    expect((await about(route, ['carl'], 'bob')).body).toMatchObject({ reason: 'not_room_owner' });
    expect(actions()).toEqual([]);
  });
});
