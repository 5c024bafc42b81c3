#!/usr/bin/env node
/** The `live-stack` command: parses the command line, runs one command, turns errors into exit codes. */
import { version } from '../package.json';
import { exitCodeOf, liveStack } from './program.ts';
import { act } from './run.ts';

// Whoever reads may have enough, as "head" has: then a command ends as after Ctrl-C, and help is simply over.
let isEnough = false;
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  if (!isEnough) process.emit('SIGINT');
  isEnough = true;
});

liveStack(act, version)
  .parseAsync()
  .catch((error: unknown) => {
    process.exitCode = exitCodeOf(error);
  });
