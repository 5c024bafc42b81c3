#!/usr/bin/env node
/** The `live-stack` command: parses the command line, runs one command, turns errors into exit codes. */
import { Command, CommanderError } from 'commander';
import { version } from '../package.json';
import { COMMANDS } from './commands/all.ts';
import { act } from './run.ts';

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
  .exitOverride();

// Whoever reads may have enough, as "head" has: then a command ends as after Ctrl-C, and help is simply over.
let isEnough = false;
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  if (!isEnough) process.emit('SIGINT');
  isEnough = true;
});

for (const declare of COMMANDS) declare(program, act);

program.parseAsync().catch((error: unknown) => {
  // Commander has printed its own message; asking for help is no error.
  process.exitCode = error instanceof CommanderError && error.exitCode === 0 ? 0 : 2;
});
