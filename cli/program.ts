/** What the `live-stack` command understands: its options, its commands, and how a wrong call ends. */
import { Command, CommanderError } from 'commander';
import { COMMANDS } from './commands/all.ts';
import type { Act } from './commands/declare.ts';

interface Output {
  readonly writeOut: (text: string) => void;
  readonly writeErr: (text: string) => void;
}

/**
 * @param act what runs the work of a command
 * @param version what `--version` prints
 * @param output where help and wrong calls are told; the standard streams by default
 */
export function liveStack(act: Act, version: string, output: Partial<Output> = {}): Command {
  const program = new Command('live-stack')
    .description('The interactive live-streaming backend: deploy it to Alibaba Cloud, or run it whole on this machine.')
    .option('--config <file>', 'the file with the stages', 'ros.json')
    .option('--json', 'print one JSON object instead of text', false)
    .version(version)
    .configureHelp({ showGlobalOptions: true })
    .addHelpText(
      'after',
      '\nTo begin: "live-stack start" runs everything here, without an account. For Alibaba Cloud: "init", "doctor", "deploy".\n' +
        'live-stack <command> --help tells more, docs/operating.md all of it.\n' +
        '\nExit codes: 0 done, 1 the operation failed, 2 the call or ros.json is wrong, 130 interrupted.',
    )
    .configureOutput(output)
    .exitOverride();
  for (const declare of COMMANDS) declare(program, act);
  return program;
}

/** Of what `parseAsync` throws. Commander has printed its own message; asking for help is no error. */
export function exitCodeOf(error: unknown): number {
  return error instanceof CommanderError && error.exitCode === 0 ? 0 : 2;
}
