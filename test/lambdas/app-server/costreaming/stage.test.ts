import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEvent, type StageEvent } from '../../../../lambdas/app-server/costreaming/events.ts';
import {
  APPLICATION_MS,
  APPROVAL_MS,
  emptyStage,
  GONE_MS,
  guestsOf,
  has,
  isEmpty,
  MEMBER_MS,
  MOST_KEPT,
  present,
  type Stage,
  type StageRoom,
  stageRoom,
  withGone,
} from '../../../../lambdas/app-server/costreaming/stage.ts';
import { applyEvent as applyToRoom, type Room, type RoomEvent } from '../../../../lambdas/app-server/rooms/room.ts';

const NOW = 1_800_000_000_000;
const ROOM: StageRoom = { anchorId: 'anna', epoch: '1/1', isLive: true, isOpen: true, listed: [] };
const NOBODY = emptyStage(ROOM.epoch);

/** The stage after events that must all be accepted. */
function following(events: readonly StageEvent[], room = ROOM, start: Stage = NOBODY, now = NOW): Stage {
  return events.reduce((stage, event) => {
    const outcome = applyEvent(stage, room, event, now);
    if ('refused' in outcome) throw new Error(`${event.type} of ${event.userId} was refused: ${outcome.refused}`);
    return outcome.stage;
  }, start);
}
const event = (type: StageEvent['type'], userId: string): StageEvent => ({ type, userId });
const comes = (userId: string) => [event('approve', userId), event('join', userId)];
const ids = (entries: readonly { userId: string }[]) => entries.map((entry) => entry.userId);
const told = (stage: Stage, what: StageEvent, room = ROOM) => {
  const outcome = applyEvent(stage, room, what, NOW);
  return 'refused' in outcome ? outcome.refused : outcome.happenings;
};

describe('the way to the stage', () => {
  it('goes over an application and an approval, which are used up by joining', () => {
    const applied = following([{ ...event('apply', 'bob'), nick: 'Bob' } as StageEvent]);
    expect(applied.applications).toEqual([
      { userId: 'bob', nick: 'Bob', appliedAt: NOW, expiresAt: NOW + APPLICATION_MS },
    ]);
    const approved = following([event('approve', 'bob')], ROOM, applied);
    expect(approved).toMatchObject({ applications: [], approvals: [{ userId: 'bob', expiresAt: NOW + APPROVAL_MS }] });
    const joined = following([{ type: 'join', userId: 'bob', mic: false }], ROOM, approved);
    expect(joined.approvals).toEqual([]);
    expect(joined.members).toEqual([
      { userId: 'bob', mic: false, camera: true, joinedAt: NOW, expiresAt: NOW + MEMBER_MS },
    ]);
  });

  it('needs no approval for the anchor, nor for whom the anchor has put on its list', () => {
    expect(ids(following([event('join', 'anna')]).members)).toEqual(['anna']);
    expect(ids(following([event('join', 'bob')], { ...ROOM, listed: ['bob'] }).members)).toEqual(['bob']);
    expect(told(NOBODY, event('join', 'bob'))).toBe('not-on-stage');
    expect(told(following([event('apply', 'bob')]), event('join', 'bob'))).toBe('not-on-stage');
  });

  it('has room for five guests and the anchor, by both paths together, nobody counted twice', () => {
    const guests = ['b', 'c', 'd', 'e', 'f'];
    const full = following(guests.flatMap(comes));
    expect(told(full, event('approve', 'g'))).toBe('full');
    expect(ids(following([event('join', 'anna')], ROOM, full).members)).toEqual([...guests, 'anna']);
    const before = following([event('join', 'anna'), ...guests.flatMap(comes)]);
    expect(ids(before.members)).toEqual(['anna', ...guests]);
    expect(guestsOf(before, ROOM)).toEqual(new Set(guests));
    const listed = { ...ROOM, listed: ['anna', 'b', 'c', 'x'] };
    const approved = following(['b', 'c', 'd', 'e', 'f'].map((user) => event('approve', user)));
    const four = following(
      ['b', 'c', 'd', 'e'].map((user) => event('join', user)),
      listed,
      approved,
    );
    expect(guestsOf(four, listed).size).toBe(5);
    expect(told(four, event('join', 'f'), listed)).toBe('full');
  });

  it('an approval holds no seat: who joins first has it', () => {
    const all = ['b', 'c', 'd', 'e', 'f', 'g'];
    const stage = following([
      ...all.map((user) => event('approve', user)),
      ...all.slice(1).map((user) => event('join', user)),
    ]);
    expect(told(stage, event('join', 'b'))).toBe('full');
    expect(told(following([event('leave', 'g')], ROOM, stage), event('join', 'b'))).toEqual([
      { what: 'joined', userId: 'b' },
    ]);
  });

  it('takes a bounded number of applications, and one of a user who asks again', () => {
    const many = Array.from({ length: MOST_KEPT }, (_, index) => event('apply', `user${index}`));
    const crowded = following(many);
    expect(told(crowded, event('apply', 'late'))).toBe('too-many');
    const again = applyEvent(crowded, ROOM, event('apply', 'user0'), NOW + 1_000);
    expect(again).toMatchObject({ happenings: [], stage: { applications: { length: MOST_KEPT } } });
    expect('stage' in again && again.stage.applications[0]).toMatchObject({
      appliedAt: NOW,
      expiresAt: NOW + 1_000 + APPLICATION_MS,
    });
    expect('stage' in again && ids(again.stage.applications)).toEqual(ids(crowded.applications));
  });

  it('keeps the latest of many invitations', () => {
    const invited = Array.from({ length: MOST_KEPT + 1 }, (_, index) => event('approve', `user${index}`));
    expect(ids(following(invited).approvals)).toEqual(invited.slice(1).map(({ userId }) => userId));
  });

  it('is closed when the room has ended, but leaving it is not', () => {
    const ended = { ...ROOM, isOpen: false };
    for (const type of ['apply', 'approve', 'join', 'renew', 'switch', 'ask'] as const) {
      expect(told(NOBODY, event(type, 'bob'), ended)).toBe('ended');
    }
    for (const type of ['cancel', 'reject', 'leave'] as const)
      expect(told(NOBODY, event(type, 'bob'), ended)).toEqual([]);
  });
});

