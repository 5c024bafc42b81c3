import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  applyEvent,
  ENDED,
  isOver,
  isVisible,
  LIVE,
  MISSING_MS,
  PREPARING,
  REOPEN_MS,
  type Room,
  type RoomEvent,
} from '../../../../lambdas/app-server/rooms/room.ts';

const NEW: Room = {
  id: 'r1',
  anchorId: 'anna',
  title: 'Channel',
  mode: 1,
  status: PREPARING,
  createdAt: 1_000_000,
  updatedAt: 1_000_000,
  work: 'none',
  sessions: 0,
  eventAt: 1_000_000,
  version: 1,
};

const HALF_AN_HOUR = 1_800_000;

const member = (user_id: string) => ({ user_id });

/** The room after events that come one second after each other. */
function following(room: Room, ...types: RoomEvent['type'][]): Room {
  return types.reduce((current, type) => {
    const at = current.eventAt + 1_000;
    const outcome = applyEvent(current, { type, at, time: at } as RoomEvent);
    return 'changed' in outcome ? outcome.changed : current;
  }, room);
}

describe('the states of a room', () => {
  it.each<[RoomEvent['type'][], Partial<Room>]>([
    [['start'], { status: LIVE, sessions: 1, work: 'none' }],
    [['start', 'pause'], { status: PREPARING, sessions: 1 }],
    [['start', 'pause', 'start'], { status: LIVE, sessions: 2 }],
    [['stop'], { status: ENDED, sessions: 0, work: 'forbid' }],
    [['start', 'stop'], { status: ENDED, work: 'forbid' }],
    [['start', 'stop', 'settled'], { status: ENDED, work: 'none' }],
    [['start', 'stop', 'start'], { status: LIVE, sessions: 2, work: 'resume', stoppedAt: undefined }],
    [['start', 'stop', 'start', 'stop'], { status: ENDED, work: 'forbid' }],
    [['publish'], { status: LIVE, sessions: 1 }],
    [['publish', 'publish_done'], { status: PREPARING }],
    [['publish_done'], { status: PREPARING }],
    [['start', 'publish'], { status: LIVE, sessions: 1 }],
    [['delete'], { status: ENDED, work: 'delete' }],
    [['delete', 'start', 'publish', 'settled', 'created'], { status: ENDED, work: 'delete' }],
  ])('%j leads to %o', (events, expected) => {
    expect(following(NEW, ...events)).toMatchObject(expected);
  });

  it('W13: an ended room is never opened by its stream', () => {
    const ended = following(NEW, 'start', 'stop');
    const late = applyEvent(ended, { type: 'publish', at: 9e12, time: 9e12 });
    expect(late).toEqual({ unchanged: ended });
  });

  it('W13: a callback about something older than the last event changes nothing', () => {
    const resumed = following(NEW, 'publish', 'publish_done', 'publish');
    const late = { type: 'publish_done', at: resumed.eventAt + 500, time: resumed.eventAt - 1_000 } as const;
    expect(applyEvent(resumed, late)).toEqual({ unchanged: resumed });
  });

  it('pausing an ended room is refused, and nothing happens to a room that is not there yet', () => {
    expect(applyEvent(following(NEW, 'stop'), { type: 'pause', at: 1 })).toEqual({ refused: 'ended' });
    expect(applyEvent({ ...NEW, work: 'create' }, { type: 'start', at: 1 })).toEqual({ refused: 'absent' });
  });

  it('gotcha 6: members go with the session; the anchor stays over a start and a pause', () => {
    const members = [member('anna'), member('bob')];
    expect(following({ ...NEW, members }, 'start').members).toEqual([member('anna')]);
    const live = { ...following(NEW, 'start'), members };
    expect(following(live, 'pause').members).toEqual([member('anna')]);
    expect(following(live, 'publish_done').members).toEqual([member('anna')]);
    expect(following(live, 'stop').members).toEqual([]);
    expect(following(live, 'delete').members).toEqual([]);
    expect(following(NEW, 'start', 'stop').members).toBeUndefined();
  });
});

