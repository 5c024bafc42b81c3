/** Everything that an audience of one size needs, at the busiest second of a simulated hour. */
import { cpuFor } from '../../../cdk/functions/compute.ts';
import { audience, randomOf, roomShares } from './arrivals.ts';
import { type Behaviour, type Crowd, INTERVALS, requestsOf } from './behaviour.ts';
import type { Costs } from './costs.ts';
import { LATENCY_MS, LIMITS, OPENAPI_QPS, PLATFORM_START_MS, UTILIZATION } from './limits.ts';
import rates from './rates.json' with { type: 'json' };
import { type CallRate, type Load, upstream } from './upstream.ts';

export interface Size {
  readonly rooms: number;
  readonly viewers: number;
}

export interface FunctionSettings {
  readonly memoryMb: number;
  readonly concurrency: number;
}

export interface Plan {
  readonly size: Size;
  readonly busiest: Crowd;
  /** Requests a second in the busiest second, and on average. */
  readonly requests: Readonly<Record<string, number>>;
  readonly usualRequests: number;
  readonly instances: number;
  /** Instances that a burst adds beside the usual ones, and how many a second while it rises. */
  readonly coldStarts: number;
  readonly newInstances: number;
  readonly coldStartMs: number;
  readonly calls: readonly CallRate[];
  readonly actions: Readonly<Record<string, number>>;
  readonly readUnits: number;
  readonly writeUnits: number;
  /** Of the busiest key of each table and place, e.g. `rooms by room`. */
  readonly partitions: Readonly<Record<string, number>>;
  /** Capacity units a second of the table with the most. */
  readonly tableUnits: number;
  /** Seconds after which the numbers of a room are fetched anew, and its likes told, where the service limits that. */
  readonly refreshSeconds: number;
  readonly likesSeconds: number;
  readonly commentsPerSecond: number;
  readonly cdnGbps: number;
  readonly artcMinutesPerHour: number;
}

const SECONDS = 3_600;
const SEED = 8;
const GROWTH_SECONDS = 10;

export function planFor(
  costs: Costs,
  size: Size,
  behaviour: Behaviour,
  { memoryMb, concurrency }: FunctionSettings,
): Plan {
  const crowds = audience(size.viewers, behaviour, SECONDS, randomOf(SEED));
  const looksOfViewer = 1 + behaviour.staySeconds / INTERVALS.room;
  const shares = roomShares(size.rooms);
  const cores = cpuFor(memoryMb);
  const needed = crowds.map((crowd) => instancesFor(requestsOf(crowd, behaviour), costs, cores, concurrency));
  const busiest = crowds[needed.indexOf(Math.max(...needed))] as Crowd;
  const requests = requestsOf(busiest, behaviour);
  const instances = Math.max(...needed);
  const load: Load = { requests, viewers: busiest.viewers, roomShares: shares, instances, looksOfViewer };
  const calls = upstream(costs, load);
  const wanted = Object.fromEntries(
    calls.filter(({ call }) => !call.rows).map(({ call, perSecond }) => [call.name, perSecond]),
  );
  const actions = yieldingTo(wanted, costs);
  const usual = needed.reduce((total, count) => total + count, 0) / needed.length;
  return {
    size,
    busiest,
    requests,
    usualRequests: total(crowds.map((crowd) => total(Object.values(requestsOf(crowd, behaviour))))) / crowds.length,
    instances,
    coldStarts: Math.max(0, instances - Math.round(usual)),
    newInstances: fastestGrowth(needed),
    coldStartMs: rates.firstAnswerMs + PLATFORM_START_MS,
    calls,
    actions,
    readUnits: total(calls.map((each) => each.readUnits)),
    writeUnits: total(calls.map((each) => each.writeUnits)),
    partitions: partitionsOf(calls),
    tableUnits: Math.max(...unitsByTable(calls).values(), 0),
    refreshSeconds: spread('DescribeLiveMessageGroup', wanted, actions, size.rooms),
    likesSeconds: spread('SendLiveMessageGroup', wanted, actions, size.rooms),
    commentsPerSecond: (busiest.viewers * behaviour.commentsPerMinute) / 60,
    cdnGbps: (busiest.viewers * behaviour.bitrateMbps) / 1_000,
    artcMinutesPerHour: size.rooms * behaviour.coStreaming * (behaviour.guests + 1) * 60,
  };
}

