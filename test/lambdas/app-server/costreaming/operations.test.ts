import { beforeEach, describe, expect, it } from 'vitest';
import { joined, stage as stageSchema } from '../../../../lambdas/api/costreaming.ts';
import { room as roomSchema } from '../../../../lambdas/api/rooms.ts';
import { rtcUrls } from '../../../../lambdas/app-server/costreaming/rtc-token.ts';
import { APPROVAL_MS, MEMBER_MS } from '../../../../lambdas/app-server/costreaming/stage.ts';
import { failure } from '../support/memory-live.ts';
import { createRoom, SECRETS, START, type World, world } from '../support/world.ts';
import { type StageOf, stageOf } from './support.ts';

const APP = { appId: 'artc0app', appKey: SECRETS.artcKey };
const EXPIRY = START / 1_000 + 85_800;

let at: World;
let on: StageOf;
beforeEach(async () => {
  at = await world({ LIVE_STACK_COSTREAMING: 'strict' });
  on = await stageOf(at);
});

describe('the way to the stage', () => {
  it('tells each what it is, and the anchor alone who asks', async () => {
    expect((await on.call('bob', 'coStreamingState')).body).toMatchObject({
      own_status: 'none',
      version: 0,
      members: [],
    });
    expect((await on.apply('bob')).body.own_status).toBe('applied');
    const anchors = stageSchema.parse((await on.call('anna', 'coStreamingState')).body);
    expect(anchors.applications).toEqual([{ user_id: 'bob', applied_at: '2026-11-22T13:00:00+08:00' }]);
    expect((await on.call('carl', 'coStreamingState')).body).not.toHaveProperty('applications');
    await on.call('carl', 'applyCoStreaming', { user_nick: 'Carl', user_avatar: 'https://example.com/carl.png' });
    expect((await on.call('anna', 'coStreamingState')).body.applications).toMatchObject([
      { user_id: 'bob' },
      { user_id: 'carl', user_nick: 'Carl', user_avatar: 'https://example.com/carl.png' },
    ]);
    await on.call('carl', 'cancelCoStreaming');
    expect((await on.approve('bob')).body.applications).toEqual([]);
    expect((await on.call('bob', 'coStreamingState')).body.own_status).toBe('approved');
    expect((await on.join('bob', { user_nick: 'Bob', mic_opened: false })).body.own_status).toBe('on_stage');
  });

  it('join answers what a guest needs: its own URLs, those of the others, and when to renew', async () => {
    await on.join('anna');
    const answer = await on.enter('bob');
    const meeting = await on.meetingId();
    const expiry = EXPIRY;
    const body = joined.parse(answer.body);
    expect({ rtc_push_url: body.rtc_push_url, rtc_pull_url: body.rtc_pull_url }).toEqual(
      rtcUrls(APP, meeting, 'bob', expiry),
    );
    expect(body).toMatchObject({
      most: 6,
      renew_seconds: 15,
      members: [
        { user_id: 'anna', rtc_pull_url: rtcUrls(APP, meeting, 'anna', expiry).rtc_pull_url },
        { user_id: 'bob', mic_opened: true, camera_opened: true, joined_at: '2026-11-22T13:00:00+08:00' },
      ],
    });
    expect(body.members[1]?.expires_at).toBe('2026-11-22T13:00:45+08:00');
    expect(body.version).toBeGreaterThanOrEqual(START);
  });

  it('gives a guest the anchor to play even if the anchor has not said that it is on stage', async () => {
    const { body } = await on.enter('bob');
    const { rtc_pull_url } = rtcUrls(APP, await on.meetingId(), 'anna', EXPIRY);
    expect(body.members).toMatchObject([{ user_id: 'anna', rtc_pull_url }, { user_id: 'bob' }]);
  });

  it('A5: six at most with the anchor, counting whom the client has listed, nobody twice', async () => {
    await on.list('anna', 'x', 'b');
    for (const user of ['b', 'c', 'd', 'e']) expect((await on.enter(user)).status).toBe(200);
    expect((await on.approve('f')).body).toMatchObject({ code: 409, reason: 'stage_full' });
    expect(await on.members()).toEqual(['anna', 'b', 'c', 'd', 'e', 'x']);
    await on.list('anna', 'x', 'y', 'z');
    expect(await on.members()).toHaveLength(6);
    await on.list('anna');
    expect((await on.enter('f')).status).toBe(200);
    expect(await on.members()).toEqual(['anna', 'b', 'c', 'd', 'e', 'f']);
  });

  it('is closed in mode 0, in an ended room, and where there is no room', async () => {
    const plain = await createRoom(at, 'anna');
    const call = (id: string) => at.as('bob', 'applyCoStreaming', { id, user_id: 'bob' });
    expect((await call(plain)).body).toMatchObject({ code: 404, reason: 'not_co_streaming' });
    expect((await call('nosuchroom')).body).toMatchObject({ code: 404, reason: 'room_not_found' });
    await on.move('stop');
    expect((await call(on.id)).body).toMatchObject({ code: 409, reason: 'room_state' });
    expect((await on.leave('bob')).status).toBe(200);
    expect((await on.call('bob', 'coStreamingState')).body.members).toEqual([]);
  });

  it('an expired approval is none', async () => {
    await on.approve('bob');
    at.clock.time += 60_000;
    expect((await on.join('bob')).body).toMatchObject({ code: 403, reason: 'not_on_stage' });
  });

  it('A19: is closed to who is banned', async () => {
    await at.as('anna', 'banUser', { id: on.id, user_id: 'anna', chatroom_id: on.id, target_ids: ['bob'] });
    expect((await on.apply('bob')).body).toMatchObject({ code: 403, reason: 'banned' });
    await on.approve('bob');
    expect((await on.join('bob')).body).toMatchObject({ code: 403, reason: 'banned' });
    const token = await at.as('bob', 'getRtcAuthToken', { room_id: await on.meetingId() });
    expect(token.body).toMatchObject({ code: 403, reason: 'banned' });
  });
});

