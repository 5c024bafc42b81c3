/** `live-stack outputs`: what a deployed stack tells: addresses, domains, ids. */
import { type Declare, endpointOption, examples, type StageOptions, stageOption } from './declare.ts';

export const declareOutputs: Declare = (program, act) => {
  program
    .command('outputs')
    .description('print the outputs of a deployed stage, or one of them')
    .argument('[name]', 'one output, such as AppServerUrl')
    .addOption(stageOption())
    .addOption(endpointOption())
    .addHelpText('after', examples(['curl "$(live-stack outputs AppServerUrl --stage test)/ready"', 'in a script']))
    .action(
      act<StageOptions>(async (options, { terminal }, name?: string) => {
        const { outputsOf, oneOutput } = await import('../stage-outputs.ts');
        const outputs = await outputsOf(options);
        if (name !== undefined) {
          terminal.result(oneOutput(outputs, name), { [name]: oneOutput(outputs, name) });
          return;
        }
        const lines = Object.entries(outputs).map(([key, value]) => `${key.padEnd(22)} ${value}`);
        terminal.result(lines.join('\n'), outputs);
      }),
    );
};
