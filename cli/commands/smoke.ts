/** `live-stack smoke`: all phases of a room on a deployed stage, as its clients go through them. */
import { type Declare, examples, numberBetween, type SharedOptions } from './declare.ts';

interface Options extends SharedOptions {
  readonly url: string;
  readonly user?: readonly string[];
  readonly password?: readonly string[];
  readonly messaging?: string;
  readonly patience: number;
}

export const declareSmoke: Declare = (program, act) => {
  program
    .command('smoke')
    .description('go through all phases of a room on a deployed stage, as its clients do, and say what works')
    .requiredOption('--url <url>', 'the AppServer: output AppServerUrl of the stack; required')
    .option('--user <name...>', 'three users: anchor, guest, viewer (default: made up, for stages of the mode "demo")')
    .option('--password <password...>', 'their passwords, in the same order')
    .option('--messaging <url>', 'the local messaging service (default: where the stage says)')
    .option(
      '--patience <seconds>',
      'for callbacks, leases and recordings',
      numberBetween(0, 86_400, 'a number of seconds', false),
      60,
    )
    .addHelpText('after', examples(['live-stack smoke --url https://api.example.com', 'exit code 1 when a step fails']))
    .action(
      act<Options>(async (options, context) => {
        const { runSmokeCommand } = await import('../smoke/command.ts');
        await runSmokeCommand(options, context);
      }),
    );
};
