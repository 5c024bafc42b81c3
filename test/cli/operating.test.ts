import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../cli/commands/all.ts';

const read = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');

const program = new Command('live-stack').option('--config <file>').option('--json');
for (const declare of COMMANDS) declare(program, () => async () => undefined);

/** `deploy --yes` of a line such as `node dist/live-stack.js deploy --yes`. */
function calls(text: string): string[][] {
  const found = text.matchAll(/(?:live-stack(?:\.js)?) ([a-z]+(?: [^`\n]*)?)/g);
  return [...found].map(([, call = '']) => call.split(' '));
}

describe('docs/operating.md', () => {
  it('names only commands and options that there are', async () => {
    const text = `${await read('docs/operating.md')}\n${await read('docs/examples/deploy.yml')}`;
    const named = calls(text);
    expect(named.length).toBeGreaterThan(20);
    const wrong = named.filter(([name = '', ...words]) => {
      const command = program.commands.find((each) => each.name() === name);
      const known = [program, command, ...(command?.commands ?? [])].flatMap((each) => each?.options ?? []);
      const options = words.filter((word) => word.startsWith('--')).map((word) => word.replace(/[^a-z-]/g, ''));
      return !command || options.some((option) => !known.some(({ long }) => long === option));
    });
    expect(wrong).toEqual([]);
  });

  it('has its workflow as a file, of scripts that this project has', async () => {
    expect(await read('docs/operating.md')).toContain('(examples/deploy.yml)');
    const { scripts } = JSON.parse(await read('package.json'));
    const workflow = await read('docs/examples/deploy.yml');
    for (const [, script = ''] of workflow.matchAll(/npm run (\w+)/g)) expect(scripts).toHaveProperty(script);
    expect(workflow).toMatch(/^ {6}LIVE_STACK_STAGE: cn-shanghai$/m);
    expect(workflow).not.toMatch(/ACCESS_KEY_(ID|SECRET): (?!\$\{\{ secrets\.)/);
  });
});
