/** Coverage of the parts with rules by their own tests: below a threshold the run fails. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import parts from './parts.json' with { type: 'json' };

const ENOUGH = { lines: 95, branches: 95 };

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: parts.flatMap(({ tests }) => tests),
    // It runs a bundle in a process of its own, which is counted nowhere.
    exclude: ['**/kill.test.ts'],
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    coverage: {
      enabled: true,
      provider: 'v8',
      include: parts.flatMap(({ sources }) => sources),
      exclude: ['test/**'],
      reporter: ['text', 'html', 'json'],
      reportOnFailure: true,
      thresholds: Object.fromEntries(parts.flatMap(({ sources }) => sources.map((glob) => [glob, ENOUGH]))),
    },
  },
});
