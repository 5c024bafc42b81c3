/** What has to be true of the cloud when nothing is being done: no half-written room, and nothing that belongs to no room. */
import { expect } from 'vitest';
import type { World } from './world.ts';

const STATES = ['preparing', 'live', 'ended'] as const;

/** What is in the cloud, of which only this stage has used anything. */
export interface CloudState {
  readonly rows: (table: string) => readonly Readonly<Record<string, unknown>>[];
  /** Ids of messaging groups. */
  readonly groups: ReadonlySet<string>;
  /** `app/stream` of streams that are forbidden. */
  readonly forbidden: ReadonlySet<string>;
  /** Ids of relay tasks. */
  readonly tasks: ReadonlySet<string>;
}

export function expectConsistent(at: World): void {
  expectConsistentState({
    rows: (table) => at.rows.all(table),
    groups: new Set(at.live.groups.keys()),
    forbidden: at.live.forbidden,
    tasks: new Set(at.live.tasks.keys()),
  });
}

export function expectConsistentState({ rows, groups, forbidden, tasks }: CloudState): void {
  const rooms = rows('rooms');
  const ids = new Set(rooms.map((row) => String(row.room_id)));
  for (const row of rooms) {
    expect(row, 'no work is left').toMatchObject({ work: 'none' });
    const isClosed = row.closed_at !== undefined;
    expect(row.status_shard).toBe(`${isClosed ? 'closed' : STATES[Number(row.status)]}#0`);
    expect(groups.has(String(row.room_id)), 'a closed room has no group, any other has one').toBe(!isClosed);
    expect(forbidden.has(streamOf(row)), 'the stream of an ended room, and no other, is forbidden').toBe(
      row.status === 2,
    );
    if (row.status === 2 && row.meeting_info !== undefined) {
      expect(row.meeting_info).toBe('{"members":[]}');
    }
  }
  for (const group of groups) {
    expect(ids, 'a group belongs to a room').toContain(group);
  }
  const going = new Set(rooms.filter((row) => row.status !== 2).map((row) => String(row.room_id)));
  for (const task of tasks) {
    expect(going, 'a relay task belongs to a room that goes on').toContain(task);
  }
  for (const table of ['room_stats', 'co_streaming', 'viewers', 'bans']) {
    const strangers = rows(table).filter((row) => row.room_id !== '*' && !ids.has(String(row.room_id)));
    expect(strangers, `rows of ${table} belong to a room`).toEqual([]);
  }
}

function streamOf(row: Readonly<Record<string, unknown>>): string {
  return row.mode === 1 ? `live/artc0app_${row.meeting_id}_${row.anchor_id}_camera` : `live/${row.room_id}`;
}
