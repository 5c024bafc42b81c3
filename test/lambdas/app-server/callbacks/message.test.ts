import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { WHOLE_STAGE } from '../../../../lambdas/app-server/auth/admission.ts';
import { writeBan } from '../../../../lambdas/app-server/moderation/bans.ts';
import { callbackHeaders } from '../../../../local/im/callback-signature.ts';
import { failure } from '../support/memory-live.ts';
import { createRoom, SECRETS, type World, world } from '../support/world.ts';

let at: World;
let id: string;
beforeEach(async () => {
  at = await world();
  id = await createRoom(at, 'anna');
  at.forget();
});

const URL_OF_CALLBACK = 'https://app.example.com/api/v1/callbacks/message';

interface Parts {
  readonly key?: string;
  readonly host?: string;
  readonly timeMs?: number;
  readonly headers?: Record<string, string>;
  readonly appid?: string;
  readonly transactionid?: string;
}

let transactions = 0;

/** A callback as the messaging service of the local cloud sends it. */
function callback(eves: unknown, parts: Parts = {}) {
  const { key = SECRETS.imKey, host = URL_OF_CALLBACK, timeMs = at.clock.time } = parts;
  return at.request('/api/v1/callbacks/message', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(parts.headers ?? callbackHeaders(host, key, timeMs)) },
    body: JSON.stringify({
      transactionid: parts.transactionid ?? `t${transactions++}`,
      appid: parts.appid ?? 'im0app',
      eves,
    }),
  });
}

const join = (uid: string, g = id) => ({ uid, sid: 's1', events: [{ e: 1 }, { e: 3, g }] });
const leave = (uid: string, g = id) => ({
  uid,
  sid: 's1',
  events: [
    { e: 4, g },
    { e: 2, r: 1 },
  ],
});
const reconnect = (uid: string, gs = [id]) => ({ uid, sid: 's1', events: [{ e: 5, gs }] });
const stats = (room = id) => at.rows.all('room_stats').find((row) => row.room_id === room && row.shard === 0) ?? {};
const kicked = () =>
  at.live.calls.filter(({ action }) => action === 'KickLiveMessageGroupUser').map(({ params }) => params.KickoffUser);

