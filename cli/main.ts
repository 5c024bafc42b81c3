#!/usr/bin/env node
/** The `live-stack` command: parses the command line, runs one command, turns errors into exit codes. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { ConfigError } from '../cdk/config/errors.ts';
import { version } from '../package.json';
import type { CommandContext } from './commands/command.ts';
import { CliError } from './errors.ts';
import { openTerminal } from './terminal.ts';

const program = new Command('live-stack')
  .description('The interactive live-streaming backend: deploy it to Alibaba Cloud, or run it whole on this machine.')
  .option('--config <file>', 'the stages', 'ros.json')
  .option('--json', 'print one JSON object instead of text', false)
  .version(version)
  .configureHelp({ showGlobalOptions: true })
  .exitOverride();

program
  .command('start')
  .description('run the local cloud and deploy stage "local" to it; stays until Ctrl-C')
  .option('--ephemeral', 'keep nothing between starts', false)
  .option('--port <port>', 'exactly this port for the cloud (default: 7300 or the next free one)', portNumber)
  .action(async (options, command) => {
    const { start } = await import('./commands/start.ts');
    await run(command, (shared, context) => start({ ...shared, ...options }, context));
  });

program
  .command('synth')
  .description('write <out>/<stage>.template.json')
  .option('--stage <name>', 'one stage (default: all)')
  .option('--out <dir>', 'where to write', 'out')
  .action(async (options, command) => {
    const { synth } = await import('./commands/synth.ts');
    await run(command, (shared, context) => synth({ ...shared, ...options }, context));
  });

program
  .command('deploy')
  .description('create or update the stack of a stage')
  .requiredOption('--stage <name>', 'a stage of ros.json')
  .option('--endpoint <url>', 'a local cloud instead of Alibaba Cloud')
  .option(
    '--wait <minutes>',
    'how long to wait for DNS records that you add (default: 30 at a terminal, else 0)',
    minutes,
  )
  .action(async (options, command) => {
    const { deploy } = await import('./commands/deploy.ts');
    await run(command, (shared, context) => deploy({ ...shared, ...options }, context));
  });

program
  .command('destroy')
  .description('delete the stack of a stage')
  .requiredOption('--stage <name>', 'a stage of ros.json')
  .option('--endpoint <url>', 'a local cloud instead of Alibaba Cloud')
  .option('--yes', 'ask no question', false)
  .action(async (options, command) => {
    const { destroy } = await import('./commands/destroy.ts');
    await run(command, (shared, context) => destroy({ ...shared, ...options }, context));
  });

program
  .command('clients')
  .description('serve the web clients for a deployed stage; stays until Ctrl-C')
  .option('--stage <name>', 'a stage of ros.json')
  .option('--app-server <url>', 'any AppServer instead')
  .option('--endpoint <url>', 'a local cloud instead of Alibaba Cloud')
  .option('--port <port>', 'exactly this port (default: 7303 or the next free one)', portNumber)
  .action(async (options, command) => {
    const { clients } = await import('./commands/clients.ts');
    await run(command, (shared, context) => clients({ ...shared, ...options }, context));
  });

program
  .command('smoke')
  .description('go through all phases of a room on a deployed stage, as its clients do, and say what works')
  .requiredOption('--url <url>', 'the AppServer: output AppServerUrl of the stack')
  .option('--user <name...>', 'three users: anchor, guest, viewer (default: made up, for stages of the mode "demo")')
  .option('--password <password...>', 'their passwords, in the same order')
  .option('--messaging <url>', 'the local messaging service (default: where the stage says)')
  .option('--patience <seconds>', 'for callbacks, leases and recordings', seconds, 60)
  .action(async (options, command) => {
    const { smoke } = await import('./commands/smoke.ts');
    await run(command, (_shared, context) => smoke(options, context));
  });

program
  .command('tablestore')
  .description('run the local Tablestore on its own, for any SDK; stays until Ctrl-C')
  .option('--port <port>', 'exactly this port (default: any free one)', portNumber, 0)
  .option('--dir <dir>', 'keep the rows in this folder (default: in memory)')
  .option('--instance <name...>', 'only these instances (default: each is made at its first request)')
  .addOption(new Option('--access-key-id <id>', 'default: made up').env('LIVE_STACK_ACCESS_KEY_ID'))
  .addOption(new Option('--access-key-secret <secret>', 'default: made up').env('LIVE_STACK_ACCESS_KEY_SECRET'))
  .action(async (options, command) => {
    const { tablestore } = await import('./commands/tablestore.ts');
    await run(command, (_shared, context) => tablestore(options, context));
  });

interface SharedOptions {
  readonly config: string;
}

async function run(
  command: Command,
  action: (shared: SharedOptions, context: CommandContext) => Promise<void>,
): Promise<void> {
  const { config, json } = command.optsWithGlobals<{ config: string; json: boolean }>();
  const color = process.stderr.isTTY && !process.env.NO_COLOR;
  const terminal = openTerminal({ json, color, stdout: process.stdout, stderr: process.stderr });
  const controller = new AbortController();
  const stop = stopper(controller);
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  const orphanWatch = watchParent(stop);
  try {
    await action({ config }, { terminal, signal: controller.signal });
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

function portNumber(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError('a port between 0 and 65535 is expected');
}

function seconds(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value >= 0) return value;
  throw new InvalidArgumentError('a number of seconds is expected');
}

function minutes(text: string): number {
  const count = Number(text);
  if (text !== '' && count >= 0 && count <= 1_440) return count;
  throw new InvalidArgumentError('a number of minutes between 0 and 1440 is expected');
}

program.parseAsync().catch((error: unknown) => {
  // Commander has printed its own message; asking for help is no error.
  process.exitCode = error instanceof CommanderError && error.exitCode === 0 ? 0 : 2;
});
