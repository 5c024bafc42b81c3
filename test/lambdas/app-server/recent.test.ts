import { describe, expect, it } from 'vitest';
import { Recent, Turns } from '../../../lambdas/app-server/recent.ts';

/** Work that ends when the test says so. */
function controlled() {
  const begun: { end(value: number): void; fail(error: Error): void }[] = [];
  const work = (): Promise<number> => new Promise((end, fail) => begun.push({ end, fail }));
  return { begun, work };
}

describe('answers that are shared while they are fresh', () => {
  it('are read once for a crowd, and again when they are old or forgotten', async () => {
    const { begun, work } = controlled();
    const recent = new Recent<number>(1_000, 10);
    const crowd = [0, 1, 999].map((now) => recent.get('a', now, work));
    expect(begun).toHaveLength(1);
    begun[0]?.end(7);
    expect(await Promise.all(crowd)).toEqual([7, 7, 7]);
    const later = recent.get('a', 1_000, work);
    begun[1]?.end(8);
    expect(await later).toBe(8);
    recent.forget('a');
    const anew = recent.get('a', 1_000, work);
    begun[2]?.end(9);
    expect(await anew).toBe(9);
  });

  it('are not kept when they failed, and the oldest go first', async () => {
    const recent = new Recent<number>(1_000, 2);
    await expect(recent.get('a', 0, () => Promise.reject(new Error('no answer')))).rejects.toThrow('no answer');
    expect(await recent.get('a', 0, async () => 1)).toBe(1);
    for (const key of ['b', 'c']) {
      await recent.get(key, 0, async () => 2);
    }
    expect(await recent.get('a', 0, async () => 3)).toBe(3);
    expect(await recent.get('c', 0, async () => 4)).toBe(2);
  });
});

describe('turns', () => {
  it('are begun at once by a single caller, and shared by all who come meanwhile: nothing is older than its question', async () => {
    const { begun, work } = controlled();
    const turns = new Turns<number>();
    const first = turns.take('a', work);
    const crowd = [turns.take('a', work), turns.take('a', work)];
    const other = turns.take('b', work);
    expect(begun).toHaveLength(2);
    begun[0]?.end(1);
    begun[1]?.end(5);
    expect(await first).toBe(1);
    expect(await other).toBe(5);
    expect(begun).toHaveLength(3);
    const next = turns.take('a', work);
    begun[2]?.end(2);
    expect(await Promise.all(crowd)).toEqual([2, 2]);
    begun[3]?.end(3);
    expect(await next).toBe(3);
    const alone = turns.take('a', work);
    begun[4]?.end(4);
    expect(await alone).toBe(4);
  });

  it('go on after one that failed', async () => {
    const { begun, work } = controlled();
    const turns = new Turns<number>();
    const first = turns.take('a', work);
    const next = turns.take('a', work);
    begun[0]?.fail(new Error('no answer'));
    await expect(first).rejects.toThrow('no answer');
    begun[1]?.end(2);
    expect(await next).toBe(2);
  });
});