describe('what is done again changes nothing and tells nobody', () => {
  const onStage = following(comes('bob'));
  it.each<[string, Stage, StageEvent]>([
    ['apply of somebody on stage', onStage, event('apply', 'bob')],
    ['apply of somebody approved', following([event('approve', 'bob')]), event('apply', 'bob')],
    ['approve', following([event('approve', 'bob')]), event('approve', 'bob')],
    ['approve of somebody on stage', onStage, event('approve', 'bob')],
    ['reject without application', NOBODY, event('reject', 'bob')],
    ['cancel without application', NOBODY, event('cancel', 'bob')],
    ['leave when absent', NOBODY, event('leave', 'bob')],
    ['switch to what is so', onStage, { type: 'switch', userId: 'bob', mic: true, camera: true }],
    ['apply of the anchor', NOBODY, event('apply', 'anna')],
  ])('%s', (_title, stage, what) => {
    expect(applyEvent(stage, ROOM, what, NOW)).toEqual({ stage, happenings: [] });
    expect((applyEvent(stage, ROOM, what, NOW) as { stage: Stage }).stage).toBe(stage);
  });

  it('joining twice is one member, who is renewed and keeps the time of joining', () => {
    const later = applyEvent(onStage, ROOM, event('join', 'bob'), NOW + 5_000);
    expect(later).toMatchObject({
      happenings: [],
      stage: { members: [{ userId: 'bob', joinedAt: NOW, expiresAt: NOW + 5_000 + MEMBER_MS }] },
    });
  });
});

