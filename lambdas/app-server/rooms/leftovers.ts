/** Rows of other tables that belong to a room, removed with it. */
import { TABLES } from '../../cloud/tables.ts';
import { endStage } from '../costreaming/mend.ts';
import { removeBans } from '../moderation/bans.ts';
import type { Scope } from '../scope.ts';

const VIEWERS = TABLES.viewers.name;

/** Viewers that one call removes: some ten round trips side by side. */
const BATCH = 200;
const PARALLEL = 20;

/** Removes a batch. @returns whether nothing is left */
export async function removeLeftovers(scope: Scope, roomId: string): Promise<boolean> {
  const done = await Promise.all([removeViewers(scope, roomId), removeBans(scope, roomId), endStage(scope, roomId)]);
  return done[0] && done[1];
}

async function removeViewers({ cloud: { rows } }: Scope, room_id: string): Promise<boolean> {
  const { rows: found, next } = await rows.range(VIEWERS, {
    from: { room_id, user_id: 'min' },
    to: { room_id, user_id: 'max' },
    direction: 'forward',
    limit: BATCH,
    columns: [],
  });
  const keys = found.map((row) => ({ room_id, user_id: String(row.user_id) }));
  for (let start = 0; start < keys.length; start += PARALLEL) {
    await Promise.all(keys.slice(start, start + PARALLEL).map((key) => rows.delete(VIEWERS, key)));
  }
  return next === undefined;
}
