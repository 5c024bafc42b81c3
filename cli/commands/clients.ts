/** `live-stack clients`: the streamer's and the viewer's page for any deployed stage. */
import { Option } from 'commander';
import { type Declare, endpointOption, examples, portNumber, type SharedOptions } from './declare.ts';

interface Options extends SharedOptions {
  readonly stage?: string;
  readonly appServer?: string;
  readonly endpoint?: string;
  readonly port?: number;
}

export const declareClients: Declare = (program, act) => {
  program
    .command('clients')
    .description('serve the web clients for a deployed stage; stays until Ctrl-C')
    .addOption(new Option('--stage <name>', 'a deployed stage of ros.json').env('LIVE_STACK_STAGE'))
    .option('--app-server <url>', 'any AppServer instead of that of a stage')
    .addOption(endpointOption())
    .option('--port <port>', 'exactly this port (default: 7303 or the next free one)', portNumber)
    .addHelpText('after', examples(['live-stack clients --stage test', 'pages at http://127.0.0.1:7303']))
    .action(
      act<Options>(async (options, context) => {
        const { runClients } = await import('../pages/clients.ts');
        await runClients(options, context);
      }),
    );
};
