import { beforeEach, describe, expect, it } from 'vitest';
import { createRoom, type World, world } from '../support/world.ts';

let at: World;
let id: string;
beforeEach(async () => {
  at = await world();
  id = await createRoom(at, 'anna');
});

describe('muting a room', () => {
  it('A19: mutes in the messaging service, is seen by everybody, and ends again', async () => {
    const muted = async () => (await at.as('bob', 'isMuteChatroom', { chatroom_id: id })).body;
    expect(await muted()).toEqual({ code: 200, mute: false });
    expect((await at.as('anna', 'muteChatroom', { chatroom_id: id })).body).toEqual({ code: 200, mute: true });
    expect(at.live.groups.get(id)?.muted).toBe(true);
    expect(await muted()).toEqual({ code: 200, mute: true });
    expect((await at.as('anna', 'cancelMuteChatroom', { chatroom_id: id })).body).toEqual({ code: 200, mute: false });
    expect(await muted()).toEqual({ code: 200, mute: false });
  });

  it('W17: a crowd that asks whether it is muted costs one question to the messaging service in five seconds', async () => {
    at.forget();
    const asked = () => at.live.calls.filter(({ action }) => action === 'DescribeLiveMessageGroupBand').length;
    const ask = () => at.as('bob', 'isMuteChatroom', { chatroom_id: id });
    await Promise.all(Array.from({ length: 20 }, ask));
    await ask();
    expect(asked()).toBe(1);
    at.clock.time += 6_000;
    await ask();
    expect(asked()).toBe(2);
  });

  it.each(['muteChatroom', 'cancelMuteChatroom'] as const)('A3: %s is for the anchor', async (route) => {
    expect((await at.as('bob', route, { chatroom_id: id })).status).toBe(403);
  });

  it('a room that does not exist is 404', async () => {
    for (const route of ['muteChatroom', 'isMuteChatroom'] as const) {
      expect((await at.as('anna', route, { chatroom_id: 'nosuchroom' })).status).toBe(404);
    }
  });
});
