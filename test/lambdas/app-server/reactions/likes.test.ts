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

  it('need few writes when many come at once on one instance, and each is answered with its own in the total', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, (_, index) => like(`user${index}`, 1)));
    const totals = answers.map(({ body }) => Number(body.count));
    expect(Math.max(...totals)).toBe(100);
    expect(Math.min(...totals)).toBeGreaterThanOrEqual(1);
    const writes = at.rows.calls.filter(({ operation, table }) => operation === 'update' && table === 'room_stats');
    expect(writes.length).toBeLessThan(10);
  });

  it('on several instances at once are exactly as many, and told at most once in two seconds by all together', async () => {
    const instances = [at, await at.restarted(), await at.restarted()];
    const calls = Array.from({ length: 300 }, (_, index) =>
      instances[index % 3]?.as(`user${index % 50}`, 'sendLikeMessage', { chatroom_id: id, like_count: 1 }),
    );
    expect((await Promise.all(calls)).every((answer) => answer?.status === 200)).toBe(true);
    expect((await like('bob', 0)).body.count).toBe(300);
    expect(at.live.messages).toHaveLength(1);
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

  describe('of which the group heard too early', () => {
    const told = () => at.live.messages.map(({ body }) => JSON.parse(body).likeCount);
    /** Lets the time pass for which something was put off. */
    const runDue = async () => {
      const [next] = at.due.splice(0, 1);
      at.clock.time += next?.ms ?? 0;
      next?.work();
      await new Promise((resolve) => setImmediate(resolve));
      return next;
    };

    it('the last total is told two seconds after the one before, once for a crowd', async () => {
      await like('bob', 1);
      at.clock.time += 500;
      await Promise.all(Array.from({ length: 20 }, () => like('carl', 1)));
      expect(at.due).toHaveLength(1);
      expect((await runDue())?.ms).toBe(1_500);
      expect(told()).toEqual([1, 21]);
      expect(at.due).toEqual([]);
    });

    it('what another instance has told is not told again', async () => {
      await like('bob', 1);
      await like('bob', 1);
      const other = await at.restarted();
      at.clock.time += 2_000;
      await other.as('carl', 'sendLikeMessage', { chatroom_id: id, like_count: 1 });
      await runDue();
      expect(told()).toEqual([1, 3]);
      expect(at.due).toEqual([]);
    });

    it('the timer tells it when the instance that put it off is gone, and does not repeat itself', async () => {
      await at.as('anna', 'start', { id, user_id: 'anna' });
      await like('bob', 1);
      await like('bob', 4);
      const other = await at.restarted();
      at.clock.time += 60_000;
      await other.tick();
      expect(told()).toEqual([1, 5]);
      at.clock.time += 60_000;
      await other.tick();
      expect(told()).toEqual([1, 5]);
    });
  });

  it('A19: of somebody who is banned are not counted', async () => {
    await like('bob', 1);
    await at.as('anna', 'banUser', { id, target_ids: ['bob'] });
    expect(await like('bob', 1)).toMatchObject({ status: 403, body: { reason: 'banned' } });
    expect((await like('carl', 0)).body.count).toBe(1);
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
