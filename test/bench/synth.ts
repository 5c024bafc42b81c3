/** How long the templates take, from the start of the command. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Benchmark } from './figure.ts';
import { run, runCommand } from './programs.ts';

const RUNS = 5;

export const synth: Benchmark = {
  name: 'synthesis',
  measure: async () => {
    const out = await mkdtemp(join(tmpdir(), 'bench-synth-'));
    const [one, all, bare]: number[][] = [[], [], []];
    for (let n = 0; n < RUNS; n += 1) {
      one?.push((await runCommand(['synth', '--stage', 'local', '--out', out])).ms);
      all?.push((await runCommand(['synth', '--out', out])).ms);
      bare?.push((await run(['-e', '0'])).ms);
    }
    await rm(out, { recursive: true });
    const baseline = { name: 'node -e 0', samples: bare ?? [] };
    return [
      { name: 'synth, one stage', unit: 'ms', samples: one ?? [], target: { of: 'median', atMost: 1_000 }, baseline },
      { name: 'synth, all stages', unit: 'ms', samples: all ?? [], target: { of: 'median', atMost: 1_500 }, baseline },
    ];
  },
};
