/** How fast the local cloud is there. */
import type { Benchmark } from './figure.ts';
import { programFile, run } from './programs.ts';

const RUNS = 9;

interface Took {
  readonly importMs: number;
  readonly listenMs: number;
}

const took = async (what: 'cloud' | 'bare'): Promise<Took> =>
  JSON.parse((await run([programFile('programs/cloud-start'), what])).stdout) as Took;

export const cloudStart: Benchmark = {
  name: 'start of the local cloud',
  measure: async () => {
    const cloud: Took[] = [];
    const bare: Took[] = [];
    for (let n = 0; n < RUNS; n += 1) {
      cloud.push(await took('cloud'));
      bare.push(await took('bare'));
    }
    const baseline = (key: keyof Took) => ({ name: 'bare node:http', samples: bare.map((each) => each[key]) });
    return [
      {
        name: 'local cloud: imported to listening',
        unit: 'ms',
        samples: cloud.map(({ listenMs }) => listenMs),
        target: { of: 'median', atMost: 50 },
        baseline: baseline('listenMs'),
      },
      { name: 'local cloud: import', unit: 'ms', samples: cloud.map(({ importMs }) => importMs) },
    ];
  },
};
