/** `live-stack cost`: what a stage uses in a month, and what that costs by the user's own price file. */
import { DEFAULT_PROFILE, profileOf, STAGE_REQUESTS, type TrafficProfile } from '../cost/profile.ts';
import { type Declare, examples, numberBetween, type SharedOptions, stageOption } from './declare.ts';

interface Options extends SharedOptions, Partial<TrafficProfile> {
  readonly stage: string;
  readonly prices?: string;
}

const many = (what: string) => numberBetween(0, 1e9, what, false);

const { rooms, hours, viewers, costreamers, megabits, messages, requests } = DEFAULT_PROFILE;

export const declareCost: Declare = (program, act) => {
  program
    .command('cost')
    .description('quantities of a month by product, from the template and the traffic; money from your price file')
    .addOption(stageOption())
    .option('--rooms <count>', `rooms that are live in a month (default: ${rooms})`, many('a number of rooms'))
    .option('--hours <hours>', `hours that a room is live (default: ${hours})`, many('a number of hours'))
    .option('--viewers <count>', `viewers of a room, on average (default: ${viewers})`, many('a number of viewers'))
    .option(
      '--costreamers <count>',
      `co-streamers of a room, on average (default: ${costreamers})`,
      many('a number of people'),
    )
    .option('--megabits <rate>', `Mbit/s that a viewer plays (default: ${megabits})`, many('a rate'))
    .option(
      '--messages <count>',
      `messages of a viewer in an hour (default: ${messages})`,
      many('a number of messages'),
    )
    .option(
      '--requests <count>',
      `requests of a viewer in an hour (default: ${requests}, ${STAGE_REQUESTS} more in rooms with co-streamers)`,
      many('a number of requests'),
    )
    .option('--prices <file>', 'JSON: {"currency", "prices": {"<item>": {"price", "per", "free", "source", "date"}}}')
    .addHelpText(
      'after',
      examples(['live-stack cost --stage prod --viewers 500 --prices prices.json', 'no price is built in']),
    )
    .action(
      act<Options>(async (options, { terminal }) => {
        const { estimate, estimateText } = await import('../cost/estimate.ts');
        const names = Object.keys(DEFAULT_PROFILE) as (keyof TrafficProfile)[];
        const given = Object.fromEntries(names.map((name) => [name, options[name]]));
        const estimated = await estimate({ ...options, profile: profileOf(given) });
        terminal.result(estimateText(estimated), estimated);
      }),
    );
};