describe('what an event leaves in the room', () => {
  const at = NEW.eventAt + 10_000;
  const changedBy = (room: Room, event: RoomEvent): Room => {
    const outcome = applyEvent(room, event);
    if (!('changed' in outcome)) {
      throw new Error(`${event.type} changed nothing`);
    }
    return outcome.changed;
  };
  let live: Room;
  beforeAll(() => {
    live = following({ ...NEW, lookedAt: 5 }, 'start');
  });

  it('its creation: the group is there, and nothing else is new', () => {
    expect(changedBy({ ...NEW, work: 'create' }, { type: 'created', at })).toEqual({
      ...NEW,
      work: 'none',
      eventAt: at,
      updatedAt: at,
      version: 2,
    });
    for (const work of ['none', 'forbid', 'resume', 'close'] as const) {
      const room = { ...NEW, work };
      expect(applyEvent(room, { type: 'created', at })).toEqual({ unchanged: room });
    }
  });

  it('a start: a new session that nobody has looked at', () => {
    expect(changedBy({ ...NEW, lookedAt: 5, missingAt: 7 }, { type: 'start', at })).toEqual({
      ...NEW,
      status: LIVE,
      startedAt: at,
      sessions: 1,
      eventAt: at,
      updatedAt: at,
      version: 2,
    });
  });

  it('a start of a live room, a pause of a waiting one, the end of its stream and a stop of an ended one: nothing', () => {
    const ended = following(NEW, 'stop');
    expect(applyEvent(live, { type: 'start', at })).toEqual({ unchanged: live });
    expect(applyEvent(NEW, { type: 'pause', at })).toEqual({ unchanged: NEW });
    expect(applyEvent(NEW, { type: 'publish_done', at, time: at })).toEqual({ unchanged: NEW });
    expect(applyEvent(ended, { type: 'stop', at })).toEqual({ unchanged: ended });
  });

  it('a stop: when it ended, and that its stream is not missing any more', () => {
    const stopped = changedBy({ ...live, missingAt: 3 }, { type: 'stop', at });
    expect(stopped).toEqual({
      ...live,
      status: ENDED,
      stoppedAt: at,
      work: 'forbid',
      eventAt: at,
      updatedAt: at,
      version: 3,
    });
    expect(stopped.missingAt).toBeUndefined();
  });

  it('a deletion of an ended room: it ended when it ended', () => {
    const ended = changedBy(live, { type: 'stop', at });
    const deleted = changedBy(ended, { type: 'delete', at: at + 5_000 });
    expect(deleted).toMatchObject({ stoppedAt: at, work: 'delete', eventAt: at + 5_000 });
    expect(applyEvent(deleted, { type: 'delete', at: at + 6_000 })).toEqual({ unchanged: deleted });
    expect(isVisible(deleted)).toBe(false);
  });

  it('a callback counts by when it happened, and shows as changed now', () => {
    const published = changedBy(NEW, { type: 'publish', at, time: at - 3_000 });
    expect(published).toMatchObject({ eventAt: at - 3_000, updatedAt: at, startedAt: at, missingAt: 0 });
  });

  it('a callback of the very second of the last event still counts, and one of the second before does not', () => {
    const room: Room = { ...NEW, eventAt: 5_999 };
    expect(changedBy(room, { type: 'publish', at, time: 5_000 })).toMatchObject({ status: LIVE, eventAt: 5_999 });
    expect(applyEvent(room, { type: 'publish', at, time: 4_999 })).toEqual({ unchanged: room });
    const running: Room = { ...live, eventAt: 5_999 };
    expect(changedBy(running, { type: 'publish_done', at, time: 5_000 })).toMatchObject({ status: PREPARING });
    expect(applyEvent(running, { type: 'publish_done', at, time: 4_999 })).toEqual({ unchanged: running });
  });

  it('work that is done is no event of the room: nobody sees a change', () => {
    const ended = changedBy(live, { type: 'stop', at });
    const settled = changedBy(ended, { type: 'settled', at: at + 5_000 });
    expect(settled).toEqual({ ...ended, work: 'none', version: ended.version + 1 });
    expect(settled.closedAt).toBeUndefined();
    expect(applyEvent(settled, { type: 'settled', at: at + 6_000 })).toEqual({ unchanged: settled });
    const closing = changedBy(settled, { type: 'close', at: at + REOPEN_MS + 1 });
    expect(closing).toEqual({ ...settled, work: 'close', version: settled.version + 1 });
    const closed = changedBy(closing, { type: 'settled', at: at + REOPEN_MS + 9 });
    expect(closed).toEqual({ ...closing, work: 'none', closedAt: at + REOPEN_MS + 9, version: closing.version + 1 });
  });
});

