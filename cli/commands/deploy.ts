/** `live-stack deploy`: creates or updates the stack of a stage and waits for the end. */
import {
  type Declare,
  endpointOption,
  examples,
  numberBetween,
  type StageOptions,
  stageOption,
  yesOption,
} from './declare.ts';

interface Options extends StageOptions {
  readonly wait?: number;
  readonly yes: boolean;
  readonly outputsFile?: string;
}

export const declareDeploy: Declare = (program, act) => {
  program
    .command('deploy')
    .description('create or update the stack of a stage: shows what changes, asks, and waits for the end')
    .addOption(stageOption())
    .addOption(endpointOption())
    .option(
      '--wait <minutes>',
      'how long to wait for DNS records that you add (default: 30 at a terminal, else 0)',
      numberBetween(0, 1_440, 'a number of minutes between 0 and 1440', false),
    )
    .option('--outputs-file <file>', 'write the outputs of the stack as JSON')
    .addOption(yesOption())
    .addHelpText(
      'after',
      examples(
        ['live-stack deploy --stage test', 'asks before it changes anything'],
        [
          'live-stack deploy --stage prod --yes',
          'for a pipeline; without a terminal --yes is needed only to lose data',
        ],
      ),
    )
    .action(
      act<Options>(async (options, context) => {
        const { deployCommand } = await import('../stack/deploy-command.ts');
        await deployCommand(options, context);
      }),
    );
};
