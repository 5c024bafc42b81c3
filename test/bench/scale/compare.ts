/** What the model predicts for a real run, beside what was counted. */

import { roomShares } from './arrivals.ts';
import { type Behaviour, type Crowd, INTERVALS, requestsOf } from './behaviour.ts';
import type { Costs } from './costs.ts';
import { upstream } from './upstream.ts';

/** What a run tells: people who arrived in each second, and everything that was counted meanwhile. */
export interface Run {
  readonly rooms: number;
  readonly arrivals: readonly number[];
  readonly requests: Readonly<Record<string, number>>;
  readonly actions: Readonly<Record<string, number>>;
  /** How often what failed. */
  readonly failures: ReadonlyMap<string, number>;
}

export interface Line {
  readonly name: string;
  readonly predicted: number;
  readonly counted: number;
  /** In per cent of what was counted. */
  readonly deviation: number;
}

/** What the operations of the row store are called on the wire. */
const OPERATIONS: Readonly<Record<string, string>> = {
  get: 'GetRow',
  put: 'PutRow',
  update: 'UpdateRow',
  delete: 'DeleteRow',
  range: 'GetRange',
  batchGet: 'BatchGetRow',
};

/** Of fewer, chance decides. */
const FEWEST = 50;

export function compare(run: Run, costs: Costs, behaviour: Behaviour): Line[] {
  const crowds = crowdsOf(run.arrivals, behaviour);
  const predicted = new Map<string, number>();
  const add = (name: string, count: number): void => void predicted.set(name, (predicted.get(name) ?? 0) + count);
  for (const crowd of crowds) {
    const requests = requestsOf(crowd, behaviour);
    for (const [name, perSecond] of Object.entries(requests)) {
      add(name === 'logonCallback' ? 'messageCallback' : name, perSecond);
    }
    const looksOfViewer = run.arrivals.length / INTERVALS.room;
    const load = { requests, viewers: crowd.viewers, roomShares: roomShares(run.rooms), instances: 1, looksOfViewer };
    for (const { call, perSecond } of upstream(costs, load)) {
      add(call.rows ? (OPERATIONS[call.name.split(' ')[0] ?? ''] ?? call.name) : call.name, perSecond);
    }
  }
  const counted: Readonly<Record<string, number>> = { ...run.requests, ...run.actions };
  return [...predicted].flatMap(([name, count]) => {
    const real = counted[name] ?? 0;
    return real < FEWEST ? [] : [{ name, predicted: count, counted: real, deviation: (count / real - 1) * 100 }];
  });
}

/** Seconds over which people who arrived by chance tell how often people arrive. */
const STEADY_SECONDS = 10;

/** Whoever has arrived looks for a channel first; nobody leaves while it lasts. */
function crowdsOf(arrivals: readonly number[], { browseSeconds }: Behaviour): Crowd[] {
  let viewers = 0;
  return arrivals.map((_, second) => {
    viewers += arrivals[second - browseSeconds] ?? 0;
    const from = second - (second % STEADY_SECONDS);
    const around = arrivals.slice(from, from + STEADY_SECONDS);
    return { viewers, arrivals: around.reduce((sum, count) => sum + count, 0) / around.length, departures: 0 };
  });
}
