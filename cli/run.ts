/** Runs one command: gives it a terminal and a signal, and turns what it throws into a message and an exit code. */
import { Command } from 'commander';
import { ConfigError } from '../cdk/config/errors.ts';
import type { Act, SharedOptions, Work } from './commands/declare.ts';
import { CliError } from './errors.ts';
import { openTerminal, type Terminal } from './terminal.ts';

export const act: Act =
  <Options extends SharedOptions>(work: Work<Options>) =>
  async (...given: unknown[]) => {
    const command = given.find((each) => each instanceof Command);
    if (command === undefined) throw new Error('expected to be called by commander');
    const options = command.optsWithGlobals<Options & { readonly json: boolean }>();
    await run(options.json, (terminal, signal, canAsk) =>
      work(options, { terminal, signal, canAsk }, ...command.processedArgs.map(text)),
    );
  };

/** An absent optional argument stays absent. */
function text(argument: unknown): string {
  return argument as string;
}

async function run(
  json: boolean,
  work: (terminal: Terminal, signal: AbortSignal, canAsk: boolean) => Promise<void>,
): Promise<void> {
  const isPlain = json || (process.env.CI ?? '') !== '';
  const isDrawn = process.stderr.isTTY && !isPlain;
  const terminal = openTerminal({
    json,
    color: process.stderr.isTTY && !process.env.NO_COLOR,
    stdout: process.stdout,
    stderr: process.stderr,
    ...(isDrawn ? { live: process.stderr } : {}),
  });
  const controller = new AbortController();
  const stop = stopper(controller);
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  const orphanWatch = watchParent(stop);
  try {
    await work(terminal, controller.signal, isDrawn && process.stdin.isTTY);
  } catch (error) {
    const known = knownError(error);
    terminal.fail(known);
    process.exitCode = known instanceof CliError ? known.exitCode : 1;
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
    clearInterval(orphanWatch);
  }
}

/** Shells and npm may deliver one Ctrl-C twice; only a person who insists ends a command that is cleaning up. */
const INSISTED_AFTER_MS = 2_000;

function stopper(controller: AbortController): () => void {
  let first: number | undefined;
  return () => {
    first ??= performance.now();
    if (performance.now() - first > INSISTED_AFTER_MS) process.exit(130);
    controller.abort(new CliError('Interrupted', 'interrupted', { exitCode: 130 }));
  };
}

/** npm does not hand a SIGTERM on to what it runs: when it is gone, so are we. */
function watchParent(onGone: () => void): NodeJS.Timeout | undefined {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const parent = process.ppid;
  return setInterval(() => {
    if (process.ppid !== parent) onGone();
  }, 500).unref();
}

const UNUSABLE_PATH = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'ENOTDIR', 'EISDIR']);

/** Mistakes in `ros.json` and folders that cannot be written to are the caller's to mend: a message and exit code 2, no stack trace. */
function knownError(error: unknown): unknown {
  if (error instanceof ConfigError) {
    return new CliError('BadConfig', error.message, { exitCode: 2, details: { problems: error.problems } });
  }
  const { code = '', message, path } = error as NodeJS.ErrnoException;
  if (!path || !UNUSABLE_PATH.has(code)) return error;
  return new CliError('UnusablePath', message, { hint: `Check that ${path} can be written to.`, exitCode: 2 });
}
