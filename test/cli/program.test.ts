import { describe, expect, it } from 'vitest';
import { exitCodeOf, liveStack } from '../../cli/program.ts';
import { EVERY } from './every-command.ts';

/** How a call ends that does no work. */
async function called(...args: string[]) {
  const told = { stdout: '', stderr: '' };
  const work = () => async () => {
    throw new Error('this call was to do nothing');
  };
  const program = liveStack(work, '1.2.3', {
    writeOut: (text) => {
      told.stdout += text;
    },
    writeErr: (text) => {
      told.stderr += text;
    },
  });
  const code = await program.parseAsync(args, { from: 'user' }).then(() => 0, exitCodeOf);
  return { code, ...told };
}

describe.each(EVERY)('live-stack %s', (name) => {
  it('--help tells what it does, its options and how to begin', async () => {
    const { stdout, ...rest } = await called(...name.split(' '), '--help');
    expect(rest).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: live-stack /);
    expect(stdout).toMatch(/--json/);
  });

  it('ends with 2 and says what is wrong when it is called wrongly', async () => {
    const { stderr, ...rest } = await called(...name.split(' '), '--no-such-option');
    expect(rest).toEqual({ code: 2, stdout: '' });
    // What is missing is told before what is too much.
    expect(stderr).toMatch(/^error: (unknown|required) option '--|^error: missing required argument/);
  });
});

describe('live-stack alone', () => {
  it('shows its help, and ends as a wrong call does', async () => {
    expect(await called()).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(/^Usage: live-stack /) });
    expect(await called('--help')).toMatchObject({ code: 0, stdout: expect.stringContaining('To begin:') });
    expect(await called('--version')).toMatchObject({ code: 0, stdout: '1.2.3\n' });
  });

  it('names the command that may have been meant', async () => {
    expect(await called('deplyo')).toMatchObject({ code: 2, stderr: expect.stringContaining('Did you mean deploy?') });
  });
});
