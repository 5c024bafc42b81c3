import { beforeEach, describe, expect, it } from 'vitest';
import { failure } from '../support/memory-live.ts';
import { createRoom, type World, world } from '../support/world.ts';

let at: World;
let ids: string[];
beforeEach(async () => {
  at = await world();
  ids = [];
  for (let n = 0; n < 10; n++) {
    ids.push(await createRoom(at, 'anna'));
  }
});

/** What a round of all rooms asks the messaging service for. */
async function asked(action: string, route: 'get' | 'sendLikeMessage', rooms = ids): Promise<number> {
  at.forget();
  for (const id of rooms) {
    const body = route === 'get' ? { id } : { chatroom_id: id, like_count: 1 };
    expect((await at.as('bob', route, { ...body, user_id: 'bob' })).status).toBe(200);
  }
  return at.live.calls.filter((call) => call.action === action).length;
}

describe.each([
  ['get', 'DescribeLiveMessageGroup'],
  ['sendLikeMessage', 'SendLiveMessageGroup'],
] as const)('A17: when the messaging service throttles, %s', (route, action) => {
  it('asks more and more seldom, answers all the same, and comes back to its pace', async () => {
    at.clock.time += 10_000;
    expect(await asked(action, route)).toBe(10);
    at.live.before = (call) => {
      if (call.action === action) throw failure(action, 'Throttling.User', true);
    };
    for (let round = 0; round < 4; round++) {
      at.clock.time += 10_000;
      await asked(action, route);
    }
    at.clock.time += 10_000;
    expect(await asked(action, route)).toBeLessThanOrEqual(1);
    at.live.before = () => undefined;
    for (let round = 0; round < 250; round++) {
      at.clock.time += 60_000;
      await asked(action, route, ids.slice(0, 1));
    }
    at.clock.time += 10_000;
    expect(await asked(action, route)).toBe(10);
  });
});
