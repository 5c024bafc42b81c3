/** `live-stack start`: the whole service on this machine. */
import { type Declare, examples, portNumber, type SharedOptions } from './declare.ts';

interface Options extends SharedOptions {
  readonly ephemeral: boolean;
  readonly demo: boolean;
  readonly port?: number;
}

export const declareStart: Declare = (program, act) => {
  program
    .command('start')
    .description('run the local cloud and deploy stage "local" to it; stays until Ctrl-C')
    .option('--ephemeral', 'keep nothing between starts', false)
    .option('--demo', 'go live with a generated picture, to have something to watch', false)
    .option('--port <port>', 'exactly this port for the cloud (default: 7300 or the next free one)', portNumber)
    .addHelpText('after', examples(['live-stack start', 'everything on this machine, without any account']))
    .action(
      act<Options>(async (options, context) => {
        const { runLocalCloud } = await import('../local-cloud/start.ts');
        await runLocalCloud(options, context);
      }),
    );
};
