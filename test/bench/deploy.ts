/** How long it takes until the whole stack is up on the local cloud, and to change nothing or the code alone, from the start of the command. */
import type { Benchmark, Figure } from './figure.ts';
import { startCloud } from './stack.ts';

const RUNS = 3;

export const deploy: Benchmark = {
  name: 'deployment of the stack',
  measure: async () => {
    const [created, unchanged, swapped]: [number[], number[], number[]] = [[], [], []];
    const cloud = await startCloud();
    for (let n = 0; n < RUNS; n += 1) {
      created.push((await cloud.deploy()).ms);
      unchanged.push((await cloud.deploy()).ms);
      swapped.push((await cloud.hotswap()).ms);
      await cloud.destroy();
    }
    await cloud.end();
    return [
      figure('our stack deployed on the local cloud', created, 5_000),
      figure('deploy of an unchanged stage', unchanged, 3_000),
      figure('hotswap of both functions', swapped, 5_000),
    ];
  },
};

const figure = (name: string, samples: number[], atMost: number): Figure => ({
  name,
  unit: 'ms',
  samples,
  target: { of: 'median', atMost },
});
