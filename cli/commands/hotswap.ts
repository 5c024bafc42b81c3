/** `live-stack hotswap`: replaces the code of a stage's functions in seconds, and nothing else of the stack. */
import { type Declare, endpointOption, examples, type StageOptions, stageOption } from './declare.ts';

export const declareHotswap: Declare = (program, act) => {
  program
    .command('hotswap')
    .description('replace only the code of the functions, in seconds; for development')
    .addOption(stageOption())
    .addOption(endpointOption())
    .addHelpText(
      'after',
      examples([
        'live-stack hotswap --stage local',
        'after a change in lambdas/; the next deploy makes the stack agree',
      ]),
    )
    .action(
      act<StageOptions>(async (options, { terminal }) => {
        const { hotswapStage } = await import('../functions/hotswap.ts');
        const swapped = await hotswapStage(options, terminal.step);
        const code = swapped.sha256.slice(0, 12);
        terminal.result(
          `Code ${code} runs on stage "${swapped.stage}". The stack itself still has the old one until the next deploy.`,
          swapped,
        );
      }),
    );
};
