import { beforeEach, describe, expect, it } from 'vitest';
import { WHOLE_STAGE } from '../../../../lambdas/app-server/auth/admission.ts';
import {
  BAN_CACHE_MS,
  bannedAmong,
  isBanned,
  listBans,
  removeBan,
  removeBans,
  writeBan,
} from '../../../../lambdas/app-server/moderation/bans.ts';
import { type World, world } from '../support/world.ts';

let at: World;
beforeEach(async () => {
  at = await world();
});

const reads = (): number => at.rows.calls.filter(({ table }) => table === 'bans').length;

describe('bans', () => {
  it('A19: keep a user out of one room, or out of every room', async () => {
    await writeBan(at.scope, 'bob', 'r1');
    await writeBan(at.scope, 'carl', WHOLE_STAGE);
    for (const ask of [isBanned, isBannedNow]) {
      expect(await ask(at.scope, 'bob', 'r1')).toBe(true);
      expect(await ask(at.scope, 'bob', 'r2')).toBe(false);
      expect(await ask(at.scope, 'carl', 'r1')).toBe(true);
      expect(await ask(at.scope, 'carl', 'r2')).toBe(true);
      expect(await ask(at.scope, 'dora', 'r1')).toBe(false);
    }
  });

  const isBannedNow = async (scope: World['scope'], user: string, room: string): Promise<boolean> =>
    (await bannedAmong(scope, [user], room)).has(user);

  it('are answered from memory for five seconds where that is enough: one read for everybody in a room', async () => {
    await isBanned(at.scope, 'bob', 'r1');
    at.forget();
    for (const user of ['bob', 'carl', 'dora']) {
      expect(await isBanned(at.scope, user, 'r1')).toBe(false);
    }
    expect(reads()).toBe(0);
    at.clock.time += BAN_CACHE_MS;
    await Promise.all(['bob', 'carl', 'dora'].map((user) => isBanned(at.scope, user, 'r1')));
    // The bans of the room, and those of the stage.
    expect(reads()).toBe(2);
  });

  it('are found one by one in a room that has more of them than a read shows', async () => {
    for (let n = 0; n < 150; n++) {
      await writeBan(at.scope, `user${n}`, 'r1');
    }
    for (const user of ['user0', 'user99', 'user149']) {
      expect(await isBanned(at.scope, user, 'r1')).toBe(true);
    }
    expect(await isBanned(at.scope, 'zoe', 'r1')).toBe(false);
  });

  it('count at once on the instance that writes them, and within five seconds on the others', async () => {
    const other = await at.restarted();
    expect(await isBanned(at.scope, 'bob', 'r1')).toBe(false);
    expect(await isBanned(other.scope, 'bob', 'r1')).toBe(false);
    await writeBan(at.scope, 'bob', 'r1');
    expect(await isBanned(at.scope, 'bob', 'r1')).toBe(true);
    expect(await isBanned(other.scope, 'bob', 'r1')).toBe(false);
    expect(await isBannedNow(other.scope, 'bob', 'r1')).toBe(true);
    at.clock.time += BAN_CACHE_MS;
    expect(await isBanned(other.scope, 'bob', 'r1')).toBe(true);
    await removeBan(at.scope, 'bob', 'r1');
    expect(await isBanned(at.scope, 'bob', 'r1')).toBe(false);
  });

  it('of several users are read together', async () => {
    await Promise.all([writeBan(at.scope, 'bob', 'r1'), writeBan(at.scope, 'carl', WHOLE_STAGE)]);
    await bannedAmong(at.scope, [], 'r1');
    at.forget();
    expect(await bannedAmong(at.scope, ['bob', 'carl', 'dora'], 'r1')).toEqual(new Set(['bob', 'carl']));
    expect(reads()).toBe(1);
    expect(await bannedAmong(at.scope, [], 'r1')).toEqual(new Set());
    expect(reads()).toBe(1);
  });

  it('are asked for again after a read that failed', async () => {
    at.rows.before = ({ table }) => {
      if (table === 'bans') throw new Error('no answer');
    };
    await expect(isBanned(at.scope, 'bob', 'r1')).rejects.toThrow('no answer');
    at.rows.before = () => undefined;
    expect(await isBanned(at.scope, 'bob', 'r1')).toBe(false);
  });

  it('W42: are listed a page at a time, without gaps or repetitions, also while others are added', async () => {
    const users = ['a', 'bob', 'carl', 'dora', 'zoe'];
    for (const user of users) {
      await writeBan(at.scope, user, 'r1');
    }
    await writeBan(at.scope, 'other', 'r2');
    const found: string[] = [];
    let from: string | undefined;
    do {
      const page = await listBans(at.scope, 'r1', { from, limit: 2 });
      found.push(...page.bans.map((ban) => ban.userId));
      await writeBan(at.scope, '0early', 'r1');
      from = page.next;
    } while (from !== undefined);
    expect(found).toEqual(users);
  });

  it('go with their room, and those of the stage stay', async () => {
    await Promise.all([writeBan(at.scope, 'bob', 'r1'), writeBan(at.scope, 'bob', WHOLE_STAGE)]);
    await removeBans(at.scope, 'r1');
    expect(at.rows.all('bans').map((row) => row.room_id)).toEqual([WHOLE_STAGE]);
  });

  it('fail closed: what cannot be read lets nobody in', async () => {
    at.rows.before = () => {
      throw new Error('no answer');
    };
    await expect(isBanned(at.scope, 'bob', 'r1')).rejects.toThrow('no answer');
  });
});
