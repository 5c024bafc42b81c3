import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { viewOf } from '../../../../lambdas/app-server/costreaming/seats.ts';
import {
  emptyStage,
  GONE_MS,
  MEMBER_MS,
  type Stage,
  stageRoom,
} from '../../../../lambdas/app-server/costreaming/stage.ts';
import type { Room } from '../../../../lambdas/app-server/rooms/room.ts';

const NOW = 1_800_000_000_000;
const USERS = ['anna', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];

const room = (listed: readonly string[], more: Partial<Room> = {}): Room => ({
  id: 'r',
  anchorId: 'anna',
  anchorNick: 'Anna',
  title: 't',
  mode: 1,
  status: 1,
  sessions: 1,
  createdAt: 0,
  updatedAt: 0,
  eventAt: 0,
  work: 'none',
  version: 1,
  members: listed.map((user_id) => ({ user_id, mic_opened: false })),
  ...more,
});
const stage = (members: readonly string[], gone: readonly string[] = []): Stage => ({
  ...emptyStage(stageRoom(room([])).epoch),
  members: members.map((userId) => ({ userId, mic: true, camera: true, joinedAt: NOW, expiresAt: NOW + MEMBER_MS })),
  gone: gone.map((userId) => ({ userId, expiresAt: NOW + GONE_MS })),
});
const names = (listed: readonly string[], stored: Stage | undefined, now = NOW, more: Partial<Room> = {}) =>
  viewOf(room(listed, more), stored, now).seats.map((seat) => seat.userId);

describe('both paths to the stage together', () => {
  const some = (most: number) => fc.uniqueArray(fc.constantFrom(...USERS), { maxLength: most });

  it('A5, W21: are never more than six, name nobody twice, and the anchor first', () => {
    fc.assert(
      fc.property(some(6), some(6), some(3), (listed, served, gone) => {
        const guests = served.filter((user) => !gone.includes(user)).slice(0, 5);
        const seats = names(listed, stage(guests, gone));
        expect(seats.length).toBeLessThanOrEqual(6);
        expect(new Set(seats).size).toBe(seats.length);
        if (seats.includes('anna')) expect(seats[0]).toBe('anna');
        // Whom the server has put there is never pushed out by the list of a client.
        expect(guests.filter((user) => !seats.includes(user))).toEqual([]);
        expect(seats.filter((user) => gone.includes(user) && user !== 'anna')).toEqual([]);
      }),
    );
  });

  it('tell the state that the server keeps of a member, and the name that the client wrote', () => {
    const written = { user_id: 'b', user_nick: 'Bee', mic_opened: false, rtc_pull_url: 'artc://old' };
    const { seats } = viewOf(room([], { members: [written] }), stage(['b']), NOW);
    expect(seats[1]?.member).toEqual({ user_id: 'b', user_nick: 'Bee', mic_opened: true, camera_opened: true });
    // The server signs for the anchor, who has not said that it is there.
    expect(seats[0]).toEqual({ userId: 'anna', isServed: true, member: { user_id: 'anna', user_nick: 'Anna' } });
  });

  it('show each the picture that it has told, or else the one that the client wrote of it', () => {
    const listed = ['a', 'b', 'c'].map((user) => ({ user_id: user, user_avatar: `https://written/${user}` }));
    const { members, ...rest } = stage(['b', 'c', 'd']);
    const stored = {
      ...rest,
      members: members.map((one) => (one.userId === 'c' ? { ...one, avatar: 'https://c' } : one)),
    };
    const { seats } = viewOf(room([], { members: listed }), stored, NOW);
    expect(seats.map(({ userId, member }) => [userId, member.user_avatar])).toEqual([
      ['anna', undefined],
      ['b', 'https://written/b'],
      ['c', 'https://c'],
      ['d', undefined],
      ['a', 'https://written/a'],
    ]);
    expect(Object.keys(seats[3]?.member ?? {})).not.toContain('user_avatar');
  });

  it('gotcha 6: do not tell of a silent member by the copy of it in the list', () => {
    expect(names(['anna', 'b'], stage(['b']), NOW + MEMBER_MS - 1)).toEqual(['anna', 'b']);
    expect(names(['anna', 'b'], stage(['b']), NOW + MEMBER_MS)).toEqual(['anna']);
  });

  it('tell of nobody in an ended room, and of nobody from another epoch', () => {
    expect(names(['anna', 'b'], stage(['c']), NOW, { status: 2 })).toEqual([]);
    expect(names([], stage(['anna', 'c']), NOW, { sessions: 2 })).toEqual(['anna']);
    expect(names([], undefined)).toEqual([]);
  });
});
