/** `live-stack doctor`: what an account and a stage still lack, before a deployment finds out. */
import { type Declare, endpointOption, examples, type StageOptions, stageOption } from './declare.ts';

export const declareDoctor: Declare = (program, act) => {
  program
    .command('doctor')
    .description('look at account, services, domains, DNS, names, quotas and template; changes nothing')
    .addOption(stageOption())
    .addOption(endpointOption())
    .addHelpText(
      'after',
      examples(['live-stack doctor --stage prod', 'exit code 1 when something would make a deployment fail']),
    )
    .action(
      act<StageOptions>(async (options, { terminal }) => {
        const { diagnose, diagnosisText } = await import('../doctor/diagnose.ts');
        const diagnosis = await diagnose(options);
        terminal.result(diagnosisText(diagnosis), diagnosis);
        if (diagnosis.worst === 'problem') process.exitCode = 1;
      }),
    );
};
