import { beforeEach, describe, expect, it } from 'vitest';
import { room as roomSchema } from '../../../../lambdas/api/rooms.ts';
import { rtcToken } from '../../../../lambdas/app-server/costreaming/rtc-token.ts';
import { createRoom, SECRETS, START, type World, world } from '../support/world.ts';

let at: World;
beforeEach(async () => {
  at = await world();
});

const member = (user_id: string, more: object = {}) => ({
  user_id,
  user_nick: user_id.toUpperCase(),
  camera_opened: true,
  mic_opened: false,
  rtc_pull_url: `artc://live.aliyun.com/play/x?userId=${user_id}&token=secret`,
  ...more,
});
const write = (user: string, id: string, members: unknown[]) => at.as(user, 'updateMeetingInfo', { id, members });
const read = async (user: string, id: string) => (await at.as(user, 'getMeetingInfo', { id })).body;

describe('the member list', () => {
  it('is written by the anchor as a whole and read by everybody', async () => {
    const id = await createRoom(at, 'anna', { mode: 1 });
    const members = [member('anna'), member('bob')];
    expect(await write('anna', id, members)).toMatchObject({ status: 200, body: { members } });
    expect(await read('carl', id)).toEqual({ members });
    await write('anna', id, [member('anna')]);
    expect(await read('carl', id)).toEqual({ members: [member('anna')] });
  });

  it.each(['nosuchroom', 'not an id', ''])(
    'gotcha 5: is empty for the unknown room "%s", and never missing',
    async (id) => {
      expect(await at.as('bob', 'getMeetingInfo', { id })).toMatchObject({ status: 200, body: { members: [] } });
    },
  );

  it('gotcha 5: is empty in mode 0 and before it was written', async () => {
    expect(await read('bob', await createRoom(at, 'anna'))).toEqual({ members: [] });
    expect(await read('bob', await createRoom(at, 'anna', { mode: 1 }))).toEqual({ members: [] });
  });

  it('gotcha 1: is in the room as the JSON text meetingInfo, without the URLs that hold tokens', async () => {
    const id = await createRoom(at, 'anna', { mode: 1 });
    await write('anna', id, [member('bob')]);
    const { meetingInfo } = roomSchema.parse((await at.as('carl', 'get', { id, user_id: 'carl' })).body);
    expect(JSON.parse(String(meetingInfo))).toEqual({ members: [member('bob', { rtc_pull_url: undefined })] });
  });

  it('W21: keeps each user once, drops nulls and unknown fields', async () => {
    const id = await createRoom(at, 'anna', { mode: 1 });
    await write('anna', id, [member('bob'), member('bob', { user_nick: null, extra: 1, rtc_pull_url: undefined })]);
    expect(await read('carl', id)).toEqual({ members: [{ user_id: 'bob', camera_opened: true, mic_opened: false }] });
  });

  it('W7: only the anchor writes it, and only in a co-streaming room', async () => {
    const id = await createRoom(at, 'anna', { mode: 1 });
    expect((await write('bob', id, [member('bob')])).body).toMatchObject({ code: 403, reason: 'not_room_owner' });
    const plain = await createRoom(at, 'anna');
    expect((await write('anna', plain, [])).body).toMatchObject({ code: 404, reason: 'not_co_streaming' });
    expect((await write('anna', 'nosuchroom', [])).status).toBe(404);
  });

  it.each([
    ['members', { members: undefined }],
    ['members', { members: Array.from({ length: 7 }, (_, index) => member(`user${index}`)) }],
    ['members.0.user_id', { members: [{ user_nick: 'nobody' }] }],
    ['members.0.mic_opened', { members: [member('bob', { mic_opened: 'yes' })] }],
    ['members.1.rtc_pull_url', { members: [member('a'), member('b', { rtc_pull_url: 'x'.repeat(3_000) })] }],
  ])('W21: a wrong %s is refused', async (path, wrong) => {
    const id = await createRoom(at, 'anna', { mode: 1 });
    const { status, body } = await at.as('anna', 'updateMeetingInfo', { id, ...wrong });
    expect(status).toBe(400);
    expect(body.message).toMatch(new RegExp(`^${path}: `));
  });

  it('gotcha 6: is cleared by stop, and a late write does not fill it again', async () => {
    const id = await createRoom(at, 'anna', { mode: 1 });
    await write('anna', id, [member('anna'), member('bob')]);
    await at.as('anna', 'stop', { id, user_id: 'anna' });
    expect(await read('bob', id)).toEqual({ members: [] });
    expect((await write('anna', id, [member('bob')])).body).toMatchObject({ code: 409, reason: 'room_state' });
    expect(await read('bob', id)).toEqual({ members: [] });
  });

  it('gotcha 6: a new start leaves nobody in it but the anchor, who may have written itself before', async () => {
    const id = await createRoom(at, 'anna', { mode: 1 });
    await write('anna', id, [member('anna'), member('bob')]);
    await at.as('anna', 'start', { id, user_id: 'anna' });
    expect(await read('bob', id)).toEqual({ members: [member('anna')] });
  });

  it('A5: writes at once all take place, one after the other', async () => {
    const id = await createRoom(at, 'anna', { mode: 1 });
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map((user) => write('anna', id, [member(user)])));
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200]);
    expect(at.rows.all('rooms')[0]?.version).toBe(6);
  });
});

