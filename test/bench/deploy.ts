/** How long it takes until the whole stack is up on the local cloud, from the start of the command. */
import type { Benchmark } from './figure.ts';
import { startCloud } from './stack.ts';

const RUNS = 3;

export const deploy: Benchmark = {
  name: 'deployment of the stack',
  measure: async () => {
    const samples: number[] = [];
    const cloud = await startCloud();
    for (let n = 0; n < RUNS; n += 1) {
      samples.push((await cloud.deploy()).ms);
      await cloud.destroy();
    }
    await cloud.end();
    return [
      { name: 'our stack deployed on the local cloud', unit: 'ms', samples, target: { of: 'median', atMost: 5_000 } },
    ];
  },
};
