/** Whether a test fails for each mistake in the rules of the local Tablestore. The working tree is never changed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isShort } from '../length.ts';
import type { Mutant } from './mutant.ts';
import { TABLESTORE_MUTANTS } from './tablestore.ts';

const CONFIG = fileURLToPath(new URL('./vitest.config.ts', import.meta.url));
const VITEST = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');

const tried = TABLESTORE_MUTANTS.filter(
  ({ rule }, index) => !isShort || TABLESTORE_MUTANTS.findIndex((each) => each.rule === rule) === index,
);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mutants-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Outcome {
  readonly passed: number;
  /** Names of the tests that failed; a run ends with the first. */
  readonly failed: readonly string[];
}

/** Throws when the tests could not be run: that says nothing about a mistake. */
async function testsOf(mutant?: Mutant): Promise<Outcome> {
  const report = join(folder, 'report.json');
  await rm(report, { force: true });
  const args = [VITEST, 'run', '--config', CONFIG, '--bail', '1', '--reporter', 'json', '--outputFile', report];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...(mutant && { LIVE_STACK_MUTANT: JSON.stringify(mutant) }) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
  }
  await once(child, 'close');
  const text = await readFile(report, 'utf8').catch(() => '');
  if (text === '') throw new Error(`the tests did not run:\n${printed}`);
  const { numPassedTests, testResults } = JSON.parse(text) as Report;
  const failed = testResults.flatMap(({ name, message, assertionResults }) => {
    if (assertionResults.length === 0 && message) throw new Error(`${name} could not be run: ${message}`);
    return assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName);
  });
  return { passed: numPassedTests, failed };
}

interface Report {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

it('without a mistake every test passes', async () => {
  const { passed, failed } = await testsOf();
  expect(failed).toEqual([]);
  expect(passed).toBeGreaterThan(300);
});

it.each(tried)('$rule: a test fails when $find becomes $replace in $file', async (mutant) => {
  expect((await testsOf(mutant)).failed.length).toBeGreaterThan(0);
});
