/** `live-stack status`: whether a deployed stage works, end to end, without making anything. */
import { Option } from 'commander';
import { type Declare, endpointOption, examples, type StageOptions, stageOption } from './declare.ts';

interface Options extends StageOptions {
  readonly user?: string;
  readonly password?: string;
}

export const declareStatus: Declare = (program, act) => {
  program
    .command('status')
    .description('check a deployed stage end to end: AppServer, URL signing, messaging, callbacks, recording')
    .addOption(stageOption())
    .addOption(endpointOption())
    .option('--user <name>', 'who logs in for the messaging check (stages of the mode "demo" need nobody)')
    .addOption(new Option('--password <password>', 'his password').env('LIVE_STACK_USER_PASSWORD'))
    .addHelpText('after', examples(['live-stack status --stage prod', 'exit code 1 when something does not work']))
    .action(
      act<Options>(async (options, { terminal }) => {
        const [{ statusOf }, { diagnosisText }] = await Promise.all([
          import('../status/status.ts'),
          import('../doctor/diagnose.ts'),
        ]);
        const status = await statusOf(options);
        terminal.result(diagnosisText(status), status);
        if (status.worst === 'problem') process.exitCode = 1;
      }),
    );
};
