import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const HOUR_MS = 3_600_000;

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/long/**/*.long.ts'],
    testTimeout: HOUR_MS,
    hookTimeout: HOUR_MS,
    // One after the other: each wants the machine for itself.
    fileParallelism: false,
  },
});
