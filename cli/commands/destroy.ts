/** `live-stack destroy`: deletes the stack of a stage and says what stayed. */
import { type Declare, endpointOption, examples, type StageOptions, stageOption, yesOption } from './declare.ts';

interface Options extends StageOptions {
  readonly yes: boolean;
}

export const declareDestroy: Declare = (program, act) => {
  program
    .command('destroy')
    .description('delete the stack of a stage: says what goes and what stays, asks for the name of the stage')
    .addOption(stageOption())
    .addOption(endpointOption())
    .addOption(yesOption())
    .addHelpText('after', examples(['live-stack destroy --stage test', 'asks; stage "local" goes without a question']))
    .action(
      act<Options>(async (options, context) => {
        const { destroyCommand } = await import('../stack/destroy-command.ts');
        await destroyCommand(options, context);
      }),
    );
};
