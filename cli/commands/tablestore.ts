/** `live-stack tablestore`: the local Tablestore on its own. */
import { Option } from 'commander';
import { type Declare, portNumber, type SharedOptions } from './declare.ts';

interface Options extends SharedOptions {
  readonly port: number;
  readonly dir?: string;
  readonly instance?: readonly string[];
  readonly accessKeyId?: string;
  readonly accessKeySecret?: string;
}

export const declareTablestore: Declare = (program, act) => {
  program
    .command('tablestore')
    .description('run the local Tablestore on its own, for any SDK; stays until Ctrl-C')
    .option('--port <port>', 'exactly this port (default: any free one)', portNumber, 0)
    .option('--dir <dir>', 'keep the rows in this folder (default: in memory)')
    .option('--instance <name...>', 'only these instances (default: each is made at its first request)')
    .addOption(new Option('--access-key-id <id>', 'default: made up').env('LIVE_STACK_ACCESS_KEY_ID'))
    .addOption(new Option('--access-key-secret <secret>', 'default: made up').env('LIVE_STACK_ACCESS_KEY_SECRET'))
    .action(
      act<Options>(async (options, context) => {
        const { runTablestore } = await import('../local-cloud/tablestore.ts');
        await runTablestore(options, context);
      }),
    );
};
