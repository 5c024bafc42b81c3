/** `live-stack cost`: what a stage uses in a month, and what that costs by the user's own price file. */
import type { TrafficProfile } from '../cost/profile.ts';
import { type Declare, examples, numberBetween, type SharedOptions, stageOption } from './declare.ts';

interface Options extends SharedOptions, Partial<TrafficProfile> {
  readonly stage: string;
  readonly prices?: string;
}

const many = (what: string) => numberBetween(0, 1e9, what, false);

export const declareCost: Declare = (program, act) => {
  program
    .command('cost')
    .description('quantities of a month by product, from the template and the traffic; money from your price file')
    .addOption(stageOption())
    .option('--rooms <count>', 'rooms that are live in a month (default: 100)', many('a number of rooms'))
    .option('--hours <hours>', 'hours that a room is live (default: 1)', many('a number of hours'))
    .option('--viewers <count>', 'viewers of a room, on average (default: 50)', many('a number of viewers'))
    .option('--costreamers <count>', 'co-streamers of a room, on average (default: 0)', many('a number of people'))
    .option('--megabits <rate>', 'Mbit/s that a viewer plays (default: 2)', many('a rate'))
    .option('--messages <count>', 'messages of a viewer in an hour (default: 20)', many('a number of messages'))
    .option('--requests <count>', 'requests of a viewer in an hour (default: 12)', many('a number of requests'))
    .option('--prices <file>', 'JSON: {"currency", "prices": {"<item>": {"price", "per", "free", "source", "date"}}}')
    .addHelpText(
      'after',
      examples(['live-stack cost --stage prod --viewers 500 --prices prices.json', 'no price is built in']),
    )
    .action(
      act<Options>(async (options, { terminal }) => {
        const [{ estimate, estimateText }, { DEFAULT_PROFILE }] = await Promise.all([
          import('../cost/estimate.ts'),
          import('../cost/profile.ts'),
        ]);
        const names = Object.keys(DEFAULT_PROFILE) as (keyof TrafficProfile)[];
        const given = names.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]] as const]));
        const profile = { ...DEFAULT_PROFILE, ...Object.fromEntries(given) };
        const estimated = await estimate({ ...options, profile });
        terminal.result(estimateText(estimated), estimated);
      }),
    );
};
