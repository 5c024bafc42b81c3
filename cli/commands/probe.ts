/** `live-stack probe`: settles open questions about the services on a real account, harmlessly. */
import { type Declare, endpointOption, examples, type StageOptions, stageOption } from './declare.ts';

interface Options extends StageOptions {
  readonly only?: readonly string[];
}

export const declareProbe: Declare = (program, act) => {
  program
    .command('probe')
    .description('settle questions of docs/open-questions.md on your account, without changing anything')
    .addOption(stageOption())
    .addOption(endpointOption())
    .option('--only <id...>', 'these questions alone, such as ros-live-types; an unknown id lists them (default: all)')
    .addHelpText('after', examples(['live-stack probe --stage test', 'on a stage that is deployed it learns the most']))
    .action(
      act<Options>(async (options, { terminal }) => {
        const { probe } = await import('../probe/probe.ts');
        const answers = await probe(options, options.only ?? [], ({ id, asks, isSettled, says }) =>
          terminal.step(`${isSettled ? '✓' : '?'} ${id}: ${asks}\n    ${says}`),
        );
        const count = answers.filter(({ isSettled }) => isSettled).length;
        terminal.result(`${count} of ${answers.length} questions are settled.`, { answers });
      }),
    );
};
