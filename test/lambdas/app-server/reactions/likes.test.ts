import { beforeEach, describe, expect, it } from 'vitest';
import { failure } from '../support/memory-live.ts';
import { createRoom, type World, world } from '../support/world.ts';

let at: World;
let id: string;
beforeEach(async () => {
  at = await world();
  id = await createRoom(at, 'anna');
  at.forget();
});

const like = (user: string, like_count: number) =>
  at.as(user, 'sendLikeMessage', { chatroom_id: id, user_id: user, like_count });

describe('likes', () => {
  it('gotcha 16: are added up, and the total is answered', async () => {
    expect(await like('bob', 3)).toMatchObject({ status: 200, body: { code: 200, count: 3 } });
    expect((await like('carl', 4)).body.count).toBe(7);
    expect((await like('carl', 0)).body.count).toBe(7);
    expect((await at.as('bob', 'get', { id, user_id: 'bob' })).body.metrics).toMatchObject({ like_count: 7 });
  });

  it('a thousand from fifty users at once are exactly a thousand', async () => {
    const calls = Array.from({ length: 200 }, (_, index) => like(`user${index % 50}`, 5));
    await Promise.all(calls);
    expect((await like('bob', 0)).body.count).toBe(1_000);
  });

  it('are told to the group at most once in two seconds, with the total', async () => {
    await like('bob', 1);
    await like('carl', 1);
    at.clock.time += 1_999;
    await like('bob', 1);
    expect(at.live.messages).toEqual([{ group: id, type: 1_001, body: '{"likeCount":1}' }]);
    at.clock.time += 1;
    await Promise.all([like('bob', 1), like('carl', 1), like('dora', 1)]);
    expect(at.live.messages).toHaveLength(2);
    expect(JSON.parse(String(at.live.messages[1]?.body)).likeCount).toBeGreaterThan(3);
  });

  it('W46: count although the group cannot be told, so that nobody sends them again', async () => {
    at.live.before = () => {
      throw failure('SendLiveMessageGroup', 'Throttling.User', true);
    };
    expect(await like('bob', 2)).toMatchObject({ status: 200, body: { count: 2 } });
  });

  it('an unbelievable number counts as the most that one call may bring', async () => {
    expect((await like('bob', 2_000_000_000)).body.count).toBe(500);
  });

  it.each([-1, 1.5, '3', null])('A12: %j is no number of likes', async (count) => {
    expect((await like('bob', count as number)).status).toBe(400);
  });

  it('of a room that does not exist are 404', async () => {
    expect((await at.as('bob', 'sendLikeMessage', { chatroom_id: 'nosuchroom', like_count: 1 })).status).toBe(404);
  });
});

describe('statistics', () => {
  it('gotcha 17: are at the top for Android and under metrics for iOS', async () => {
    Object.assign(at.live.groups.get(id) ?? {}, { online: 2, entries: 5 });
    await like('bob', 3);
    const numbers = { pv: 5, uv: 0, online_count: 2, like_count: 3 };
    const { body } = await at.as('bob', 'getStatistics', { chatroom_id: id });
    expect(body).toEqual({ code: 200, ...numbers, metrics: numbers });
  });

  it('of a room that does not exist are 404', async () => {
    expect((await at.as('bob', 'getStatistics', { chatroom_id: 'nosuchroom' })).status).toBe(404);
  });
});