describe('leaving the stage', () => {
  it('by kick takes every right: membership, approval and application (A3)', () => {
    for (const stage of [
      following(comes('bob')),
      following([event('approve', 'bob')]),
      following([event('apply', 'bob')]),
    ]) {
      const kicked = following([event('kick', 'bob')], ROOM, stage);
      expect([kicked.members, kicked.approvals, kicked.applications]).toEqual([[], [], []]);
      expect(told(kicked, event('join', 'bob'))).toBe('not-on-stage');
      expect(told(kicked, event('renew', 'bob'))).toBe('not-on-stage');
    }
    expect(told(NOBODY, event('kick', 'anna'))).toBe('anchor');
  });

  it('tells whether the server or the client put the guest there, who then says itself that it leaves', () => {
    expect(told(following(comes('bob')), event('kick', 'bob'))).toMatchObject([{ what: 'kicked', was: 'member' }]);
    expect(told(NOBODY, event('kick', 'bob'), { ...ROOM, listed: ['bob'] })).toMatchObject([{ was: 'listed' }]);
    expect(told(NOBODY, event('kick', 'bob'))).toMatchObject([{ was: 'absent' }]);
    expect(told(following(comes('bob')), event('leave', 'bob'))).toEqual([{ what: 'left', userId: 'bob' }]);
    // Whom the client has put there leaves on its own: nobody waits to be told.
    expect(told(NOBODY, event('leave', 'bob'), { ...ROOM, listed: ['bob'] })).toEqual([]);
  });

  it('outlives a late list of the anchor, which names the guest still, but not a new approval', () => {
    const listed = { ...ROOM, listed: ['anna', 'bob'] };
    const left = following([event('leave', 'bob')], listed, following(comes('bob')));
    expect(guestsOf(left, listed).size).toBe(0);
    expect(told(left, event('join', 'bob'), listed)).toBe('not-on-stage');
    const back = following(comes('bob'), listed, left);
    expect(back.gone).toEqual([]);
    expect(present(left, listed, NOW + GONE_MS).stage.gone).toEqual([]);
  });

  it('the anchor leaves and is not kept from coming back', () => {
    expect(following([event('join', 'anna'), event('leave', 'anna')])).toEqual(NOBODY);
  });

  it('keeps who has gone once, by the last time, and the latest of many', () => {
    const went = following([event('leave', 'bob')], ROOM, following(comes('bob')));
    const twice = withGone(went.gone, [{ userId: 'bob' }], NOW + 1_000);
    expect(twice).toEqual([{ userId: 'bob', expiresAt: NOW + 1_000 + GONE_MS }]);
    expect(ids(withGone(twice, [{ userId: 'carl' }], NOW))).toEqual(['bob', 'carl']);
    const crowd = Array.from({ length: MOST_KEPT }, (_, index) => ({ userId: `user${index}` }));
    const kept = withGone(twice, crowd, NOW);
    expect([kept.length, has(kept, 'bob'), has(kept, 'user0')]).toEqual([MOST_KEPT, false, true]);
  });

  it.each(['members', 'applications', 'approvals', 'gone'] as const)('a stage with %s is not empty', (part) => {
    const stage = following([...comes('bob'), event('apply', 'carl'), event('approve', 'dora')]);
    const full = { ...stage, gone: withGone([], [{ userId: 'erik' }], NOW) };
    expect(isEmpty({ ...NOBODY, [part]: full[part] })).toBe(false);
    expect(isEmpty({ ...full, [part]: [] })).toBe(false);
    expect(isEmpty({ ...NOBODY, members: full.members, [part]: full[part] })).toBe(false);
    expect(isEmpty(NOBODY)).toBe(true);
  });

  it('a guest is asked to switch devices, and only one who is on stage', () => {
    const stage = following(comes('bob'));
    const wish: StageEvent = { type: 'ask', userId: 'bob', mic: false };
    expect(applyEvent(stage, ROOM, wish, NOW)).toEqual({
      stage,
      happenings: [{ what: 'asked', userId: 'bob', mic: false }],
    });
    expect(told(stage, { ...wish, userId: 'carl' })).toBe('not-on-stage');
  });

  it('switching tells only what changed; the anchor is on stage by doing it', () => {
    const stage = following(comes('bob'));
    expect(told(stage, { type: 'switch', userId: 'bob', mic: false, camera: true })).toEqual([
      { what: 'switched', userId: 'bob', mic: false },
    ]);
    expect(told(stage, { type: 'switch', userId: 'bob', mic: true })).toEqual([]);
    const two = following(comes('carl'), ROOM, stage);
    const switched = following([{ type: 'switch', userId: 'carl', camera: false }], ROOM, two);
    expect(switched.members.map(({ mic, camera }) => [mic, camera])).toEqual([
      [true, true],
      [true, false],
    ]);
    const muted = following([{ type: 'switch', userId: 'bob', mic: false }], ROOM, two);
    expect(told(muted, { type: 'switch', userId: 'carl', mic: false })).toEqual([
      { what: 'switched', userId: 'carl', mic: false },
    ]);
    expect(told(stage, { type: 'switch', userId: 'anna', mic: false })).toEqual([{ what: 'joined', userId: 'anna' }]);
    expect(told(stage, { type: 'switch', userId: 'carl', mic: false })).toBe('not-on-stage');
  });
});