describe('a strict stage', () => {
  beforeEach(async () => {
    at = await world({ LIVE_STACK_COSTREAMING: 'strict' });
  });

  it('A10: gives RTC URLs and tokens after the anchor has put the caller on the list, and A3: not after a removal', async () => {
    const id = await createRoom(at, 'anna', { mode: 1 });
    const bobs = async () => {
      const room = roomSchema.parse((await at.as('bob', 'get', { id, user_id: 'bob' })).body);
      const token = await at.as('bob', 'getRtcAuthToken', { room_id: room.meeting_id, user_id: 'bob' });
      return [room.link_info?.rtc_push_url !== undefined, token.status];
    };
    expect(await bobs()).toEqual([false, 403]);
    await write('anna', id, [member('anna'), member('bob')]);
    expect(await bobs()).toEqual([true, 200]);
    await write('anna', id, [member('anna')]);
    expect(await bobs()).toEqual([false, 403]);
  });

  it('A9: keeps the play URLs of those on stage from those who are not', async () => {
    const id = await createRoom(at, 'anna', { mode: 1 });
    await write('anna', id, [member('bob')]);
    expect(JSON.stringify(await read('carl', id))).not.toContain('token=');
    expect(JSON.stringify(await read('bob', id))).toContain('token=');
  });
});

describe('ARTC tokens over HTTP', () => {
  it('W5: are for the caller alone, also for a call that is no room here', async () => {
    const { status, body } = await at.as('bob', 'getRtcAuthToken', { room_id: 'call-1', user_id: 'bob' });
    const timestamp = START / 1_000 + 85_800;
    const app = { appId: 'artc0app', appKey: SECRETS.artcKey };
    expect(status).toBe(200);
    expect(body).toEqual({ auth_token: rtcToken(app, 'call-1', 'bob', timestamp), timestamp });
    expect((await at.as('bob', 'getRtcAuthToken', { room_id: 'call-1' })).body).toEqual(body);
    expect((await at.as('bob', 'getRtcAuthToken', { room_id: 'call-1', user_id: 'anna' })).status).toBe(403);
  });

  it.each(['strict', 'compatible'])(
    'A10: of a %s stage are for nobody else, wherever the border between channel and user is put',
    async (costreaming) => {
      at = await world({ LIVE_STACK_COSTREAMING: costreaming });
      const id = await createRoom(at, 'alice', { mode: 1 });
      const { meeting_id: channel = '' } = roomSchema.parse(
        (await at.as('alice', 'get', { id, user_id: 'alice' })).body,
      );
      const hashed = `${channel}alice`;
      for (let border = 1; border < hashed.length; border++) {
        const [room_id, caller] = [hashed.slice(0, border), hashed.slice(border)];
        if (border !== channel.length && /^[A-Za-z0-9]+$/.test(caller)) {
          const { status, body } = await at.as(caller, 'getRtcAuthToken', { room_id });
          expect([room_id, status, body.reason]).toEqual([room_id, 400, 'invalid_request']);
        }
      }
    },
  );

  it('are not offered on a stage without an ARTC application', async () => {
    at = await world({ LIVE_STACK_ARTC_APP_ID: '' });
    const { status, body } = await at.as('bob', 'getRtcAuthToken', { room_id: 'call-1' });
    expect(status).toBe(409);
    expect(body.reason).toBe('co_streaming_not_offered');
  });
});
