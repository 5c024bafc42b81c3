import { describe, expect, it } from 'vitest';
import { CliError } from '../../cli/errors.ts';
import { openTerminal } from '../../cli/terminal.ts';
import { event } from './stack/fake-stacks.ts';

function open(json: boolean, color = false) {
  const out: string[] = [];
  const err: string[] = [];
  const terminal = openTerminal({
    json,
    color,
    stdout: { write: (text) => out.push(text) },
    stderr: { write: (text) => err.push(text) },
  });
  return { terminal, out: () => out.join(''), err: () => err.join('') };
}

describe('what a command prints', () => {
  it('keeps progress apart from the result, so that the result can be piped', () => {
    const { terminal, out, err } = open(false);
    terminal.step('working');
    terminal.event(event('Rooms', 'CREATE_COMPLETE'));
    terminal.result('done', { done: true });
    expect(out()).toBe('done\n');
    expect(err()).toMatch(/^working\n.*CREATE_COMPLETE.*Rooms/s);
  });

  it('shows what ended, and what the stack itself does, but not every beginning', () => {
    const { terminal, err } = open(false);
    terminal.event(event('Rooms', 'CREATE_IN_PROGRESS'));
    terminal.event(event('app-test', 'CREATE_IN_PROGRESS', '', 'ALIYUN::ROS::Stack'));
    expect(err()).toMatch(/^ {2}… CREATE_IN_PROGRESS {3}app-test .*\n$/);
  });

  it('shows the reason of a failed resource under it', () => {
    const { terminal, err } = open(false);
    terminal.event(event('Rooms', 'CREATE_FAILED', 'quota exceeded'));
    expect(err()).toMatch(/CREATE_FAILED.*Rooms.*\n {4}quota exceeded/);
  });

  it('colours marks only where a terminal shows them', () => {
    const [plain, colored] = [open(false), open(false, true)];
    for (const { terminal } of [plain, colored]) terminal.event(event('Rooms', 'CREATE_COMPLETE'));
    expect(plain.err()).toBe('  ✓ CREATE_COMPLETE      Rooms ALIYUN::OTS::Table\n');
    expect(colored.err()).toContain('\u001b[32m✓\u001b[39m');
  });

  it('prints exactly one line of JSON with --json', () => {
    const { terminal, out, err } = open(true);
    terminal.step('working');
    terminal.event(event('Rooms', 'CREATE_COMPLETE'));
    terminal.result('done', { done: true });
    expect(JSON.parse(out())).toEqual({ done: true });
    expect(out().split('\n')).toHaveLength(2);
    expect(err()).toBe('');
  });

  it('prints what went wrong and what to do next', () => {
    const { terminal, out, err } = open(false);
    terminal.fail(new CliError('NoStage', 'there is no stage prod', { hint: 'Known stages: local.' }));
    expect(err()).toMatch(/there is no stage prod\nKnown stages: local\.\n$/);
    expect(out()).toBe('');
  });

  it('prints an error as JSON with its code and details', () => {
    const { terminal, out } = open(true);
    terminal.fail(new CliError('StackFailed', 'failed', { details: { status: 'CREATE_FAILED' } }));
    expect(JSON.parse(out())).toEqual({ error: { code: 'StackFailed', message: 'failed', status: 'CREATE_FAILED' } });
  });

  it('keeps the stack trace of a bug for whoever reports it', () => {
    const { terminal, err } = open(false);
    terminal.fail(new TypeError('x is not a function'));
    expect(err()).toMatch(/TypeError: x is not a function\n\s+at /);
  });
});
