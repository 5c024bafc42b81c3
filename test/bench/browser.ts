/** Glass to glass in a browser. A program of its own measures (test/browser/bench.ts): it is compiled for pages. */
import type { Benchmark, Figure } from './figure.ts';
import { programFile, startProgram } from './programs.ts';

export const browserLatency: Benchmark = {
  name: 'browser glass to glass',
  measure: async () => {
    const program = await startProgram(programFile('browser'));
    await program.end();
    return JSON.parse(program.line) as Figure[];
  },
};
