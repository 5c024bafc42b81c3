import { beforeEach, describe, expect, it } from 'vitest';
import { room as roomSchema } from '../../../../lambdas/api/rooms.ts';
import { failure } from '../support/memory-live.ts';
import { createRoom, type World, world } from '../support/world.ts';

let at: World;
let id: string;
beforeEach(async () => {
  at = await world();
  id = await createRoom(at, 'anna', { notice: 'Welcome', extends: '{}' });
});

const move = (type: 'start' | 'pause' | 'stop' | 'delete', user = 'anna') => at.as(user, type, { id, user_id: user });
const row = () => at.rows.all('rooms')[0];

describe('pausing', () => {
  it('A4: takes a live room back to preparing, any number of times, and a start continues it', async () => {
    await move('start');
    expect((await move('pause')).body.status).toBe(0);
    expect((await move('pause')).body.status).toBe(0);
    expect((await move('start')).body.status).toBe(1);
    expect(at.live.forbidden.size).toBe(0);
  });

  it('an ended room cannot be paused', async () => {
    await move('stop');
    const { status, body } = await move('pause');
    expect(status).toBe(409);
    expect(body).toMatchObject({ reason: 'room_state', message: expect.stringContaining('ended') });
    expect(row()?.status).toBe(2);
  });
});

describe('updating', () => {
  const update = (change: object, user = 'anna') => at.as(user, 'update', { id, ...change });

  it('changes what is sent and leaves the rest', async () => {
    const { status, body } = await update({ title: 'New' });
    expect(status).toBe(200);
    expect(roomSchema.parse(body)).toMatchObject({ title: 'New', notice: 'Welcome', extends: '{}' });
    expect(body).toHaveProperty('push_url_info');
  });

  it('W34: an empty notice clears it; an empty title does not, and null is nothing', async () => {
    expect((await update({ title: '\u200b' })).status).toBe(400);
    const { body } = await update({ notice: '', extends: '', title: ' ' });
    expect(body).not.toHaveProperty('notice');
    expect(body).not.toHaveProperty('extends');
    expect(body.title).toBe('My channel');
    expect((await update({ notice: null, title: null, extends: null })).body.title).toBe('My channel');
  });

  it('writes nothing when nothing changes, as after every creation by Android', async () => {
    const version = row()?.version;
    await update({ anchor: 'anna', title: 'My channel', notice: 'Welcome' });
    expect(row()?.version).toBe(version);
  });

  it('W29: of a room that is not there is 404, and makes none', async () => {
    const { status, body } = await at.as('anna', 'update', { id: 'f'.repeat(32), title: 'New' });
    expect([status, body.reason]).toEqual([404, 'room_not_found']);
    expect(at.rows.all('rooms')).toHaveLength(1);
  });

  it('W24: shows the same dates in every answer about the room', async () => {
    at.clock.time += 1_000;
    const told = [
      (await move('start')).body,
      (await at.as('bob', 'get', { id, user_id: 'bob' })).body,
      ...((await at.as('bob', 'list', { user_id: 'bob', page_num: 1, page_size: 1 })).body as unknown as []),
      (await update({ title: 'My channel' })).body,
    ] as Record<string, unknown>[];
    const dates = told.map((room) => [room?.created_at, room?.started_at, room?.updated_at]);
    expect(new Set(dates.map(String))).toEqual(
      new Set(['2026-11-22T13:00:00+08:00,2026-11-22T13:00:01+08:00,2026-11-22T13:00:01+08:00']),
    );
  });

  it('W7: is for the anchor, whom the token names', async () => {
    expect((await update({ title: 'Mine' }, 'bob')).body.reason).toBe('not_room_owner');
    expect((await update({ title: 'Mine', anchor: 'anna' }, 'bob')).body.reason).toBe('identity_mismatch');
    expect(row()?.title).toBe('My channel');
  });

  it('loses no change of another field that is made at the same time', async () => {
    await Promise.all([update({ title: 'New' }), update({ notice: 'Newer' }), move('start')]);
    expect(row()).toMatchObject({ title: 'New', notice: 'Newer', status: 1 });
  });
});

describe('deleting', () => {
  it('W14: forbids the stream, deletes the group, the counters and the row, and answers the room as it was', async () => {
    await at.as('bob', 'sendLikeMessage', { chatroom_id: id, like_count: 1 });
    const { status, body } = await move('delete');
    expect(status).toBe(200);
    expect(roomSchema.parse(body)).toMatchObject({ id, status: 2, title: 'My channel' });
    expect(at.rows.all('rooms')).toEqual([]);
    expect(at.rows.all('room_stats')).toEqual([]);
    expect(at.live.groups.size).toBe(0);
    expect(at.live.forbidden).toEqual(new Set([`live/${id}`]));
    expect((await at.as('bob', 'get', { id, user_id: 'bob' })).status).toBe(404);
    expect((await move('delete')).status).toBe(404);
  });

  it.each(['ForbidLiveStream', 'DeleteLiveMessageGroup'])(
    'A7: when %s fails the room is gone at once and the rest with the next tick',
    async (failing) => {
      at.live.before = ({ action }) => {
        if (action === failing) {
          throw failure(action, 'Timeout', true);
        }
      };
      expect((await move('delete')).status).toBe(200);
      expect((await at.as('bob', 'get', { id, user_id: 'bob' })).status).toBe(404);
      const list = await at.as('bob', 'list', { user_id: 'bob', page_num: 1, page_size: 10 });
      expect(list.body).toEqual([]);
      expect(at.rows.all('rooms')).toHaveLength(1);
      at.live.before = () => undefined;
      at.clock.time += 60_000;
      expect((await at.tick()).body).toMatchObject({ deleted: 1 });
      expect(at.rows.all('rooms')).toEqual([]);
      expect(at.live.groups.size).toBe(0);
    },
  );

  it('a group that is gone already is no obstacle', async () => {
    at.live.groups.clear();
    expect((await move('delete')).status).toBe(200);
    expect(at.rows.all('rooms')).toEqual([]);
  });

  it('A3: is for the anchor', async () => {
    expect((await move('delete', 'bob')).body.reason).toBe('not_room_owner');
    expect(at.rows.all('rooms')).toHaveLength(1);
  });
});
