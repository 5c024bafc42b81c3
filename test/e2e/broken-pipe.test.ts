import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { type Finished, run, THIS_BUILD } from './live-stack.ts';

/** The command in front of a program that reads nothing; tells its exit code, and whatever it complains about. */
async function unread(args: string): Promise<Finished> {
  const directory = await mkdtemp(join(tmpdir(), 'live-stack-unread-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const script = `{ "$@" ${args}; echo "ended $?" >&2; } | true`;
  return run(directory, [script, 'sh', ...THIS_BUILD], {}, ['sh', '-c']);
}

it('help that nobody reads to its end ends in peace', async () => {
  expect(await unread('--help')).toEqual({ code: 0, stdout: '', stderr: 'ended 0\n' });
});

it('a command that serves stops, as after Ctrl-C, when nobody reads what it says', async () => {
  expect(await unread('tablestore --json --port 0')).toEqual({ code: 0, stdout: '', stderr: 'ended 0\n' });
});
