/** The tables of docs/scale.md. */

import { type Behaviour, requestsOf, USUAL } from './behaviour.ts';
import { type Bottleneck, bottlenecksOf, reachOf } from './bottlenecks.ts';
import type { Line } from './compare.ts';
import { type Call, type Costs, keyOf } from './costs.ts';
import { type FunctionSettings, type Plan, planFor, type Size } from './plan.ts';

const SIZES: readonly Size[] = [
  { rooms: 1, viewers: 100 },
  { rooms: 1, viewers: 10_000 },
  { rooms: 100, viewers: 10_000 },
  { rooms: 1_000, viewers: 100_000 },
  { rooms: 10_000, viewers: 1_000_000 },
  { rooms: 1, viewers: 100_000 },
];

/** As ros.json has them. */
const FUNCTION: FunctionSettings = { memoryMb: 512, concurrency: 20 };

/** Audiences in which a limit is looked for, with a hundred viewers a room. */
const STEPS = [100, 300, 1_000, 2_000, 3_000, 5_000, 7_000, 10_000, 15_000, 20_000, 30_000, 50_000, 70_000].flatMap(
  (n) => (n < 10_000 ? [n] : [n, n * 10]),
);
const VIEWERS_A_ROOM = 100;

export interface Inputs {
  readonly before: Costs;
  readonly now: Costs;
}

/** Sections of the page by their name. */
export function sections({ before, now }: Inputs): Record<string, string> {
  const plans = (costs: Costs): Plan[] => SIZES.map((size) => planFor(costs, size, USUAL, FUNCTION));
  const [old, current] = [plans(before), plans(now)];
  return {
    sizes: sizesTable(current),
    first: firstTable(old, current),
    reach: reachTable(before, now),
    costs: costsTable(before, now),
  };
}

function sizesTable(plans: readonly Plan[]): string {
  const row = (name: string, value: (plan: Plan) => number | string): string[] => [
    name,
    ...plans.map((plan) => {
      const shown = value(plan);
      return typeof shown === 'string' ? shown : number(shown);
    }),
  ];
  const endpoints = Object.keys(requestsOf({ viewers: 0, arrivals: 0, departures: 0 }, USUAL));
  return table(
    ['', ...SIZES.map(sizeName)],
    [
      row('viewers in the busiest second', ({ busiest }) => busiest.viewers),
      row('arrivals/s then', ({ busiest }) => busiest.arrivals),
      row('**requests/s then**', ({ requests }) => sum(Object.values(requests))),
      row('requests/s on average', ({ usualRequests }) => usualRequests),
      ...endpoints.map((name) => row(`\`${name}\`/s`, ({ requests }) => requests[name] ?? 0)),
      row('**function instances**', ({ instances }) => instances),
      row('cold starts of a burst', ({ coldStarts }) => coldStarts),
      row('new ones a second', ({ newInstances }) => newInstances),
      row('**Tablestore** read units/s', ({ readUnits }) => readUnits),
      row('write units/s', ({ writeUnits }) => writeUnits),
      row('busiest partition key', ({ partitions }) => hottest(partitions)),
      row('**OpenAPI** `DescribeLiveMessageGroup`/s', ({ actions }) => actions.DescribeLiveMessageGroup ?? 0),
      row('numbers of a room are fetched every (s)', ({ refreshSeconds }) => Math.max(5, refreshSeconds)),
      row('**IM** sends of the server/s', ({ actions }) => actions.SendLiveMessageGroup ?? 0),
      row('likes of a room are told every (s)', ({ likesSeconds }) => Math.max(2, likesSeconds)),
      row('comments of clients/s', ({ commentsPerSecond }) => commentsPerSecond),
      row('**CDN** Gbit/s', ({ cdnGbps }) => cdnGbps),
      row('**ARTC** minutes an hour', ({ artcMinutesPerHour }) => artcMinutesPerHour),
    ],
  );
}

function hottest(partitions: Readonly<Record<string, number>>): string {
  const [name = '', perSecond = 0] = Object.entries(partitions).sort(([, a], [, b]) => b - a)[0] ?? [];
  return `${number(perSecond)}/s \`${name}\``;
}

