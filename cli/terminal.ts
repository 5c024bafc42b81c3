/** What a command tells a person: progress on standard error, results on standard output, one JSON line with `--json`. */
import { styleText } from 'node:util';
import type { StackEvent } from './cloud/stacks.ts';
import { CliError } from './errors.ts';

export interface Terminal {
  /** A line of progress; silent with `--json`. */
  step(text: string): void;
  /** A stack event as a line of progress. */
  event(event: StackEvent): void;
  /** The result: `text` for a person, `data` for a program. */
  result(text: string, data: object): void;
  fail(error: unknown): void;
}

export interface TerminalOptions {
  readonly json: boolean;
  readonly color: boolean;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

export function openTerminal({ json, color, stdout, stderr }: TerminalOptions): Terminal {
  const paint: Paint = (style, text) => (color ? styleText(style, text, { validateStream: false }) : text);
  const progress = (text: string): void => {
    if (!json) stderr.write(`${text}\n`);
  };
  return {
    step: (text) => progress(text),
    event: (event) => {
      if (isWorthALine(event)) progress(eventLine(event, paint));
    },
    result: (text, data) => stdout.write(json ? `${JSON.stringify(data)}\n` : `${text}\n`),
    fail: (error) => {
      const known = error instanceof CliError ? error : undefined;
      const message = known?.message ?? `unexpected: ${(error as Error).stack ?? String(error)}`;
      if (json) {
        const { code = 'UnexpectedError', hint, details } = known ?? {};
        stdout.write(
          `${JSON.stringify({ error: { code, message: known?.message ?? (error as Error).message, hint, ...details } })}\n`,
        );
        return;
      }
      stderr.write(`${paint('red', 'Error:')} ${message}\n${known?.hint ? `${known.hint}\n` : ''}`);
    },
  };
}

/** Ends of resources, and each change of the stack itself: the rest would hide them. */
function isWorthALine({ resourceType, status }: StackEvent): boolean {
  return !status.endsWith('_IN_PROGRESS') || resourceType === 'ALIYUN::ROS::Stack';
}

type Paint = (style: 'red' | 'green' | 'dim', text: string) => string;

function eventLine({ logicalId, resourceType, status, reason }: StackEvent, paint: Paint): string {
  const failed = status.endsWith('_FAILED');
  const mark = failed ? paint('red', '✗') : status.endsWith('_COMPLETE') ? paint('green', '✓') : paint('dim', '…');
  const detail = failed && reason ? `\n    ${reason}` : '';
  return `  ${mark} ${status.padEnd(20)} ${logicalId} ${paint('dim', resourceType)}${detail}`;
}