describe('A7: a stream that is lost without a callback', () => {
  const at = NEW.eventAt + 10_000;
  let published: Room;
  let lost: Room;
  beforeAll(() => {
    published = following(NEW, 'publish');
    lost = { ...published, missingAt: at };
  });

  it('is noted when it was there before, without showing as a change', () => {
    expect(applyEvent(published, { type: 'missing', at })).toEqual({
      changed: { ...published, missingAt: at, version: published.version + 1 },
    });
  });

  it('pauses the room after 90 seconds and not before', () => {
    expect(applyEvent(lost, { type: 'missing', at: at + MISSING_MS - 1 })).toEqual({ unchanged: lost });
    const now = at + MISSING_MS;
    expect(MISSING_MS).toBe(90_000);
    expect(applyEvent({ ...lost, members: [member('anna'), member('bob')] }, { type: 'missing', at: now })).toEqual({
      changed: {
        ...lost,
        status: PREPARING,
        members: [member('anna')],
        missingAt: undefined,
        eventAt: now,
        updatedAt: now,
        version: lost.version + 1,
      },
    });
  });

  it('is forgotten when it is seen again, without showing as a change', () => {
    expect(applyEvent(lost, { type: 'seen', at })).toEqual({
      changed: { ...lost, missingAt: 0, version: lost.version + 1 },
    });
    const found: Room = { ...lost, missingAt: 0 };
    expect(applyEvent(found, { type: 'seen', at })).toEqual({ unchanged: found });
  });

  it.each<[string, RoomEvent['type'][], Partial<Room>]>([
    ['was started without one', ['start'], {}],
    ['waits', [], {}],
    ['waits and had one', [], { missingAt: 0 }],
    ['has ended', ['publish', 'stop'], { missingAt: 0 }],
  ])('does not concern a room that %s', (_what, events, more) => {
    const room: Room = { ...following(NEW, ...events), ...more };
    expect(applyEvent(room, { type: 'missing', at: 9e12 })).toEqual({ unchanged: room });
  });

  it('is not looked for in a room that is not live', () => {
    const ended = following(NEW, 'publish', 'stop');
    expect(applyEvent(NEW, { type: 'seen', at })).toEqual({ unchanged: NEW });
    expect(applyEvent(ended, { type: 'seen', at })).toEqual({ unchanged: ended });
  });
});

describe('isOver', () => {
  const stoppedAt = 5_000_000;
  it.each([
    ['half an hour has passed', { status: ENDED, stoppedAt } as const, stoppedAt + REOPEN_MS, false],
    ['a millisecond more', { status: ENDED, stoppedAt } as const, stoppedAt + REOPEN_MS + 1, true],
    ['it is being closed', { status: ENDED, stoppedAt, work: 'close' } as const, stoppedAt, true],
    ['its group is gone', { status: ENDED, stoppedAt, closedAt: stoppedAt } as const, stoppedAt, true],
    ['it is live', { status: LIVE, stoppedAt, closedAt: stoppedAt, work: 'close' } as const, 9e12, false],
    ['nobody knows when it ended', { status: ENDED } as const, 9e12, false],
  ])('when %s', (_what, room, now, expected) => {
    expect(isOver({ work: 'none', ...room }, now)).toBe(expected);
  });

  it('half an hour is as long as that', () => {
    expect(REOPEN_MS).toBe(HALF_AN_HOUR);
  });
});

