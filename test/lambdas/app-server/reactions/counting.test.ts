import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countLikes } from '../../../../lambdas/app-server/reactions/counting.ts';
import { readStatistics } from '../../../../lambdas/app-server/reactions/store.ts';
import { world } from '../support/world.ts';

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('likes that are added together', () => {
  it('are exactly what was answered, for every interleaving of rooms, pauses, and writes that fail', async () => {
    const step = fc.record({
      room: fc.constantFrom('r1', 'r2'),
      likes: fc.integer({ min: 0, max: 500 }),
      pause: fc.boolean(),
      fails: fc.integer({ min: 0, max: 4 }).map((number) => number === 0),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), async (steps) => {
        const at = await world();
        let failing = false;
        at.rows.before = async ({ operation }) => {
          await tick();
          if (operation === 'update' && failing) throw new Error('no answer');
        };
        const answered: Record<string, number> = { r1: 0, r2: 0 };
        const calls: Promise<void>[] = [];
        for (const { room, likes, pause, fails } of steps) {
          failing = fails;
          const counting = countLikes(at.scope, room, likes).then(
            (total) => {
              answered[room] = (answered[room] ?? 0) + likes;
              expect(total).toBeGreaterThanOrEqual(likes);
            },
            (error: Error) => expect(error.message).toBe('no answer'),
          );
          calls.push(counting);
          if (pause) await tick();
        }
        await Promise.all(calls);
        at.rows.before = () => undefined;
        for (const room of ['r1', 'r2']) {
          expect((await readStatistics(at.rows, room)).likeCount).toBe(answered[room]);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('a single one waits for nobody: one write, and the lane is free again', async () => {
    const at = await world();
    expect(await countLikes(at.scope, 'r1', 2)).toBe(2);
    expect(await countLikes(at.scope, 'r1', 3)).toBe(5);
    expect(at.rows.calls.filter(({ operation }) => operation === 'update')).toHaveLength(2);
  });
});
