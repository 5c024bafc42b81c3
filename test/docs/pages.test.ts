import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../cli/commands/all.ts';
import project from '../../package.json' with { type: 'json' };
import { PROJECT } from './named-tests.ts';

const PAGES = [
  ...['README.md', 'README.zh-CN.md', 'CONTRIBUTING.md', 'docs/examples/deploy.yml'],
  ...readdirSync(join(PROJECT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const read = (page: string): string => readFileSync(join(PROJECT, page), 'utf8');

const program = new Command('live-stack').option('--config <file>').option('--json').option('--help');
for (const declare of COMMANDS) declare(program, () => async () => undefined);

/** Words of calls such as `node dist/live-stack.js deploy --yes`, in code. */
function callsIn(text: string): string[][] {
  const code = [...text.matchAll(/```sh\n([\s\S]*?)```|`([^`\n]+)`/g)].map(([, block, span]) => block ?? span ?? '');
  const calls = code.flatMap((each) => [...each.matchAll(/live-stack(?:\.js)? ([a-z]+(?: [^\n#|]*)?)/g)]);
  return calls.map(([, call = '']) => call.trim().split(/ +/));
}

/** Also of its own commands, as `users add` has them. */
function isKnown([name = '', ...words]: readonly string[]): boolean {
  const command = program.commands.find((each) => each.name() === name);
  const known = [program, command, ...(command?.commands ?? [])].flatMap((each) => each?.options ?? []);
  const options = words.filter((word) => word.startsWith('--')).map((word) => word.replace(/[^a-z-]/g, ''));
  return command !== undefined && options.every((option) => known.some(({ long }) => long === option));
}

/** Files of this repository that a page names; those that it tells its reader to make are not there. */
const NAMED_FILE = /`((?:cdk|cli|clients|docs|lambdas|local|test)\/[\w./-]+\.(?:json|mjs|tsx?|yml))`/g;
const TO_BE_MADE = new Set(['cdk/constructs/audit-log.ts', 'test/staging.test.ts']);

/** As GitHub makes them of headings. */
const anchorsOf = (text: string): string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

describe.each(PAGES)('%s', (page) => {
  it('names only commands, options and scripts that there are', () => {
    const text = read(page);
    expect(callsIn(text).filter((call) => !isKnown(call))).toEqual([]);
    const scripts = [...text.matchAll(/npm run (?:-s )?([a-z][a-z:0-9]*)/g)].map(([, script]) => script);
    expect(scripts.filter((script) => !Object.hasOwn(project.scripts, String(script)))).toEqual([]);
  });

  it('leads and refers only to files that there are', () => {
    const text = read(page);
    const links = [...text.matchAll(/\]\((?!https?:)([^)#\s]+)/g)].map(([, link = '']) => join(dirname(page), link));
    const named = [...text.matchAll(NAMED_FILE)].map(([, file = '']) => file).filter((file) => !TO_BE_MADE.has(file));
    // Tables of tests name them as seen from there.
    const isThere = (file: string) => ['', 'test'].some((folder) => existsSync(join(PROJECT, folder, file)));
    expect([...links, ...named].filter((file) => !isThere(file))).toEqual([]);
  });

  it('leads only to headings that there are', () => {
    const links = [...read(page).matchAll(/\]\((?!https?:)([^)#\s]*)#([^)\s]+)\)/g)];
    const lost = links.filter(([, file, anchor = '']) => {
      return !anchorsOf(read(file ? join(dirname(page), file) : page)).includes(anchor);
    });
    expect(lost.map(([link]) => link)).toEqual([]);
  });
});

it('the pages are full of commands: they are found', () => {
  expect(PAGES.flatMap((page) => callsIn(read(page))).length).toBeGreaterThan(40);
});

describe('the two READMEs', () => {
  const both = [read('README.md'), read('README.zh-CN.md')];

  it('have the same commands, pictures and pages', () => {
    const [english, chinese] = both.map((text) => {
      const blocks = [...text.matchAll(/```sh\n[\s\S]*?```/g)].map(([block]) => block);
      const links = [...text.matchAll(/\]\(((?!https?:|README).*?)\)/g)].map(([, link]) => link);
      return { blocks, links };
    });
    expect(chinese).toEqual(english);
  });

  it('name the Node.js that package.json asks for', () => {
    const version = project.engines.node.replace('>=', 'Node.js ');
    for (const text of both) expect(text).toContain(version);
  });
});