/** A second, on average over ten of them. */
function fastestGrowth(counts: readonly number[]): number {
  return Math.max(
    ...counts.map((count, second) => (count - (counts[second - GROWTH_SECONDS] ?? count)) / GROWTH_SECONDS),
  );
}

/** Whichever is more: instances for the processor that requests need, or for how many of them are under way. */
function instancesFor(
  requests: Readonly<Record<string, number>>,
  costs: Costs,
  cores: number,
  concurrency: number,
): number {
  const names = Object.keys(requests);
  const seconds = total(names.map((name) => (requests[name] ?? 0) * processorSeconds(name, costs)));
  const underWay = secondsUnderWay(requests, costs);
  return Math.max(1, Math.ceil(seconds / (cores * UTILIZATION)), Math.ceil(underWay / concurrency));
}

/** How long all these requests together are under way. */
export function secondsUnderWay(requests: Readonly<Record<string, number>>, costs: Costs): number {
  const ms = ([name, count]: [string, number]): number => count * waves(name, costs) * LATENCY_MS.tablestore;
  return total(Object.entries(requests).map(ms)) / 1_000;
}

/** As measured; an endpoint that was not costs its calls of Tablestore, by what they cost in `get`. */
function processorSeconds(name: string, costs: Costs): number {
  const measured: Readonly<Record<string, number>> = rates.perSecondAndCore;
  const own = rates.withoutCloudMicroseconds / 1_000_000;
  const perSecond = measured[name];
  if (perSecond !== undefined) return 1 / perSecond;
  const perCall = (1 / rates.perSecondAndCore.get - own) / operations('get', costs);
  return own + operations(name, costs) * perCall;
}

/** Calls that follow one another: those of one moment wait together, and some requests make two rounds. */
const waves = (name: string, costs: Costs): number => (operations(name, costs) === 0 ? 0.1 : 2);

const operations = (name: string, costs: Costs): number =>
  new Set(costs.endpoints[name]?.always.map((call) => call.name)).size;

function yieldingTo(wanted: Readonly<Record<string, number>>, costs: Costs): Record<string, number> {
  return Object.fromEntries(
    Object.entries(wanted).map(([action, perSecond]) => {
      const most = OPENAPI_QPS[action] ?? LIMITS.openApi.most;
      return [action, costs.yielding.includes(action) ? Math.min(perSecond, most) : perSecond];
    }),
  );
}

/** Seconds from one call to the next for a room, where all rooms together may not call as often as they would; else 0. */
function spread(
  action: string,
  wanted: Readonly<Record<string, number>>,
  actions: Readonly<Record<string, number>>,
  rooms: number,
): number {
  const allowed = actions[action] ?? 0;
  return (wanted[action] ?? 0) > allowed ? rooms / allowed : 0;
}

function partitionsOf(calls: readonly CallRate[]): Record<string, number> {
  const partitions: Record<string, number> = {};
  for (const { call, onOneKey } of calls) {
    if (!call.rows || call.rows.place === 'own') continue;
    const name = `${tableOf(call.name)} by ${call.rows.place}`;
    partitions[name] = (partitions[name] ?? 0) + onOneKey;
  }
  return partitions;
}

function unitsByTable(calls: readonly CallRate[]): Map<string, number> {
  const units = new Map<string, number>();
  for (const { call, readUnits, writeUnits } of calls) {
    if (call.rows) units.set(tableOf(call.name), (units.get(tableOf(call.name)) ?? 0) + readUnits + writeUnits);
  }
  return units;
}

const tableOf = (name: string): string => name.split(' ')[1] ?? name;

const total = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