function firstTable(before: readonly Plan[], now: readonly Plan[]): string {
  const first = (plan: Plan | undefined): Bottleneck | undefined => plan && bottlenecksOf(plan)[0];
  return table(
    ['size', 'before', 'now', 'what to do about it'],
    SIZES.map((size, index) => [
      sizeName(size),
      told(first(before[index])),
      told(first(now[index])),
      remedy(first(now[index])),
    ]),
  );
}

function told(found: Bottleneck | undefined): string {
  if (!found) return '';
  const { name, demand, limit, ratio } = found;
  return `${name}: ${number(demand)} of ${number(limit.most)} (${ratio > 1 ? `**${number(ratio)} ×**` : `${number(ratio)} ×`})`;
}

const remedy = (found: Bottleneck | undefined): string => (found && found.ratio > 1 ? found.limit.remedy : 'nothing');

function reachTable(before: Costs, now: Costs): string {
  const sizes = [...new Set(STEPS)]
    .sort((a, b) => a - b)
    .map((viewers) => ({ viewers, rooms: Math.ceil(viewers / VIEWERS_A_ROOM) }));
  const plansOf = (costs: Costs): Plan[] => sizes.map((size) => planFor(costs, size, USUAL, FUNCTION));
  const nowPlans = plansOf(now);
  const [old, current] = [reachOf(plansOf(before)), reachOf(nowPlans)];
  const remedies = new Map(nowPlans.flatMap(bottlenecksOf).map(({ name, limit }) => [name, limit]));
  const names = [...new Set([...old.keys(), ...current.keys()])];
  const reached = (reach: Map<string, number>, name: string): string =>
    reach.has(name) ? number(reach.get(name) ?? 0) : `not below ${number(sizes.at(-1)?.viewers ?? 0)}`;
  const order = (name: string): number => current.get(name) ?? Number.POSITIVE_INFINITY;
  return table(
    ['limit', 'reached before at (viewers)', 'now at', 'what it is', 'what to raise'],
    names
      .sort((a, b) => order(a) - order(b))
      .map((name) => {
        const limit = remedies.get(name);
        const what = limit ? `${number(limit.most)} ${limit.unit}` : '';
        return [name, reached(old, name), reached(current, name), what, limit?.remedy ?? ''];
      }),
  );
}

function costsTable(before: Costs, now: Costs): string {
  const told = (calls: readonly Call[]): string =>
    calls.map((call) => `${call.times > 1 ? `${call.times} × ` : ''}${keyOf(call)}`).join(', ');
  return table(
    ['endpoint', 'with every request, before', 'with every request, now', 'once in a while, now'],
    Object.keys(now.endpoints).map((name) => [
      `\`${name}\``,
      told(before.endpoints[name]?.always ?? []),
      told(now.endpoints[name]?.always ?? []),
      (now.endpoints[name]?.timed ?? [])
        .map((call) => `${keyOf(call)} (${call.everyMs / 1_000} s, each ${call.scope.replace('-', ' and ')})`)
        .join(', '),
    ]),
  );
}

/** Nobody is in a room with guests, and nobody leaves: the real run is short. */
export const REAL_BEHAVIOUR: Behaviour = { ...USUAL, coStreaming: 0 };

/** What was predicted for a real run, beside what was counted. */
export function comparison(lines: readonly Line[]): string {
  return table(
    ['', 'predicted', 'counted', 'deviation'],
    lines.map(({ name, predicted, counted, deviation }) => [
      `\`${name}\``,
      number(predicted),
      number(counted),
      percent(deviation),
    ]),
  );
}

function percent(deviation: number): string {
  const whole = Math.round(deviation);
  return `${whole > 0 ? '+' : ''}${whole < 0 ? '−' : ''}${Math.abs(whole)} %`;
}

const sizeName = ({ rooms, viewers }: Size): string =>
  `${number(viewers)} in ${rooms === 1 ? 'one room' : `${number(rooms)} rooms`}`;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function number(value: number): string {
  if (value >= 10 || Number.isInteger(value)) return Math.round(value).toLocaleString('en-US');
  return value.toFixed(value < 1 ? 2 : 1);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}
