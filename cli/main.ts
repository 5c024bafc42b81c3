#!/usr/bin/env node
/** The `live-stack` command: parses the command line, runs one command, turns errors into exit codes. */
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { ConfigError } from '../cdk/config/errors.ts';
import type { CommandContext } from './commands/command.ts';
import { CliError } from './errors.ts';
import { openTerminal } from './terminal.ts';

const program = new Command('live-stack')
  .description('The interactive live-streaming backend: deploy it to Alibaba Cloud, or run it whole on this machine.')
  .option('--config <file>', 'the stages', 'ros.json')
  .option('--json', 'print one JSON object instead of text', false)
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
  const stop = (): void => controller.abort(new CliError('Interrupted', 'interrupted', { exitCode: 130 }));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    await action({ config }, { terminal, signal: controller.signal });
  } catch (error) {
    const known = knownError(error);
    terminal.fail(known);
    process.exitCode = known instanceof CliError ? known.exitCode : 1;
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}

/** Mistakes in `ros.json` are the caller's to mend: a message and exit code 2, no stack trace. */
function knownError(error: unknown): unknown {
  if (!(error instanceof ConfigError)) return error;
  return new CliError('BadConfig', error.message, { exitCode: 2, details: { problems: error.problems } });
}

function portNumber(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError('a port between 0 and 65535 is expected');
}

program.parseAsync().catch((error: unknown) => {
  // Commander has printed its own message; asking for help is no error.
  process.exitCode = error instanceof CommanderError && error.exitCode === 0 ? 0 : 2;
});
