/** Changes the rules one small mistake at a time and looks whether a test fails: `npm run mutation [-- PART…]`. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Stryker } from '@stryker-mutator/core';

const ENOUGH = 85;

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
process.chdir(path('../..'));

const parts = JSON.parse(await readFile(path('parts.json'), 'utf8'));
const wanted = process.argv.slice(2);
const names = parts.map(({ name }) => name);
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) throw new Error(`no part is called ${unknown.join(', ')}; there are ${names.join(', ')}`);

for (const { name, mutation } of parts.filter((part) => wanted.length === 0 || wanted.includes(part.name))) {
  process.env.LIVE_STACK_PART = name;
  const results = `coverage/mutation/${name}`;
  await new Stryker({
    mutate: mutation.sources,
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    vitest: { configFile: 'test/proof/mutation.config.ts', related: false },
    coverageAnalysis: 'perTest',
    // A busy machine is no endless loop.
    timeoutMS: 20_000,
    concurrency: 2,
    // What neither changed nor has tests that changed keeps its last result.
    incremental: true,
    incrementalFile: `${results}.json`,
    reporters: ['clear-text', 'html', 'progress-append-only'],
    clearTextReporter: { allowColor: false, logTests: false },
    htmlReporter: { fileName: `${results}.html` },
    thresholds: { high: 100, low: ENOUGH, break: ENOUGH },
    // It would be rewritten by a TypeScript that has another interface, for paths that the tests do not use.
    tsconfigFile: 'none',
    ignorePatterns: ['clients', 'cli', 'coverage', 'dist', 'docs', 'out', 'test/bench', 'test/browser', 'test/clients'],
    tempDirName: 'node_modules/.cache/live-stack-mutation',
    allowConsoleColors: false,
  }).runMutationTest();
}
