import { beforeEach, describe, expect, it } from 'vitest';
import {
  BAN_CACHE_MS,
  bannedAmong,
  isBanned,
  listBans,
  readBan,
  removeBan,
  removeBans,
  WHOLE_STAGE,
  writeBan,
} from '../../../../lambdas/app-server/moderation/bans.ts';
import { START, type World, world } from '../support/world.ts';

let at: World;
beforeEach(async () => {
  at = await world();
});

const reads = (): number => at.rows.calls.filter(({ table }) => table === 'bans').length;

describe('bans', () => {
  it('A19: keep a user out of one room, or out of every room', async () => {
    await writeBan(at.scope, 'bob', 'r1');
    expect(await readBan(at.scope, 'bob', 'r1')).toEqual({ roomId: 'r1', userId: 'bob', bannedAt: START });
    expect(await readBan(at.scope, 'bob', 'r2')).toBeUndefined();
    expect(await readBan(at.scope, 'bob')).toBeUndefined();
    expect(await readBan(at.scope, 'carl', 'r1')).toBeUndefined();
    await writeBan(at.scope, 'carl', WHOLE_STAGE);
    expect(await readBan(at.scope, 'carl')).toMatchObject({ roomId: WHOLE_STAGE });
    expect(await readBan(at.scope, 'carl', 'r2')).toMatchObject({ roomId: WHOLE_STAGE });
  });

  it('are read in one call, and answered from memory for five seconds where that is enough', async () => {
    await readBan(at.scope, 'bob', 'r1');
    expect(reads()).toBe(1);
    for (let index = 0; index < 5; index++) {
      expect(await isBanned(at.scope, 'bob', 'r1')).toBe(false);
      expect(await isBanned(at.scope, 'bob')).toBe(false);
    }
    expect(reads()).toBe(1);
    at.clock.time += BAN_CACHE_MS;
    await isBanned(at.scope, 'bob', 'r1');
    expect(reads()).toBe(2);
  });

  it('count at once on the instance that writes them, and within five seconds on the others', async () => {
    const other = await at.restarted();
    expect(await isBanned(at.scope, 'bob', 'r1')).toBe(false);
    expect(await isBanned(other.scope, 'bob', 'r1')).toBe(false);
    await writeBan(at.scope, 'bob', 'r1');
    expect(await isBanned(at.scope, 'bob', 'r1')).toBe(true);
    expect(await isBanned(other.scope, 'bob', 'r1')).toBe(false);
    at.clock.time += BAN_CACHE_MS;
    expect(await isBanned(other.scope, 'bob', 'r1')).toBe(true);
    await removeBan(at.scope, 'bob', 'r1');
    expect(await isBanned(at.scope, 'bob', 'r1')).toBe(false);
  });

  it('of several users are read together', async () => {
    await Promise.all([writeBan(at.scope, 'bob', 'r1'), writeBan(at.scope, 'carl', WHOLE_STAGE)]);
    at.forget();
    expect(await bannedAmong(at.scope, ['bob', 'carl', 'dora'], 'r1')).toEqual(new Set(['bob', 'carl']));
    expect(reads()).toBe(1);
    expect(await bannedAmong(at.scope, [], 'r1')).toEqual(new Set());
    expect(reads()).toBe(1);
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
