import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';

const read = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');

it('docs/operating.md has its workflow as a file, for a stage of ros.json, with keys from the secrets alone', async () => {
  expect(await read('docs/operating.md')).toContain('(examples/deploy.yml)');
  const workflow = await read('docs/examples/deploy.yml');
  expect(workflow).toMatch(/^ {6}LIVE_STACK_STAGE: cn-shanghai$/m);
  expect(workflow).not.toMatch(/ACCESS_KEY_(ID|SECRET): (?!\$\{\{ secrets\.)/);
});
