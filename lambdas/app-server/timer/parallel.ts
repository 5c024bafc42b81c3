/** Work of the timer on many things, a few at a time. */
import type { Scope } from '../scope.ts';

const PARALLEL = 5;

/**
 * Works on the items until `end` (milliseconds since the epoch); what is not begun by then is left. One failure stops no
 * other: it is logged, and what was not done is done another time.
 *
 * @param work answers whether something was done
 * @returns how many were done
 */
export async function eachInParallel<T extends { readonly id: string }>(
  scope: Scope,
  what: string,
  end: number,
  items: readonly T[],
  work: (item: T) => Promise<boolean>,
): Promise<number> {
  const waiting = [...items];
  let done = 0;
  const worker = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined && scope.clock.now() < end; item = waiting.shift()) {
      try {
        if (await work(item)) {
          done++;
        }
      } catch (error) {
        scope.log.error('the timer could not finish a room', { room: item.id, what, error });
      }
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  return done;
}
