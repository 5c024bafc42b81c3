/** The names of all commands, those of their sub-commands in full (`users add`). */
import type { Command } from 'commander';
import { liveStack } from '../../cli/program.ts';

export const EVERY: readonly string[] = namesOf(liveStack(() => async () => undefined, ''));

function namesOf(command: Command, before = ''): string[] {
  return command.commands.flatMap((each) => {
    const name = `${before}${each.name()}`;
    return each.commands.length === 0 ? [name] : namesOf(each, `${name} `);
  });
}
