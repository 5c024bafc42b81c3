import { beforeEach, describe, expect, it } from 'vitest';
import type { RequestOf } from '../../../../lambdas/api/routes.ts';
import { createRoom as create, newRoomId } from '../../../../lambdas/app-server/rooms/create.ts';
import { failure } from '../support/memory-live.ts';
import { createRoom, room, type World, world } from '../support/world.ts';

let at: World;
beforeEach(async () => {
  at = await world();
});

const crash = failure('call', 'Timeout', true);
const ID = 'a'.repeat(32);

const attempt = (caller = 'anna', change: object = {}) => {
  const scope = Object.assign(Object.create(at.scope), at.scope, { caller });
  return create(scope, { title: 'Channel', anchor: caller, mode: 1, ...change } as RequestOf<'createV1'>, ID);
};

describe('creating a room under an id that was chosen before', () => {
  it('W20: makes the room of that id; the same again answers the same room and makes nothing', async () => {
    const first = await attempt();
    expect(first).toMatchObject({ id: ID, anchorId: 'anna', work: 'none' });
    at.live.calls.splice(0);
    at.clock.time += 60_000;
    expect(await attempt()).toEqual(first);
    expect(at.live.calls).toEqual([]);
    expect(at.rows.all('rooms')).toHaveLength(1);
  });

  const places = (['before', 'after'] as const).flatMap((when) => [1, 2, 3].map((count) => [count, when] as const));
  it.each(places)(
    'A7: interrupted at call %i, %s its effect, it is continued by the next attempt',
    async (count, when) => {
      let seen = 0;
      const hook = (): void => {
        if (++seen === count) {
          throw crash;
        }
      };
      at.rows[when] = ({ operation, table }) => {
        if (table === 'rooms' && operation !== 'get') {
          hook();
        }
      };
      at.live[when] = hook;
      await expect(attempt()).rejects.toMatchObject({ code: 'Timeout' });
      at.rows[when] = at.live[when] = () => undefined;
      expect(await attempt()).toMatchObject({ id: ID, work: 'none', title: 'Channel' });
      expect(at.rows.all('rooms')).toHaveLength(1);
      expect([...at.live.groups.keys()]).toEqual([ID]);
    },
  );

  it('A5: many attempts at once make one room, and all of them answer it', async () => {
    const rooms = await Promise.all(Array.from({ length: 20 }, () => attempt()));
    expect(new Set(rooms.map((one) => one.meetingId)).size).toBe(1);
    expect(new Set(rooms.map((one) => one.version))).toEqual(new Set([2]));
    expect(at.live.groups.size).toBe(1);
  });

  it('is refused to somebody else, and with another request while it is not finished', async () => {
    at.live.before = () => {
      throw crash;
    };
    await expect(attempt()).rejects.toMatchObject({ code: 'Timeout' });
    at.live.before = () => undefined;
    await expect(attempt('anna', { title: 'Other' })).rejects.toMatchObject({ reason: 'room_state' });
    await expect(attempt('bob')).rejects.toMatchObject({ reason: 'not_room_owner' });
    await attempt();
    await expect(attempt('bob')).rejects.toMatchObject({ reason: 'not_room_owner' });
    expect((await attempt('anna', { title: 'Other' })).title).toBe('Channel');
  });

  it('is refused for good when the attempt was given up: the messaging service gives the id to nobody again', async () => {
    at.live.after = () => {
      throw crash;
    };
    await expect(attempt()).rejects.toMatchObject({ code: 'Timeout' });
    at.live.after = () => undefined;
    at.clock.time += 6 * 60_000;
    await at.tick();
    expect(at.rows.all('rooms')).toEqual([]);
    await expect(attempt()).rejects.toMatchObject({ reason: 'room_closed' });
    at.clock.time += 6 * 60_000;
    await at.tick();
    expect(at.rows.all('rooms')).toEqual([]);
    expect(at.live.groups.size).toBe(0);
  });

  it('is refused while the room of that id is being deleted', async () => {
    await attempt();
    at.live.before = () => {
      throw crash;
    };
    await at.as('anna', 'delete', { id: ID, user_id: 'anna' });
    await expect(attempt()).rejects.toMatchObject({ reason: 'room_closed' });
  });

  it('new ids are 32 digits that never repeat', () => {
    const ids = Array.from({ length: 50 }, () => newRoomId(at.scope));
    expect(new Set(ids).size).toBe(50);
    expect(ids.every((id) => /^[0-9a-f]{32}$/.test(id))).toBe(true);
  });
});

describe('the cover of a room', () => {
  const cover_url = 'https://img.example.com/a.png?x=1&y=2';

  it('is told in every answer, and can be changed and cleared (W34)', async () => {
    const { body } = await at.as('anna', 'createV2', room('anna', { cover_url }));
    expect(body.cover_url).toBe(cover_url);
    const id = String(body.id);
    const list = await at.as('bob', 'list', { user_id: 'bob', page_num: 1, page_size: 10 });
    expect(list.body).toMatchObject([{ cover_url }]);
    expect((await at.as('bob', 'get', { id, user_id: 'bob' })).body.cover_url).toBe(cover_url);
    const update = async (change: object) => (await at.as('anna', 'update', { id, ...change })).body;
    expect(await update({ title: 'New', cover_url: null })).toMatchObject({ title: 'New', cover_url });
    const other = 'https://img.example.com/b.png';
    expect(await update({ cover_url: other })).toMatchObject({ cover_url: other });
    expect(await update({ cover_url: '' })).not.toHaveProperty('cover_url');
  });

  it('may be absent, null or empty', async () => {
    for (const none of [{}, { cover_url: null }, { cover_url: '' }]) {
      const { status, body } = await at.as('anna', 'createV2', room('anna', none));
      expect(status).toBe(200);
      expect(body).not.toHaveProperty('cover_url');
    }
  });

  it.each([
    'ftp://img.example.com/a.png',
    'javascript:alert(1)',
    'img.example.com/a.png',
    'https://',
    'https://a b.example.com/',
    'https://img.example.com/"><script>',
    `https://img.example.com/${'a'.repeat(2_048)}`,
    7,
  ])('A12: %s is refused with its field, in create and update', async (wrong) => {
    const id = await createRoom(at, 'anna');
    const answers = [
      await at.as('anna', 'createV2', room('anna', { cover_url: wrong })),
      await at.as('anna', 'update', { id, cover_url: wrong }),
    ];
    for (const { status, body } of answers) {
      expect(status).toBe(400);
      expect(body.message).toMatch(/^cover_url: /);
    }
    expect(at.rows.all('rooms')).toHaveLength(1);
  });

  it('plain http is for the local cloud only', async () => {
    const plain = { cover_url: 'http://127.0.0.1:7302/a.png' };
    expect((await at.as('anna', 'createV2', room('anna', plain))).body).toMatchObject(plain);
    at = await world({ LIVE_STACK_STREAMING_ORIGIN: '' });
    const { status, body } = await at.as('anna', 'createV2', room('anna', plain));
    expect([status, body.reason]).toEqual([400, 'invalid_request']);
  });
});
