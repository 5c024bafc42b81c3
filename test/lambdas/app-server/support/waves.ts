/** How many cloud calls follow one another in an operation: calls that wait at the same time are one wave. */
import type { World } from './world.ts';

const TURNS = 10;

/** Settings are left out: they are answered from memory for a minute. */
export async function wavesOf(at: World, operation: () => Promise<unknown>): Promise<string[][]> {
  const waves: string[][] = [];
  let waiting: { readonly name: string; readonly go: () => void }[] = [];
  const hold = (name: string): Promise<void> => new Promise((go) => waiting.push({ name, go }));
  at.rows.before = ({ operation: kind, table }) => (table === 'settings' ? undefined : hold(`${kind} ${table}`));
  at.live.before = ({ action }) => hold(action);
  let isDone = false;
  const running = operation().finally(() => {
    isDone = true;
  });
  while (!isDone) {
    // Everything that can go on without the cloud has gone on by then; work that the answer does not wait for is no wave.
    for (let turn = 0; turn < TURNS && !isDone; turn++) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (!isDone && waiting.length > 0) {
      waves.push(waiting.map(({ name }) => name).toSorted());
      const held = waiting;
      waiting = [];
      for (const { go } of held) {
        go();
      }
    }
  }
  at.rows.before = at.live.before = () => undefined;
  for (const { go } of waiting) {
    go();
  }
  await running;
  return waves;
}