describe('who may what', () => {
  it.each(['approveCoStreaming', 'rejectCoStreaming', 'kickCoStreaming'] as const)(
    'A3: %s refuses viewers and guests, and changes nothing',
    async (route) => {
      await on.enter('bob');
      await on.apply('carl');
      const before = at.rows.all('co_streaming');
      for (const user of ['bob', 'carl', 'dora']) {
        const { status, body } = await on.call(user, route, { guest_id: user === 'bob' ? 'carl' : user });
        expect([status, body.reason]).toEqual([403, 'not_room_owner']);
      }
      expect(at.rows.all('co_streaming')).toEqual(before);
    },
  );

  it('devices are switched by their owner, and asked for by the anchor alone', async () => {
    await on.enter('bob');
    await on.enter('carl');
    const devices = async () => (await on.call('anna', 'coStreamingState')).body.members;
    expect((await on.call('bob', 'setCoStreamingDevices', { mic_opened: false })).status).toBe(200);
    expect(await devices()).toMatchObject([{}, { user_id: 'bob', mic_opened: false }, { mic_opened: true }]);
    const foreign = await on.call('carl', 'setCoStreamingDevices', { guest_id: 'bob', mic_opened: true });
    expect(foreign.body).toMatchObject({ code: 403, reason: 'not_room_owner' });
    expect((await on.call('anna', 'setCoStreamingDevices', { guest_id: 'bob', mic_opened: true })).status).toBe(200);
    expect(await devices()).toMatchObject([{}, { user_id: 'bob', mic_opened: false }, {}]);
    expect((await on.call('dora', 'setCoStreamingDevices', { mic_opened: true })).body.reason).toBe('not_on_stage');
  });

  it('the anchor cannot be sent off its own stage', async () => {
    expect((await on.kick('anna')).body).toMatchObject({ code: 400, reason: 'invalid_request' });
  });
});

