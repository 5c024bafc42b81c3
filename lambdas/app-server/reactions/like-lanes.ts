/**
 * Adds likes of one room on one instance together: while a write is under way, whoever comes waits for the next one, and
 * that one adds what all of them bring. A single like waits for nobody, and a crowd needs few writes. Everybody is answered
 * after the write with the own likes in it, so totals are exact.
 */
import { perCloud } from '../per-cloud.ts';
import type { Scope } from '../scope.ts';
import { addLikes } from './store.ts';

interface Batch {
  likes: number;
  readonly total: Promise<number>;
  readonly start: () => void;
}

/** What waits for the write that is under way, by room. */
const lanesOf = perCloud(() => new Map<string, { next: Batch | undefined }>());

/** Adds likes and answers how many there are then. */
export function countLikes(scope: Scope, roomId: string, likes: number): Promise<number> {
  const lanes = lanesOf(scope.cloud);
  const lane = lanes.get(roomId);
  if (lane?.next) {
    lane.next.likes += likes;
    return lane.next.total;
  }
  const batch = newBatch(scope, roomId, likes);
  if (lane) {
    lane.next = batch;
  } else {
    lanes.set(roomId, { next: undefined });
    batch.start();
  }
  return batch.total;
}

function newBatch(scope: Scope, roomId: string, likes: number): Batch {
  let start = (): void => undefined;
  const turn = new Promise<void>((resolve) => {
    start = resolve;
  });
  const batch: Batch = {
    likes,
    start: () => start(),
    total: turn
      .then(() => addLikes(scope.cloud.rows, roomId, batch.likes))
      .finally(() => {
        const lanes = lanesOf(scope.cloud);
        const next = lanes.get(roomId)?.next;
        if (next) {
          lanes.set(roomId, { next: undefined });
          next.start();
        } else {
          lanes.delete(roomId);
        }
      }),
  };
  return batch;
}
