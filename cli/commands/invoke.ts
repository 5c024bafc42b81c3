/** `live-stack invoke`: sends an event to a function of a stage, and shows its answer and the end of its log. */
import { Option } from 'commander';
import type { FunctionPart } from '../functions/remote-function.ts';
import { type Declare, endpointOption, examples, type StageOptions, stageOption } from './declare.ts';

interface Options extends StageOptions {
  readonly part: FunctionPart;
}

export const declareInvoke: Declare = (program, act) => {
  program
    .command('invoke')
    .description('send an event to a function; prints its answer, and the end of its log where the platform gives it')
    .argument('<event>', 'JSON; docs/identity.md lists the actions of the AppServer')
    .addOption(stageOption())
    .addOption(endpointOption())
    .addOption(
      new Option('--part <part>', 'which function').choices(['app-server', 'provisioner']).default('app-server'),
    )
    .addHelpText(
      'after',
      examples(
        [`live-stack invoke --stage test '{"action":"stage.ban","user_id":"mallory"}'`, 'shuts a user out'],
        [
          `live-stack invoke --stage test '{"action":"sessions.end","user_id":"bob"}'`,
          'bob has to log in again; exit code 1 when it fails',
        ],
      ),
    )
    .action(
      act<Options>(async (options, { terminal }, event: string) => {
        const { invokePart } = await import('../functions/invoke-part.ts');
        const invocation = await invokePart(options, event);
        if (invocation.logTail !== '') terminal.step(invocation.logTail.trimEnd());
        terminal.result(invocation.body, { ...invocation });
        if (invocation.functionError !== undefined) process.exitCode = 1;
      }),
    );
};