describe('A10, A3: the rights of a guest on a strict stage', () => {
  const rights = async (user: string) => {
    const room = roomSchema.parse((await at.as(user, 'get', { id: on.id, user_id: user })).body);
    const token = await at.as(user, 'getRtcAuthToken', { room_id: room.meeting_id, user_id: user });
    const others = JSON.stringify((await at.as(user, 'getMeetingInfo', { id: on.id })).body);
    return [room.link_info?.rtc_push_url !== undefined, token.status, others.includes('token=')];
  };

  it('begin with the approval, and end with the time to use it', async () => {
    await on.enter('carl');
    await on.apply('bob');
    expect(await rights('bob')).toEqual([false, 403, false]);
    await on.approve('bob');
    expect(await rights('bob')).toEqual([true, 200, true]);
    at.clock.time += 60_000;
    expect(await rights('bob')).toEqual([false, 403, false]);
  });

  it.each([
    ['rejected', () => on.call('anna', 'rejectCoStreaming', { guest_id: 'bob' })],
    ['cancelled', () => on.call('bob', 'cancelCoStreaming')],
  ])('end at once when the approval is %s', async (_title, end) => {
    await on.enter('carl');
    await on.approve('bob');
    expect((await end()).status).toBe(200);
    expect(await rights('bob')).toEqual([false, 403, false]);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['kicked', () => on.kick('bob')],
    ['removed from the room', () => at.as('anna', 'kickUser', { id: on.id, user_id: 'anna', target_ids: ['bob'] })],
    ['leaving', () => on.leave('bob')],
    ['silent for three intervals', async () => (at.clock.time += MEMBER_MS)],
    ['in a paused room', () => on.move('pause')],
    ['in a stopped room', () => on.move('stop')],
  ])('end at once for somebody who is %s, whatever a late list of the client says', async (_title, end) => {
    await on.enter('bob');
    await on.list('anna', 'bob');
    expect(await rights('bob')).toEqual([true, 200, true]);
    await end();
    expect(await rights('bob')).toEqual([false, 403, false]);
    await on.list('anna', 'bob');
    expect(await rights('bob')).toEqual([false, 403, false]);
    expect((await on.call('bob', 'renewCoStreaming')).status).toBeGreaterThanOrEqual(403);
  });

  it('A3: a kicked guest is disconnected from the channel; one who leaves disconnects itself', async () => {
    await on.enter('bob');
    await on.enter('carl');
    await on.leave('carl');
    expect(at.live.removed).toEqual([]);
    await on.kick('bob');
    expect(at.live.removed).toEqual(['bob']);
    const call = at.live.calls.find(({ action }) => action === 'RemoveTerminals');
    expect(call?.params).toEqual({ AppId: 'artc0app', ChannelId: await on.meetingId(), TerminalIds: ['bob'] });
  });

  it.each<[string, () => Promise<unknown>]>([
    ['rejected', () => on.call('anna', 'rejectCoStreaming', { guest_id: 'bob' })],
    ['cancelled', () => on.call('bob', 'cancelCoStreaming')],
    [
      'not used in time',
      () => {
        at.clock.time += APPROVAL_MS;
        return at.tick();
      },
    ],
    ['cleared by a pause', () => on.move('pause')],
  ])('A10: whoever entered the channel with an approval that is %s is disconnected', async (_title, end) => {
    await on.approve('bob');
    await on.apply('carl');
    await end();
    expect(at.live.removed).toEqual(['bob']);
  });

  it('A10: an approval that ends does not disconnect somebody who may talk by the list of the anchor', async () => {
    await on.approve('bob');
    await on.list('anna', 'bob');
    at.clock.time += APPROVAL_MS;
    await at.tick();
    expect(at.live.removed).toEqual([]);
  });

  it('A10: an application that is refused gave no right, and nobody is disconnected', async () => {
    await on.apply('bob');
    await on.call('anna', 'rejectCoStreaming', { guest_id: 'bob' });
    expect(at.live.removed).toEqual([]);
  });

  it('A10: whom the anchor takes off its list is disconnected, unless the server has put him on stage', async () => {
    await on.enter('carl');
    await on.list('anna', 'bob', 'carl');
    await on.list('anna', 'bob', 'carl');
    expect(at.live.removed).toEqual([]);
    await on.list('anna');
    expect(at.live.removed).toEqual(['bob']);
    expect(await on.members()).toEqual(['anna', 'carl']);
  });

  it('a list is written also when the real-time service does not answer', async () => {
    await on.list('anna', 'bob');
    at.live.before = ({ action }) => {
      throw failure(action, 'ServiceUnavailable', true);
    };
    expect((await on.list('anna')).status).toBe(200);
    expect(at.log.join()).toContain('terminals were not removed');
  });

  it('W1: the anchor and each guest get URLs for themselves alone', async () => {
    const alone = roomSchema.parse((await at.as('anna', 'get', { id: on.id, user_id: 'anna' })).body);
    expect(alone.link_info).toMatchObject(rtcUrls(APP, String(alone.meeting_id), 'anna', EXPIRY));
    await on.enter('bob');
    for (const user of ['anna', 'bob']) {
      const room = roomSchema.parse((await at.as(user, 'get', { id: on.id, user_id: user })).body);
      expect(room.link_info).toMatchObject(rtcUrls(APP, String(room.meeting_id), user, EXPIRY));
      expect(room.push_url_info !== undefined).toBe(user === 'anna');
    }
  });
});