describe('an ended room', () => {
  let ended: Room;
  let end: number;
  beforeAll(() => {
    ended = following(NEW, 'start', 'stop', 'settled');
    end = ended.stoppedAt ?? 0;
  });

  it('can be opened again until half an hour has passed, and not afterwards', () => {
    expect(applyEvent(ended, { type: 'start', at: end + REOPEN_MS })).toMatchObject({ changed: { status: LIVE } });
    expect(applyEvent(ended, { type: 'start', at: end + REOPEN_MS + 1 })).toEqual({ refused: 'closed' });
  });

  it('is closed after that time and not before, and not before its stream is forbidden', () => {
    expect(applyEvent(ended, { type: 'close', at: end + REOPEN_MS })).toEqual({ unchanged: ended });
    const unsettled: Room = { ...ended, work: 'forbid' };
    expect(applyEvent(unsettled, { type: 'close', at: end + REOPEN_MS + 1 })).toEqual({ unchanged: unsettled });
    expect(applyEvent(ended, { type: 'close', at: end + REOPEN_MS + 1 })).toMatchObject({ changed: { work: 'close' } });
    const live = following(NEW, 'start');
    expect(applyEvent(live, { type: 'close', at: 9e12 })).toEqual({ unchanged: live });
  });

  it('stays closed, whatever the clock of whoever starts it says', () => {
    const taken: Room = { ...ended, work: 'close' };
    expect(applyEvent(taken, { type: 'start', at: end + 1 })).toEqual({ refused: 'closed' });
    const closed: Room = { ...ended, closedAt: end + REOPEN_MS + 1 };
    expect(applyEvent(closed, { type: 'start', at: end + 1 })).toEqual({ refused: 'closed' });
    expect(applyEvent(closed, { type: 'stop', at: end + 1 })).toEqual({ unchanged: closed });
    expect(applyEvent(closed, { type: 'close', at: 9e12 })).toEqual({ unchanged: closed });
  });
});

const anyEvent: fc.Arbitrary<RoomEvent> = fc.oneof(
  fc.record({
    type: fc.constantFrom('created', 'start', 'pause', 'stop', 'close', 'delete', 'settled', 'seen', 'missing'),
    at: fc.integer({ min: 1_000_000, max: 1_000_000 + 3 * HALF_AN_HOUR }),
  }),
  fc.record({
    type: fc.constantFrom('publish', 'publish_done'),
    at: fc.integer({ min: 1_000_000, max: 2_000_000 }),
    time: fc.integer({ min: 0, max: 2_000_000 }),
  }),
);

describe('whatever happens to a room (model-based)', () => {
  it('A4: every event may be repeated, versions grow by one, refusals and repetitions change nothing', () => {
    fc.assert(
      fc.property(
        fc.array(anyEvent, { maxLength: 30 }),
        fc.constantFrom<Room['work']>('none', 'create'),
        (events, work) => {
          let room: Room = { ...NEW, work, members: [member('anna'), member('bob')] };
          for (const event of events) {
            const before = structuredClone(room);
            const outcome = applyEvent(room, event);
            expect(room).toEqual(before);
            if (!('changed' in outcome)) {
              continue;
            }
            const next = outcome.changed;
            expect(next.version).toBe(room.version + 1);
            expect(next.eventAt).toBeGreaterThanOrEqual(room.eventAt);
            expect(applyEvent(next, event)).not.toHaveProperty('changed');
            room = next;
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('keeps the promises that the rest relies on', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 30 }), (events) => {
        let room: Room = NEW;
        let deleted = false;
        for (const event of events) {
          const outcome = applyEvent(room, event);
          const next = 'changed' in outcome ? outcome.changed : room;
          // A deletion is final.
          expect(deleted && isVisible(next)).toBe(false);
          // Only the anchor opens an ended room, and whoever ended it forbade its stream.
          if (room.status === ENDED && next.status !== ENDED) {
            expect(event.type).toBe('start');
            expect(next.work).toBe('resume');
            expect(room.work === 'close' || room.closedAt !== undefined).toBe(false);
            expect(event.at - (room.stoppedAt ?? 0)).toBeLessThanOrEqual(REOPEN_MS);
          }
          // The group goes once, and only from a room that nothing opens again.
          if (next.closedAt !== room.closedAt) {
            expect([room.work, room.closedAt, next.status]).toEqual(['close', undefined, ENDED]);
          }
          if (next.work === 'close') {
            expect(next.status).toBe(ENDED);
          }
          if (room.status !== ENDED && next.status === ENDED) {
            expect(['forbid', 'delete']).toContain(next.work);
            expect(next.members ?? []).toEqual([]);
          }
          // A session begins exactly when the room becomes live.
          expect(next.sessions - room.sessions).toBe(room.status !== LIVE && next.status === LIVE ? 1 : 0);
          expect(next.stoppedAt !== undefined).toBe(next.status === ENDED);
          deleted ||= event.type === 'delete';
          room = next;
        }
      }),
      { numRuns: 500 },
    );
  });
});
