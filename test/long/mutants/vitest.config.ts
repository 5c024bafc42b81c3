/** Runs the tests of the local Tablestore on a source with one mistake in it, which only the test run sees. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { type Mutant, mutate } from './mutant.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** Set by `mutants.long.ts`; absent: the source as it is. */
const mutant = process.env.LIVE_STACK_MUTANT ? (JSON.parse(process.env.LIVE_STACK_MUTANT) as Mutant) : undefined;

export default defineConfig({
  root,
  plugins: [
    {
      name: 'mutant',
      enforce: 'pre',
      async load(id) {
        const [file = ''] = id.split('?', 1);
        if (!mutant || file !== `${root}${mutant.file}`) return undefined;
        return mutate(await readFile(file, 'utf8'), mutant);
      },
    },
  ],
  test: {
    include: ['test/local/tablestore/**/*.test.ts'],
    // It bundles the sources by itself and would run them without the mistake; it takes long, too.
    exclude: ['**/kill.test.ts'],
    testTimeout: 20_000,
    isolate: false,
    pool: 'threads',
  },
});
