import { configDefaults, defineConfig } from 'vitest/config';

/** Tests that replace browser globals, whole modules or the working directory: what one does must not reach another. */
export const ISOLATED = ['test/clients/', 'test/cdk/functions/bundle.test.ts'];

const isolated = ISOLATED.map((path) => (path.endsWith('/') ? `${path}**/*.test.ts` : path));

export default defineConfig({
  test: {
    // The default leaves one core idle. Tests that run commands wait for these: there is work for more workers than cores.
    maxWorkers: '150%',
    // Generous: a busy machine is no failure.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'shared',
          include: ['test/**/*.test.ts'],
          // A browser's: npm run test:e2e.
          exclude: [...configDefaults.exclude, 'test/browser/**', ...isolated],
          // Files share a process: to load SDKs, CDK and local cloud anew for each costs more than most tests.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'isolated', include: isolated } },
    ],
  },
});
