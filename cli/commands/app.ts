/** `live-stack app`: the `app` of `cdk.json`, which the official ROS CDK command line runs. */
import { Option } from 'commander';
import type { Declare, SharedOptions } from './declare.ts';

interface Options extends SharedOptions {
  readonly stage?: string;
  readonly outdir: string;
}

export const declareApp: Declare = (program, act) => {
  program
    .command('app', { hidden: true })
    .description('write the cloud assembly for the official ROS CDK command line (see cdk.json)')
    .addOption(new Option('--stage <name>', 'one stage (default: all)').env('LIVE_STACK_STAGE'))
    .addOption(new Option('--outdir <dir>', 'where to write').env('CDK_OUTDIR').default('cdk.out'))
    .action(
      act<Options>(async (options, { terminal }) => {
        const { cdkApp } = await import('../stack/cdk-app.ts');
        const stacks = await cdkApp(options);
        terminal.result(stacks.join('\n'), { outdir: options.outdir, stacks });
      }),
    );
};
