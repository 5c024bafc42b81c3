import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EVERY } from '../cli/every-command.ts';
import { type CliKit, openCliKit, until } from './cli-kit.ts';

/** They end by Ctrl-C alone. Every end-to-end test reads the line of `start`, test/cli/commands/ that of `tablestore`. */
const STAYING = ['start', 'clients', 'tablestore'];

type Shape = Record<string, unknown>;
interface Row {
  readonly name: string;
  readonly args: readonly string[];
  /** Each line is an object of its own. */
  readonly streams?: true;
  readonly code?: number;
  readonly shape: Shape;
}

/** In an order that makes sense of one stage: what is added is listed, then removed. */
const ROWS: readonly Row[] = [
  {
    name: 'init',
    args: [
      '--config',
      'new.json',
      '--app',
      'shop',
      '--region',
      'cn-shanghai',
      '--ingest',
      'in.a.org',
      '--streaming',
      'out.a.org',
      '--dns',
      'manual',
    ],
    shape: { file: 'new.json' },
  },
  { name: 'list', args: [], shape: { stages: expect.any(Array) } },
  { name: 'doctor', args: [], shape: { checks: expect.any(Array) } },
  { name: 'synth', args: [], shape: { templates: expect.any(Array) } },
  { name: 'app', args: ['--stage', 'local'], shape: { stacks: ['interactive-live-local'] } },
  { name: 'publish', args: ['--url', 'https://files.example.com/live'], shape: { templates: expect.any(Array) } },
  { name: 'diff', args: [], shape: { resources: [] } },
  { name: 'deploy', args: [], shape: { action: 'unchanged', outputs: expect.any(Object) } },
  { name: 'outputs', args: [], shape: { AppServerUrl: expect.stringMatching(/^http/) } },
  { name: 'open', args: ['app'], shape: { app: expect.stringMatching(/^http/) } },
  { name: 'users add', args: ['alice'], shape: { password: expect.any(String) } },
  { name: 'users password', args: ['alice'], shape: { password: expect.any(String) } },
  { name: 'users list', args: [], shape: { users: [{ username: 'alice' }] } },
  { name: 'users remove', args: ['alice'], shape: { username: 'alice' } },
  { name: 'invoke', args: ['{"action":"users.list"}'], shape: { body: '{"code":200,"users":[]}' } },
  { name: 'status', args: [], shape: { checks: expect.any(Array) } },
  { name: 'logs', args: [], streams: true, shape: { message: expect.any(String) } },
  { name: 'hotswap', args: [], shape: { functions: [expect.any(String), expect.any(String)] } },
  { name: 'cost', args: [], shape: { lines: expect.any(Array) } },
  { name: 'diagram', args: [], shape: { components: expect.any(Array) } },
  { name: 'probe', args: [], shape: { answers: expect.any(Array) } },
  {
    name: 'smoke',
    args: ['--url', 'http://127.0.0.1:9', '--patience', '1'],
    code: 1,
    shape: { error: { code: 'SmokeFailed' } },
  },
  { name: 'destroy', args: [], shape: { existed: true, retained: [] } },
];

describe('--json on each command, against one deployed stage', { timeout: 120_000 }, () => {
  let kit: CliKit;
  beforeAll(async () => {
    kit = await openCliKit((config) => {
      config.stages.local = { ...config.stages.local, authentication: { mode: 'password' } };
    });
    expect(await kit.live('deploy')).toMatchObject({ code: 0 });
  });
  afterAll(() => kit.close());

  it('every command that ends by itself is in this table', () => {
    expect([...ROWS.map(({ name }) => name), ...STAYING].sort()).toEqual([...EVERY].sort());
  });

  it.each(ROWS)('$name prints JSON alone', async ({ name, args, streams, code = 0, shape }) => {
    const finished = await kit.live('--json', ...name.split(' '), ...args);
    expect(finished).toMatchObject({ code, stderr: '' });
    const texts = streams ? finished.stdout.trim().split('\n') : [finished.stdout];
    for (const text of texts) expect(JSON.parse(text)).toMatchObject(shape);
  });
});

describe('--json of clients', () => {
  it('prints one line with the addresses, and ends well on Ctrl-C', async () => {
    const kit = await openCliKit();
    try {
      const pages = kit.begin('--json', 'clients', '--app-server', 'http://127.0.0.1:9', '--port', '0');
      const closed = once(pages, 'close');
      const line = await until(pages, 'stdout', '\n');
      expect(JSON.parse(line)).toMatchObject({ appServer: 'http://127.0.0.1:9', url: expect.stringMatching(/^http/) });
      pages.kill('SIGINT');
      expect((await closed)[0]).toBe(0);
    } finally {
      await kit.close();
    }
  });
});
