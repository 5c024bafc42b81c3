/** The whole of `live-stack cost`: quantities always, money where the user's file has a price. */
import { loadConfig } from '../../cdk/config/load.ts';
import { stageOf } from '../../cdk/config/stage.ts';
import { CliError } from '../errors.ts';
import { synthesizedStage } from '../stack/synthesized.ts';
import { type Prices, readPrices } from './prices.ts';
import type { TrafficProfile } from './profile.ts';
import { type Quantity, quantitiesOf } from './quantities.ts';

export interface CostLine extends Quantity {
  /** Absent: unpriced. */
  readonly cost?: number;
  readonly source?: string;
  readonly date?: string;
}

export interface Estimate {
  readonly stage: string;
  readonly profile: TrafficProfile;
  readonly lines: readonly CostLine[];
  readonly currency?: string;
  /** Of the priced items only; absent when there are none. */
  readonly total?: number;
  readonly unpriced: readonly string[];
}

export interface EstimateOptions {
  readonly config: string;
  readonly stage: string;
  /** Path of a price file. */
  readonly prices?: string;
  readonly profile: TrafficProfile;
}

export async function estimate(options: EstimateOptions): Promise<Estimate> {
  const stage = stageOf(await loadConfig(options.config), options.stage);
  const prices = options.prices === undefined ? undefined : await readPrices(options.prices);
  const { template } = await synthesizedStage(stage);
  return priced(stage.name, options.profile, quantitiesOf(template, options.profile), prices);
}

/** A price of an item that is not in use is fine; one of an unknown item is a misspelling. */
export function priced(
  stage: string,
  profile: TrafficProfile,
  quantities: readonly Quantity[],
  prices: Prices | undefined,
): Estimate {
  const lines = quantities.map((quantity): CostLine => {
    const price = prices?.prices[quantity.item];
    if (!price) return quantity;
    const cost = (Math.max(0, quantity.amount - price.free) / price.per) * price.price;
    return { ...quantity, cost, source: price.source, date: price.date };
  });
  const unknown = Object.keys(prices?.prices ?? {}).filter((item) => !ITEMS.has(item));
  if (unknown.length > 0) {
    throw new CliError('BadPrices', `the price file names unknown items: ${unknown.join(', ')}`, {
      hint: `Known are ${[...ITEMS].join(', ')}.`,
      exitCode: 2,
    });
  }
  const costs = lines.flatMap(({ cost }) => cost ?? []);
  const sum = costs.reduce((total, cost) => total + cost, 0);
  return {
    stage,
    profile,
    lines,
    ...(prices ? { currency: prices.currency } : {}),
    ...(costs.length > 0 ? { total: sum } : {}),
    unpriced: lines.filter(({ cost }) => cost === undefined).map(({ item }) => item),
  };
}

const ITEMS = new Set([
  ...['live.traffic', 'live.recording', 'vod.storage', 'im.messages', 'im.deliveries', 'artc.minutes', 'artc.relay'],
  ...['fc.requests', 'fc.memory', 'ots.read', 'ots.write', 'sls.write'],
]);

export function estimateText({ stage, profile, lines, currency = '', total, unpriced }: Estimate): string {
  const { rooms, hours, viewers, costreamers } = profile;
  const head = `Stage "${stage}", a month of ${rooms} rooms of ${hours} h with ${viewers} viewers and ${costreamers} co-streamers:`;
  const rows = lines.map(({ product, item, amount, unit, cost }) => {
    const money = cost === undefined ? 'unpriced' : `${cost.toFixed(2)} ${currency}`;
    return `  ${product.padEnd(22)} ${item.padEnd(16)} ${shown(amount).padStart(14)} ${unit.padEnd(24)} ${money.padStart(14)}`;
  });
  const sum =
    total === undefined
      ? []
      : [`  ${'Sum of the priced items'.padEnd(79)} ${`${total.toFixed(2)} ${currency}`.padStart(14)}`];
  const rest =
    unpriced.length === 0
      ? []
      : [`Unpriced: ${unpriced.join(', ')}. Keep prices, each with source and date, in a file and pass --prices.`];
  return [head, ...rows, ...sum, '', ...rest].join('\n');
}

function shown(amount: number): string {
  const digits = amount >= 100 ? 0 : 2;
  return amount.toLocaleString('en-US', { maximumFractionDigits: digits });
}
