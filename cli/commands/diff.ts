/** `live-stack diff`: what a deployment would change, resource by resource, property by property. */
import { type Declare, endpointOption, examples, type StageOptions, stageOption } from './declare.ts';

interface Options extends StageOptions {
  readonly exitCode: boolean;
}

export const declareDiff: Declare = (program, act) => {
  program
    .command('diff')
    .description('show what "deploy" would change: in place, refused, data at risk; changes nothing')
    .addOption(stageOption())
    .addOption(endpointOption())
    .option('--exit-code', 'end with 1 when there is a difference', false)
    .addHelpText('after', examples(['live-stack diff --stage prod --exit-code', 'fails a pipeline that finds drift']))
    .action(
      act<Options>(async (options, { terminal }) => {
        const { diffStage } = await import('../diff/diff-stage.ts');
        const { changes, text, isSame } = await diffStage(options);
        terminal.result(text, changes);
        if (options.exitCode && !isSame) process.exitCode = 1;
      }),
    );
};
