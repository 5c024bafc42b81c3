/** What `im.ts`, which is a program of its own, says about the messages of 2,000 clients. */
import type { Benchmark } from './figure.ts';
import { programFile, run } from './programs.ts';

export const messaging: Benchmark = {
  name: 'messaging',
  measure: async () => {
    const { stdout } = await run([programFile('im')]);
    const [, lost] = /(\d+) of \d+ lost/.exec(stdout) ?? [];
    const [, median, slow] = /median ([\d.]+) ms, p95 ([\d.]+) ms/.exec(stdout) ?? [];
    if (!lost || !median || !slow) throw new Error(`im.ts printed no figures:\n${stdout}`);
    const load = '2,000 clients in one group, 20 messages/s';
    return [
      { name: `IM: lost, ${load}`, unit: 'messages', samples: [Number(lost)], target: { of: 'median', atMost: 0 } },
      { name: 'IM: delivery, median', unit: 'ms', samples: [Number(median)] },
      { name: 'IM: delivery, 95 of 100', unit: 'ms', samples: [Number(slow)] },
    ];
  },
};