describe('a compatible stage', () => {
  beforeEach(async () => {
    at = await world({ LIVE_STACK_COSTREAMING: 'compatible' });
    on = await stageOf(at);
  });

  it('A10: gives URLs to everybody at entry, but nobody a place on the stage without the anchor', async () => {
    const room = roomSchema.parse((await at.as('bob', 'get', { id: on.id, user_id: 'bob' })).body);
    expect(room.link_info?.rtc_push_url).toContain('userId=bob');
    expect((await on.join('bob')).body.reason).toBe('not_on_stage');
  });

  it('A19: tells the play URLs to everybody but who is banned', async () => {
    await on.enter('bob');
    const urls = async (user: string) =>
      JSON.stringify((await on.call(user, 'coStreamingState')).body).includes('token=');
    const read = at.rows.calls.filter(({ table }) => table === 'bans').length;
    expect(await urls('anna')).toBe(true);
    // Nobody bans the anchor of a room from it.
    expect(at.rows.calls.filter(({ table }) => table === 'bans')).toHaveLength(read);
    expect(await urls('carl')).toBe(true);
    await on.call('anna', 'banUser', { target_ids: ['carl'] });
    expect([await urls('carl'), await urls('dora')]).toEqual([false, true]);
  });

  it('A10: nobody loses a right with an approval or a place on the list, so nobody is disconnected', async () => {
    await on.approve('bob');
    await on.call('anna', 'rejectCoStreaming', { guest_id: 'bob' });
    await on.list('anna', 'bob');
    await on.list('anna');
    expect(at.live.removed).toEqual([]);
  });

  it('tells both paths together where official clients look, the anchor first and nobody twice', async () => {
    await on.list('x', 'anna');
    await on.enter('bob');
    await on.list('x', 'bob', 'anna');
    const { members } = (await at.as('carl', 'getMeetingInfo', { id: on.id })).body as {
      members: { user_id: string; rtc_pull_url?: string }[];
    };
    expect(members.map((member) => member.user_id)).toEqual(['anna', 'bob', 'x']);
    expect(members[1]?.rtc_pull_url).toContain('userId=bob');
    // Of x the client knows more than the server, and wrote no URL.
    expect(members[2]).not.toHaveProperty('rtc_pull_url');
    const room = roomSchema.parse((await at.as('carl', 'get', { id: on.id, user_id: 'carl' })).body);
    const told = JSON.parse(String(room.meetingInfo)) as { members: { user_id: string }[] };
    expect(told.members.map((member) => member.user_id)).toEqual(['anna', 'bob', 'x']);
    expect(room.meetingInfo).not.toContain('token=');
  });

  it('gotcha 6: whoever goes is taken from the list of the client as well', async () => {
    await on.enter('bob');
    await on.list('anna', 'bob', 'x');
    await on.kick('bob');
    expect(JSON.parse(String(at.rows.all('rooms')[0]?.meeting_info))).toEqual({
      members: [{ user_id: 'anna' }, { user_id: 'x' }],
    });
  });
});

describe('the calls of the cloud', () => {
  it('get reads the stage beside the room: two in sequence at most', async () => {
    await on.enter('bob');
    await at.as('carl', 'get', { id: on.id, user_id: 'carl' });
    at.forget();
    let open = 0;
    let waves = 0;
    at.rows.before = at.live.before = async () => {
      if (open++ === 0) waves++;
      await new Promise((resolve) => setImmediate(resolve));
      open--;
    };
    await at.as('carl', 'get', { id: on.id, user_id: 'carl' });
    expect(at.rows.calls.map((call) => call.table)).toContain('co_streaming');
    expect(waves).toBeLessThanOrEqual(2);
  });

  it('a stage without an ARTC application neither has nor reads a stage', async () => {
    const id = on.id;
    const other = await world({ LIVE_STACK_ARTC_APP_ID: '' }, at);
    expect((await other.as('bob', 'joinCoStreaming', { id, user_id: 'bob' })).body.reason).toBe(
      'co_streaming_not_offered',
    );
    other.forget();
    await other.as('bob', 'get', { id, user_id: 'bob' });
    expect(other.rows.calls.map((call) => call.table)).not.toContain('co_streaming');
  });
});
