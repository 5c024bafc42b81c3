/** The tests that Stryker runs for one part: `mutation.mjs` names it. */
import { defineConfig } from 'vitest/config';
import parts from './parts.json' with { type: 'json' };

/** Runs of each property: a mistake that is tried a thousand times over must not take a day. */
const RUNS = 20;

const part = parts.find(({ name }) => name === process.env.LIVE_STACK_PART);

export default defineConfig({
  plugins: [
    {
      name: 'fewer-runs',
      enforce: 'pre',
      transform: (code, id) =>
        id.includes('.test.ts') ? code.replace(/\bnumRuns: \d+/g, `numRuns: ${RUNS}`) : undefined,
    },
  ],
  test: {
    include: [...(part?.mutation.tests ?? [])],
    setupFiles: ['test/proof/fewer-runs.ts'],
    // Loading the application for each file anew takes longer than most of its tests; none leaves anything to the next one.
    isolate: false,
    // Stryker's own set-up has to run for each file; below node_modules it would be loaded once.
    server: { deps: { inline: [/stryker-setup/] } },
    // Generous, as in vitest.config.ts: a busy machine is no failure.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