describe('the callback of the messaging service', () => {
  const metrics = async () => (await at.as('anna', 'getStatistics', { chatroom_id: id })).body.metrics;
  const inGroup = (online: number, entries: number) => Object.assign(at.live.groups.get(id) ?? {}, { online, entries });

  it('counts entries, and each viewer once; the anchor is no viewer', async () => {
    expect(await callback([join('anna'), join('bob'), join('carl'), leave('bob'), join('bob')])).toMatchObject({
      status: 200,
      body: { code: 200 },
    });
    expect(await metrics()).toMatchObject({ pv: 4, uv: 2 });
    await callback([leave('carl'), join('dora')]);
    expect(await metrics()).toMatchObject({ pv: 5, uv: 3 });
  });

  it('makes the numbers of the service be fetched earlier, though not more than once a second', async () => {
    const describes = () => at.live.calls.filter(({ action }) => action === 'DescribeLiveMessageGroup').length;
    await at.as('bob', 'get', { id, user_id: 'bob' });
    at.clock.time += 400;
    inGroup(1, 1);
    await callback([join('bob')]);
    await callback([join('carl')]);
    expect(describes()).toBe(1);
    at.clock.time += 600;
    inGroup(2, 2);
    expect(await metrics()).toMatchObject({ pv: 2, online_count: 2 });
    expect(describes()).toBe(2);
    at.clock.time += 1_000;
    inGroup(1, 2);
    await callback([leave('carl')]);
    expect(describes()).toBe(3);
    expect(await metrics()).toMatchObject({ pv: 2, online_count: 1 });
  });

  it('counts nobody twice, whether the service is asked before the event comes or after', async () => {
    inGroup(2, 2);
    await at.as('bob', 'get', { id, user_id: 'bob' });
    await callback([join('bob'), join('carl')]);
    const { body } = await at.as('carl', 'get', { id, user_id: 'carl' });
    expect(body.metrics).toEqual({ pv: 2, uv: 2, online_count: 2, like_count: 0 });
    await callback([join('dora')]);
    inGroup(3, 3);
    at.clock.time += 10_000;
    expect(await metrics()).toMatchObject({ pv: 3, online_count: 3 });
  });

  it('A19: removes somebody again who is banned from the room or the stage, also after a reconnection', async () => {
    await at.as('anna', 'banUser', { id, target_ids: ['bob'] });
    await writeBan(at.scope, 'carl', WHOLE_STAGE);
    at.forget();
    await callback([join('bob'), join('carl'), join('dora')]);
    expect(kicked().sort()).toEqual(['bob', 'carl']);
    at.forget();
    await callback([reconnect('bob'), reconnect('dora')]);
    expect(kicked()).toEqual(['bob']);
    expect(stats().uv).toBe(1);
  });

  it('leaves groups alone that are no rooms here, rooms that are deleted, and events that it does not know', async () => {
    const deleted = await createRoom(at, 'anna');
    await at.as('anna', 'delete', { id: deleted, user_id: 'anna' });
    const rows = JSON.stringify(at.rows.all('room_stats'));
    at.forget();
    const unknown = { uid: 'bob', sid: 's', events: [{ e: 9, g: id }, { e: 3 }] };
    const groups = ['call0group', deleted, 'with_underscore', ''];
    expect((await callback([...groups.map((group) => join('bob', group)), unknown])).status).toBe(200);
    expect(JSON.stringify(at.rows.all('room_stats'))).toBe(rows);
    expect(at.rows.all('viewers')).toEqual([]);
    expect(at.live.calls).toEqual([]);
  });

  it('A8: a repetition counts once, and one that failed is taken up by the next', async () => {
    const again = { transactionid: 'same' };
    await callback([join('bob')], again);
    expect((await callback([join('bob')], again)).status).toBe(200);
    expect(stats()).toMatchObject({ joins: 1, uv: 1 });

    await writeBan(at.scope, 'carl', id);
    at.live.before = ({ action }) => {
      throw failure(action, 'ServiceUnavailable', true);
    };
    expect((await callback([join('carl')], { transactionid: 'failed' })).status).toBe(503);
    at.live.before = () => undefined;
    expect((await callback([join('carl')], { transactionid: 'failed' })).status).toBe(200);
    expect(kicked()).toContain('carl');
  });

  it('A8: a recorded signature does not carry other contents', async () => {
    const timeMs = at.clock.time;
    await callback([join('bob')], { transactionid: 'one', timeMs });
    const changed = await callback([join('carl')], { transactionid: 'one', timeMs });
    expect(changed).toMatchObject({ status: 403, body: { reason: 'callback_refused' } });
    at.clock.time += 120_000;
    const late = await callback([join('carl')], { transactionid: 'two', timeMs });
    expect(late.status).toBe(403);
    expect(stats()).toMatchObject({ joins: 1, uv: 1 });
  });

  const refused: [string, Parts][] = [
    ['no signature', { headers: {} }],
    ['the key of another callback', { key: SECRETS.stream }],
    ['another host', { host: 'https://other.example.com/api/v1/callbacks/message' }],
    ['another application', { appid: 'im1app' }],
    [
      'a signature that only begins right',
      { headers: { 'ali-live-timestamp': '1795323600', 'ali-live-signature': 'ab' } },
    ],
  ];

  it.each(refused)('A8: %s is refused, without any effect', async (_, parts) => {
    const answer = await callback([join('bob')], parts);
    expect(answer).toMatchObject({ status: 403, body: { reason: 'callback_refused' } });
    expect(at.rows.all('viewers')).toEqual([]);
    expect(stats()).toEqual({});
  });

  it.each([-301, 301])('A8: a signature of %i seconds from now is refused, one of 300 is taken', async (seconds) => {
    const timeMs = at.clock.time + seconds * 1_000;
    expect((await callback([join('bob')], { timeMs })).status).toBe(403);
    expect((await callback([join('bob')], { timeMs: at.clock.time + Math.sign(seconds) * 300_000 })).status).toBe(200);
  });

  it('the formula: md5 of the host of the address, the time stamp, and the key of the application', async () => {
    const timestamp = String(Math.floor(at.clock.time / 1_000));
    const signature = createHash('md5').update(`app.example.com|${timestamp}|${SECRETS.imKey}`).digest('hex');
    const headers = { 'ali-live-timestamp': timestamp, 'ali-live-signature': signature };
    expect((await callback([], { headers })).status).toBe(200);
  });

  it.each([
    ['eves', 'none'],
    ['eves.0.uid', [{ events: [] }]],
    ['eves.0.events.0.e', [{ uid: 'bob', events: [{ e: '3' }] }]],
  ])('A12: a wrong %s is 400', async (path, eves) => {
    const { status, body } = await callback(eves);
    expect(status).toBe(400);
    expect(body.message).toContain(path);
  });
});
