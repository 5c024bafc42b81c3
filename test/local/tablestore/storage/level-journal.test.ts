/** The LevelDB journal by itself: what was flushed is there, in the order in which it was done. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openLevelJournal } from '../../../../local/tablestore/storage/level-journal.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'journal-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const contentOf = async (path: string): Promise<Record<string, string>> => {
  const journal = await openLevelJournal(path);
  const entries = [...(await journal.load())].map(([key, value]) => [key, value.toString()] as const);
  await journal.close();
  return Object.fromEntries(entries);
};

it('keeps what was put and forgets what was deleted', async () => {
  const journal = await openLevelJournal(directory);
  journal.put('a', Buffer.from('1'));
  journal.put('b\u0000\u00ff', Buffer.from('2'));
  await journal.flushed();
  journal.delete('a');
  await journal.flushed();
  await journal.close();
  expect(await contentOf(directory)).toEqual({ 'b\u0000\u00ff': '2' });
});

it('writes what is still waiting when it is closed', async () => {
  const journal = await openLevelJournal(directory);
  journal.put('late', Buffer.from('v'));
  await journal.close();
  expect(await contentOf(directory)).toEqual({ late: 'v' });
});

it('reports a flush only after everything before it is written', async () => {
  const journal = await openLevelJournal(directory);
  const order: string[] = [];
  journal.put('first', Buffer.from('1'));
  const first = journal.flushed().then(() => order.push('first'));
  journal.put('second', Buffer.from('2'));
  const second = journal.flushed().then(() => order.push('second'));
  const nothingNew = journal.flushed().then(() => order.push('nothing new'));
  await Promise.all([first, second, nothingNew]);
  expect(order[0]).toBe('first');
  expect(order).toHaveLength(3);
  await journal.close();
});

it('has nothing to wait for before the first change', async () => {
  const journal = await openLevelJournal(directory);
  await journal.flushed();
  await journal.close();
  expect(await contentOf(directory)).toEqual({});
});

it('ends as a map would, whatever was put, deleted and flushed in between (property)', async () => {
  const step = fc.record({
    do: fc.constantFrom('put' as const, 'delete' as const, 'flush' as const, 'start a flush' as const),
    key: fc.constantFrom('a', 'b', 'c'),
    value: fc.constantFrom('1', '2'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
      const path = await mkdtemp(join(directory, 'run-'));
      const journal = await openLevelJournal(path);
      const model = new Map<string, string>();
      const started: Promise<void>[] = [];
      for (const one of steps) {
        if (one.do === 'put') {
          journal.put(one.key, Buffer.from(one.value));
          model.set(one.key, one.value);
        }
        if (one.do === 'delete') {
          journal.delete(one.key);
          model.delete(one.key);
        }
        if (one.do === 'flush') await journal.flushed();
        if (one.do === 'start a flush') started.push(journal.flushed());
      }
      await Promise.all(started);
      await journal.close();
      expect(await contentOf(path)).toEqual(Object.fromEntries(model));
    }),
    { numRuns: 15 },
  );
});

it('refuses a directory that another process, or another store, has open', async () => {
  const journal = await openLevelJournal(directory);
  await expect(openLevelJournal(directory)).rejects.toThrow();
  await journal.close();
});
