/** `live-stack list`: the stages of `ros.json` and what is deployed of each. */
import { type Declare, endpointOption, examples, type SharedOptions } from './declare.ts';

interface Options extends SharedOptions {
  readonly endpoint?: string;
  readonly offline: boolean;
}

export const declareList: Declare = (program, act) => {
  program
    .command('list')
    .description('the stages of ros.json, and the state of the stack of each')
    .addOption(endpointOption())
    .option('--offline', 'ask no cloud', false)
    .addHelpText('after', examples(['live-stack list --offline', 'needs no credentials']))
    .action(
      act<Options>(async (options, { terminal }) => {
        const { listStages } = await import('../stack/list-stages.ts');
        const stages = await listStages(options);
        const lines = stages.map(
          ({ name, stackName, region, state }) =>
            `${name.padEnd(20)} ${region.padEnd(16)} ${stackName.padEnd(32)} ${state}`,
        );
        terminal.result(lines.join('\n'), { stages });
      }),
    );
};
