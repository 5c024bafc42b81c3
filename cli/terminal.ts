/** What a command tells a person: progress on standard error, results on standard output, one JSON line with `--json`. */
import { styleText } from 'node:util';
import type { StackEvent } from './cloud/stacks.ts';
import { CliError } from './errors.ts';
import type { LiveView } from './progress/live.ts';
import type { Paint } from './progress/render.ts';
import type { ProgressTree } from './progress/tree.ts';

export interface Terminal {
  /** A line of progress; silent with `--json`. */
  step(text: string): void;
  /** A stack event as a line of progress. */
  event(event: StackEvent): void;
  /** Shows an operation until `end`: drawn live on a terminal, a line an event elsewhere. */
  watch(title: string, tree: ProgressTree): Promise<Watch>;
  /** The result: `text` for a person, `data` for a program. */
  result(text: string, data: object): void;
  /** One of many results that come one after another; with `--json` each is a line of its own. */
  item(text: string, data: object): void;
  fail(error: unknown): void;
}

export interface Watch {
  event(event: StackEvent): void;
  end(): void;
}

export interface TerminalOptions {
  readonly json: boolean;
  readonly color: boolean;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  /** The terminal on which operations are drawn live; absent: lines. */
  readonly live?: NodeJS.WriteStream;
}

export function openTerminal({ json, color, stdout, stderr, live }: TerminalOptions): Terminal {
  const paint: Paint = (style, text) => (color ? styleText(style, text, { validateStream: false }) : text);
  let view: LiveView | undefined;
  const progress = (text: string): void => {
    if (json) return;
    if (view) view.above(text);
    else stderr.write(`${text}\n`);
  };
  const lineOf = (event: StackEvent): void => {
    if (isWorthALine(event)) progress(eventLine(event, paint));
  };
  const out = (text: string, data: object): void => {
    stdout.write(json ? `${JSON.stringify(data)}\n` : `${text}\n`);
  };
  return {
    step: (text) => progress(text),
    event: lineOf,
    watch: async (title, tree) => {
      if (json || !live) {
        return {
          event: (event) => {
            tree.apply(event, Date.now());
            lineOf(event);
          },
          end: () => undefined,
        };
      }
      const { openLiveView } = await import('./progress/live.ts');
      const opened = openLiveView({ title, tree, stream: live, paint, now: Date.now });
      view = opened;
      return {
        event: (event) => opened.event(event),
        end: () => {
          if (view !== opened) return;
          view = undefined;
          opened.end();
        },
      };
    },
    result: out,
    item: out,
    fail: (error) => {
      view?.end();
      view = undefined;
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

function eventLine({ logicalId, resourceType, status, reason }: StackEvent, paint: Paint): string {
  const failed = status.endsWith('_FAILED');
  const mark = failed ? paint('red', '✗') : status.endsWith('_COMPLETE') ? paint('green', '✓') : paint('dim', '…');
  const detail = failed && reason ? `\n    ${reason}` : '';
  return `  ${mark} ${status.padEnd(20)} ${logicalId} ${paint('dim', resourceType)}${detail}`;
}
