/** `live-stack logs`: what both functions of a stage wrote. */
import { type Declare, endpointOption, examples, numberBetween, type StageOptions, stageOption } from './declare.ts';

interface Options extends StageOptions {
  /** Minutes. */
  readonly since: number;
  readonly query: string;
  readonly limit: number;
  readonly follow: boolean;
}

export const declareLogs: Declare = (program, act) => {
  program
    .command('logs')
    .description('what both functions of a stage wrote, oldest first')
    .addOption(stageOption())
    .addOption(endpointOption())
    .option('--since <minutes>', 'how far back', numberBetween(0, 525_600, 'a number of minutes', false), 15)
    .option('--query <text>', 'only entries that match, in the query language of Log Service', '')
    .option('--limit <count>', 'the newest so many', numberBetween(1, 10_000, 'a number from 1 to 10000'), 200)
    .option('-f, --follow', 'go on with what comes, until Ctrl-C', false)
    .addHelpText('after', examples(['live-stack logs --stage test -f --query error', 'with --json one entry a line']))
    .action(
      act<Options>(async (options, { terminal, signal }) => {
        const [{ readLogs, lineOf }, { pause }] = await Promise.all([
          import('../logs/logs.ts'),
          import('../context.ts'),
        ]);
        const told = (record: Readonly<Record<string, string>>) => terminal.item(lineOf(record), record);
        const since = Math.round(options.since * 60);
        await readLogs({ ...options, since }, { now: Date.now, sleep: pause, signal, told });
      }),
    );
};
