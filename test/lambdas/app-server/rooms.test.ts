import { beforeEach, describe, expect, it } from 'vitest';
import { createdRoom, roomList, room as roomSchema } from '../../../lambdas/api/rooms.ts';
import { createRoom, room, type World, world } from './support/world.ts';

let at: World;
beforeEach(async () => {
  at = await world();
});

describe('creating a room', () => {
  it('answers the whole room to its anchor, with push URLs and without metrics', async () => {
    const { status, body } = await at.as(
      'anna',
      'createV2',
      room('anna', { notice: 'Hi', extends: '{"userNick":"A"}' }),
    );
    expect(status).toBe(200);
    expect(createdRoom.parse(body)).toMatchObject({
      code: 200,
      title: 'My channel',
      notice: 'Hi',
      anchor_id: 'anna',
      extends: '{"userNick":"A"}',
      status: 0,
      mode: 0,
      created_at: '2026-11-22T13:00:00+08:00',
      updated_at: '2026-11-22T13:00:00+08:00',
    });
    expect(body.id).toMatch(/^[0-9a-f]{32}$/);
    expect(body.chat_id).toBe(body.id);
    expect(Object.keys(body)).not.toContain('metrics');
    expect(body).not.toHaveProperty('started_at');
    expect(body).not.toHaveProperty('anchor');
  });

  it('makes one OpenAPI call and two writes of the room, and the group has its id and its anchor as creator', async () => {
    const id = await createRoom(at, 'anna');
    expect(at.live.calls).toEqual([
      {
        action: 'CreateLiveMessageGroup',
        params: { AppId: 'im0app', DataCenter: 'cn-shanghai', GroupId: id, CreatorId: 'anna' },
      },
    ]);
    const writes = at.rows.calls.filter((call) => ['put', 'update', 'delete'].includes(call.operation));
    expect(writes.map((call) => call.table)).toEqual(['rate_limits', 'rooms', 'rooms']);
  });

  it('gotcha 4: link_info is absent in mode 0 and complete in mode 1, with a channel id of its own', async () => {
    const plain = await at.as('anna', 'createV2', room('anna'));
    expect(plain.body).not.toHaveProperty('link_info');
    expect(plain.body).not.toHaveProperty('meeting_id');
    const { body } = await at.as('anna', 'createV2', room('anna', { mode: 1 }));
    expect(body.meeting_id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(createdRoom.parse(body).link_info).toMatchObject({
      rtc_push_url: expect.stringContaining(
        `artc://live.aliyun.com/push/${body.meeting_id}?sdkAppId=artc0app&userId=anna&`,
      ),
      rtc_pull_url: expect.stringContaining(
        `artc://live.aliyun.com/play/${body.meeting_id}?sdkAppId=artc0app&userId=anna&`,
      ),
      cdn_pull_info: {
        flv_url: expect.stringContaining(`/live/artc0app_${body.meeting_id}_anna_camera.flv?auth_key=`),
      },
    });
  });

  it('version 1 of the endpoint needs no im_server, and mode defaults to 0', async () => {
    const { status, body } = await at.as('anna', 'createV1', { title: 'Plain', anchor: 'anna' });
    expect(status).toBe(200);
    expect(body.mode).toBe(0);
  });

  it('null for an optional field is the same as leaving it out, as Android sends it', async () => {
    const nothing = { notice: null, extends: null, anchor_nick: null };
    const { status, body } = await at.as('anna', 'createV2', room('anna', nothing));
    expect(status).toBe(200);
    expect(body).not.toHaveProperty('notice');
    expect(body).not.toHaveProperty('extends');
  });

  it('refuses co-streaming on a stage without an ARTC application, before anything is made', async () => {
    at = await world({ LIVE_STACK_ARTC_APP_ID: '' });
    const { status, body } = await at.as('anna', 'createV2', room('anna', { mode: 1 }));
    expect(status).toBe(409);
    expect(body).toMatchObject({ code: 409, reason: 'co_streaming_not_offered' });
    expect(at.live.calls).toEqual([]);
    expect(at.rows.all('rooms')).toEqual([]);
  });

  it('makes nothing on a stage whose deployment is not finished', async () => {
    for (const missing of ['message-app', 'url-signing/ingest'] as const) {
      at = await world();
      await at.settings.remove(missing);
      const { status, body } = await at.as('anna', 'createV2', room('anna'));
      expect([status, body.reason]).toEqual([503, 'not_configured']);
      expect(at.rows.all('rooms')).toEqual([]);
    }
  });

  it('refuses a room on the old messaging service', async () => {
    const { status, body } = await at.as('anna', 'createV2', room('anna', { im_server: ['aliyun_old'] }));
    expect(status).toBe(410);
    expect(body.reason).toBe('old_im_not_offered');
    expect(at.rows.all('rooms')).toEqual([]);
  });

  it.each([
    ['title', { title: undefined }],
    ['title', { title: '' }],
    ['title', { title: '   ' }],
    ['title', { title: '\u200b' }],
    ['title', { title: ' \u200b\u2060\u00ad\u3164\ufe0f\u2800' }],
    ['title', { title: 'live\u202egpj.exe' }],
    ['anchor_nick', { anchor_nick: 'anna\u2066' }],
    ['title', { title: 'x'.repeat(10_000) }],
    ['title', { title: 'a\u0000b' }],
    ['title', { title: '\ud800' }],
    ['anchor', { anchor: 'not an id' }],
    ['mode', { mode: null }],
    ['mode', { mode: 2 }],
    ['mode', { mode: '1' }],
    ['notice', { notice: 'x'.repeat(2_001) }],
    ['notice', { notice: 'bell\u0007' }],
    ['extends', { extends: { userNick: 'an object' } }],
    ['im_server', { im_server: undefined }],
    ['im_server', { im_server: [] }],
    ['im_server.0', { im_server: ['rongyun'] }],
  ])('A12: a wrong %s is refused with its path and changes nothing: %j', async (path, wrong) => {
    const { status, body } = await at.as('anna', 'createV2', room('anna', wrong));
    expect(status).toBe(400);
    expect(body.reason).toBe('invalid_request');
    expect(body.message).toMatch(new RegExp(`^${path}: `));
    expect(body.msg).toBe(body.message);
    expect(at.rows.all('rooms')).toEqual([]);
    expect(at.live.calls).toEqual([]);
  });

  it('takes extends over several lines, as iOS sends it, and the longest values', async () => {
    const long = { title: '题'.repeat(256), notice: 'n\n'.repeat(1_000), extends: '{\n\t"userNick": "A"\r\n}' };
    const { status, body } = await at.as('anna', 'createV2', room('anna', long));
    expect(status).toBe(200);
    expect(body).toMatchObject(long);
  });
});

describe('reading a room', () => {
  it('A9: gives push URLs to the anchor and to nobody else', async () => {
    const id = await createRoom(at, 'anna');
    const own = await at.as('anna', 'get', { id, user_id: 'anna' });
    const push = String(roomSchema.parse(own.body).push_url_info?.rtmp_url);
    expect(push).toMatch(new RegExp(`^rtmp://127\\.0\\.0\\.1:1935/live/${id}\\?auth_key=\\d+-0-0-[0-9a-f]{32}$`));
    const other = await at.as('bob', 'get', { id, user_id: 'bob' });
    expect(roomSchema.parse(other.body)).not.toHaveProperty('push_url_info');
    // On this machine both URLs name the same server: the signature is what lets somebody push.
    expect(JSON.stringify(other.body)).not.toContain(push.split('auth_key=')[1]);
  });

  it('A10: signs RTC URLs for the caller own id', async () => {
    const id = await createRoom(at, 'anna', { mode: 1 });
    const { body } = await at.as('bob', 'get', { id, user_id: 'bob' });
    const link = roomSchema.parse(body).link_info;
    expect(link?.rtc_push_url).toContain('userId=bob&');
    expect(JSON.stringify(link)).not.toContain('userId=anna');
  });

  it('A10: a strict stage withholds RTC URLs from everybody but the anchor and those on its list', async () => {
    at = await world({ LIVE_STACK_COSTREAMING: 'strict' });
    const id = await createRoom(at, 'anna', { mode: 1 });
    const bob = roomSchema.parse((await at.as('bob', 'get', { id, user_id: 'bob' })).body);
    expect(bob.link_info).toEqual({ cdn_pull_info: expect.anything() });
    const anna = roomSchema.parse((await at.as('anna', 'get', { id, user_id: 'anna' })).body);
    expect(anna.link_info?.rtc_push_url).toContain('userId=anna');
  });

  it('answers 404 for a room that does not exist, and asks the messaging service nothing', async () => {
    const { status, body } = await at.as('bob', 'get', { id: 'nosuchroom', user_id: 'bob' });
    expect(status).toBe(404);
    expect(body).toMatchObject({ code: 404, reason: 'room_not_found' });
    expect(at.live.calls).toEqual([]);
  });

  it('needs no im_server, as the uni-app client sends none', async () => {
    const id = await createRoom(at, 'anna');
    expect((await at.as('bob', 'get', { id, user_id: 'bob' })).status).toBe(200);
  });

  it('gotcha 2: metrics have the four known fields, as 32-bit numbers', async () => {
    const id = await createRoom(at, 'anna');
    Object.assign(at.live.groups.get(id) ?? {}, { online: 3, entries: 5_000_000_000 });
    const { body } = await at.as('bob', 'get', { id, user_id: 'bob' });
    expect(body.metrics).toEqual({ pv: 2_147_483_647, uv: 0, online_count: 3, like_count: 0 });
  });

  it('asks the messaging service once for a crowd, and again after some seconds', async () => {
    const id = await createRoom(at, 'anna');
    at.forget();
    await Promise.all(Array.from({ length: 20 }, () => at.as('bob', 'get', { id, user_id: 'bob' })));
    const once = ['DescribeLiveMessageGroup', 'DescribeLiveMessageGroupBand'];
    expect(at.live.calls.map((call) => call.action)).toEqual(once);
    await at.as('bob', 'get', { id, user_id: 'bob' });
    expect(at.live.calls).toHaveLength(2);
    at.clock.time += 6_000;
    await at.as('bob', 'get', { id, user_id: 'bob' });
    expect(at.live.calls).toHaveLength(4);
  });

  it('numbers that cannot be kept are answered all the same, and the failure is logged', async () => {
    const id = await createRoom(at, 'anna');
    Object.assign(at.live.groups.get(id) ?? {}, { online: 3, entries: 5 });
    at.rows.before = ({ operation, table }) => {
      if (operation === 'update' && table === 'room_stats') {
        throw new Error('no room for numbers');
      }
    };
    const { body } = await at.as('bob', 'get', { id, user_id: 'bob' });
    expect(body.metrics).toMatchObject({ pv: 5, online_count: 3 });
    expect(at.log.join()).toMatch(/work after the answer failed.*no room for numbers/);
  });

  it('A17: numbers are never worth an error', async () => {
    const id = await createRoom(at, 'anna');
    at.live.before = () => {
      throw new Error('down');
    };
    const { status, body } = await at.as('bob', 'get', { id, user_id: 'bob' });
    expect(status).toBe(200);
    expect(body.metrics).toEqual({ pv: 0, uv: 0, online_count: 0, like_count: 0 });
  });
});

describe('listing rooms', () => {
  async function titles(page_num: number, page_size: number): Promise<string[]> {
    const { body } = await at.as('bob', 'list', { user_id: 'bob', page_num, page_size, im_server: ['aliyun_new'] });
    return roomList.parse(body).map((item) => item.title);
  }

  it('is a bare array, newest first, in pages', async () => {
    for (const title of ['one', 'two', 'three', 'four', 'five']) {
      at.clock.time += 1_000;
      await createRoom(at, 'anna', { title });
    }
    expect(await titles(1, 2)).toEqual(['five', 'four']);
    expect(await titles(2, 2)).toEqual(['three', 'two']);
    expect(await titles(3, 2)).toEqual(['one']);
    expect(await titles(4, 2)).toEqual([]);
    expect(await titles(1, 20)).toHaveLength(5);
  });

  it('reads the index once and the counters once, whatever the page, and calls no OpenAPI', async () => {
    for (let index = 0; index < 20; index++) {
      await createRoom(at, 'anna', { mode: index % 2 });
    }
    await titles(1, 20);
    // The counters are remembered for two seconds.
    at.clock.time += 2_000;
    at.forget();
    expect(await titles(1, 20)).toHaveLength(20);
    expect(at.rows.calls.filter((call) => call.table !== 'settings')).toEqual([
      { operation: 'range', table: 'rooms_by_time' },
      { operation: 'batchGet', table: 'room_stats' },
    ]);
    expect(at.live.calls).toEqual([]);
  });

  it('gotcha 3: every item carries metrics, and W1: no item a push or RTC URL, even for its anchor', async () => {
    await createRoom(at, 'anna', { mode: 1 });
    await createRoom(at, 'anna');
    const { body } = await at.as('anna', 'list', { user_id: 'anna', page_num: 1, page_size: 20 });
    const items = roomList.parse(body);
    expect(items).toHaveLength(2);
    for (const item of items) {
      expect(item.metrics).toEqual({ pv: 0, uv: 0, online_count: 0, like_count: 0 });
      expect(item).not.toHaveProperty('push_url_info');
    }
    expect(JSON.stringify(body)).not.toContain('live.aliyun.com');
  });

  it('takes an empty user_id, as iOS sends it before its user is known', async () => {
    const { status } = await at.as('bob', 'list', { user_id: '', page_num: 1, page_size: 10 });
    expect(status).toBe(200);
  });

  it('A11: caps the page size, and a page beyond the deepest is empty', async () => {
    for (let index = 0; index < 3; index++) {
      await createRoom(at, 'anna');
    }
    expect(await titles(1, 1_000_000)).toHaveLength(3);
    expect(await titles(1_000_000, 100)).toEqual([]);
  });

  it.each([
    ['page_num', { page_num: 0 }],
    ['page_num', { page_num: 1.5 }],
    ['page_size', { page_size: -1 }],
    ['page_size', { page_size: undefined }],
  ])('A12: a wrong %s is refused: %j', async (path, wrong) => {
    const { status, body } = await at.as('bob', 'list', { user_id: 'bob', page_num: 1, page_size: 10, ...wrong });
    expect(status).toBe(400);
    expect(body.message).toMatch(new RegExp(`^${path}: `));
  });
});

describe('starting and stopping', () => {
  const move = (user: string, type: 'start' | 'stop', id: string) => at.as(user, type, { id, user_id: user });

  it('goes from preparing to live to ended, with the times of both', async () => {
    const id = await createRoom(at, 'anna');
    at.clock.time += 1_000;
    const started = await move('anna', 'start', id);
    expect(started.body).toMatchObject({ code: 200, status: 1, started_at: '2026-11-22T13:00:01+08:00' });
    expect(started.body).toHaveProperty('metrics');
    at.clock.time += 1_000;
    const stopped = await move('anna', 'stop', id);
    expect(stopped.body).toMatchObject({
      status: 2,
      started_at: '2026-11-22T13:00:01+08:00',
      stopped_at: '2026-11-22T13:00:02+08:00',
    });
  });

  it('A4: doing it again changes nothing and calls nothing', async () => {
    const id = await createRoom(at, 'anna');
    const first = await move('anna', 'start', id);
    at.clock.time += 1_000;
    at.forget();
    const second = await move('anna', 'start', id);
    expect(second.body.started_at).toBe(first.body.started_at);
    expect(second.body.updated_at).toBe(first.body.updated_at);
    expect(at.rows.calls.filter((call) => call.table === 'rooms')).toEqual([{ operation: 'get', table: 'rooms' }]);
    await move('anna', 'stop', id);
    at.forget();
    expect((await move('anna', 'stop', id)).body.status).toBe(2);
    expect(at.live.calls).toEqual([]);
  });

  it('A3: is for the anchor only', async () => {
    const id = await createRoom(at, 'anna');
    for (const type of ['start', 'stop'] as const) {
      const { status, body } = await move('bob', type, id);
      expect(status).toBe(403);
      expect(body.reason).toBe('not_room_owner');
    }
    expect(at.rows.all('rooms')[0]?.status).toBe(0);
  });

  it('A5: a hundred starts at once make one session', async () => {
    const id = await createRoom(at, 'anna');
    const answers = await Promise.all(Array.from({ length: 100 }, () => move('anna', 'start', id)));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
    expect(new Set(answers.map((answer) => answer.body.started_at)).size).toBe(1);
    expect(at.rows.all('rooms')[0]).toMatchObject({ sessions: 1, version: 3, status: 1 });
  });

  it('W14: stop forbids the stream, start allows it again', async () => {
    const id = await createRoom(at, 'anna');
    await move('anna', 'start', id);
    await move('anna', 'stop', id);
    expect(at.live.forbidden).toEqual(new Set([`live/${id}`]));
    expect(at.live.calls.at(-1)).toEqual({
      action: 'ForbidLiveStream',
      params: { DomainName: 'ingest.localhost', AppName: 'live', StreamName: id, LiveStreamType: 'publisher' },
    });
    await move('anna', 'start', id);
    expect(at.live.forbidden).toEqual(new Set());
    expect(at.rows.all('rooms')[0]).toMatchObject({ work: 'none', status_shard: 'live#0', sessions: 2 });
  });

  it('W14: of a co-streaming room, stop forbids whatever its anchor holds a push URL for', async () => {
    const id = await createRoom(at, 'anna', { mode: 1 });
    const { body } = await move('anna', 'start', id);
    expect(Object.keys(body)).toContain('push_url_info');
    await move('anna', 'stop', id);
    const relayed = `artc0app_${body.meeting_id}_anna_camera`;
    expect(at.live.forbidden).toEqual(new Set([`live/${relayed}`, `live/${id}`]));
    await move('anna', 'start', id);
    expect(at.live.forbidden).toEqual(new Set());
  });

  it('a start while a stop is being carried out leaves the stream allowed, whichever call arrives last', async () => {
    const id = await createRoom(at, 'anna');
    await move('anna', 'start', id);
    let restarted: Promise<unknown> | undefined;
    at.live.before = async ({ action }) => {
      if (action === 'ForbidLiveStream' && !restarted) {
        // The whole start happens while the forbidding call is on its way.
        restarted = move('anna', 'start', id);
        await restarted;
      }
    };
    await move('anna', 'stop', id);
    expect(at.rows.all('rooms')[0]).toMatchObject({ status: 1, work: 'none' });
    expect(at.live.forbidden).toEqual(new Set());
  });
});
