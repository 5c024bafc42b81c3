import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // They need a browser: npm run test:e2e.
    exclude: [...configDefaults.exclude, 'test/browser/**'],
    // The default leaves one core idle: on two that doubles the wait.
    maxWorkers: '100%',
    // Generous: a busy machine is no failure.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