describe('time', () => {
  it('takes off the stage who does not renew, and forgets what was not answered or used', () => {
    const stage = following([...comes('bob'), event('apply', 'carl'), event('approve', 'dora')]);
    expect(present(stage, ROOM, NOW + MEMBER_MS - 1).stage).toBe(stage);
    const late = present(stage, ROOM, NOW + MEMBER_MS);
    expect(late.happenings).toEqual([{ what: 'expired', userId: 'bob' }]);
    expect([ids(late.stage.members), ids(late.stage.gone)]).toEqual([[], ['bob']]);
    const later = present(late.stage, ROOM, NOW + MEMBER_MS + GONE_MS);
    expect(isEmpty(later.stage)).toBe(true);
  });

  it('lets the anchor who fell silent come back at once: it is not among those who have gone', () => {
    const late = present(following([event('join', 'anna')]), ROOM, NOW + MEMBER_MS);
    expect(late).toEqual({ stage: NOBODY, happenings: [{ what: 'expired', userId: 'anna' }] });
    const carried = following([...comes('bob'), event('leave', 'bob')]);
    const again = following(comes('carl'), ROOM, carried);
    expect(ids(present(again, ROOM, NOW + MEMBER_MS).stage.gone)).toEqual(['bob', 'carl']);
  });

  it('renewal puts it off', () => {
    const renewed = following([event('renew', 'bob')], ROOM, following(comes('bob')), NOW + 40_000);
    expect(present(renewed, ROOM, NOW + MEMBER_MS + 1).happenings).toEqual([]);
  });
});

describe('the epochs of a room', () => {
  const room: Room = {
    id: 'r',
    anchorId: 'anna',
    title: 't',
    mode: 1,
    status: 0,
    createdAt: 0,
    updatedAt: 0,
    work: 'none',
    sessions: 0,
    eventAt: 0,
    version: 1,
  } as Room;
  const roomEvent = fc
    .constantFrom<RoomEvent['type']>('start', 'pause', 'stop', 'publish', 'publish_done', 'settled')
    .map((type) => (at: number) => ({ type, at, time: at }) as RoomEvent);

  it('never come back, and last as long as nothing starts, pauses or ends the room', () => {
    fc.assert(
      fc.property(fc.array(roomEvent, { maxLength: 30 }), (events) => {
        let current = room;
        const seen = [stageRoom(room).epoch];
        events.forEach((make, index) => {
          const outcome = applyToRoom(current, make((index + 1) * 2_000));
          const next = 'changed' in outcome ? outcome.changed : current;
          const isSame = next.status === current.status && next.sessions === current.sessions;
          const { epoch } = stageRoom(next);
          expect(epoch === seen.at(-1)).toBe(isSame);
          if (!isSame) seen.push(epoch);
          current = next;
        });
        expect(new Set(seen).size).toBe(seen.length);
      }),
    );
  });

  it.each([
    ['a pause', { ...ROOM, epoch: '1/0', isLive: false }, []],
    ['a stop', { ...ROOM, epoch: '1/2', isLive: false, isOpen: false }, []],
    ['a start, which leaves the anchor there', { ...ROOM, epoch: '2/1' }, ['anna']],
  ])('W14: clear the stage with %s', (_title, next, stays) => {
    const stage = following([event('join', 'anna'), ...comes('bob'), event('apply', 'carl'), event('approve', 'dora')]);
    const current = present(stage, next, NOW);
    expect(ids(current.stage.members)).toEqual(stays);
    expect([current.stage.applications, current.stage.approvals]).toEqual([[], []]);
    expect(current.happenings).toEqual([
      ...['anna', 'bob'].filter((user) => !stays.includes(user)).map((userId) => ({ what: 'cleared', userId })),
      { what: 'lapsed', userId: 'dora' },
    ]);
    // A late list of the anchor's client does not bring a guest back, and the anchor is never kept out.
    expect(ids(current.stage.gone)).toEqual(['bob']);
  });
});
