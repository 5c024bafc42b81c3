/**
 * What requests of a crowd make the AppServer ask of the cloud, from what one request was measured to ask: what is remembered
 * is asked once while it is fresh, and what is joined once for a crowd.
 */
import { type Call, type Costs, type EndpointCost, keyOf, type Scope, type TimedCall } from './costs.ts';
import { LATENCY_MS } from './limits.ts';

export interface Load {
  /** Requests a second, by endpoint. */
  readonly requests: Readonly<Record<string, number>>;
  readonly viewers: number;
  /** Share of the viewers in each room, the greatest first. */
  readonly roomShares: readonly number[];
  readonly instances: number;
  /** How often a viewer asks for a room before leaving. */
  readonly looksOfViewer: number;
}

export interface CallRate {
  readonly call: Pick<Call, 'name' | 'rows'>;
  /** Calls a second; a batch is one. */
  readonly perSecond: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  /** Calls a second that touch the busiest partition key. */
  readonly onOneKey: number;
}

/** Entries that an instance remembers of viewers it has counted (lambdas/app-server/reactions/viewers.ts). */
const REMEMBERED_VIEWERS = 20_000;

/** A table and its rows of one key are found by several kinds of calls; each kind is answered apart. */
export function upstream(costs: Costs, load: Load): CallRate[] {
  const rates = new Map<string, CallRate>();
  const add = (call: Call, perSecond: number, onOneKey: number): void => {
    const known = rates.get(keyOf(call));
    rates.set(keyOf(call), {
      call: { name: call.name, ...(call.rows && { rows: call.rows }) },
      perSecond: (known?.perSecond ?? 0) + perSecond * (call.name.startsWith('batchGet ') ? 1 : call.times),
      readUnits: (known?.readUnits ?? 0) + perSecond * (call.rows?.readUnits ?? 0),
      writeUnits: (known?.writeUnits ?? 0) + perSecond * (call.rows?.writeUnits ?? 0),
      onOneKey: (known?.onOneKey ?? 0) + onOneKey,
    });
  };
  for (const [name, cost] of Object.entries(costs.endpoints)) {
    const perSecond = load.requests[name] ?? 0;
    for (const call of cost.always) {
      const window = cost.joined[keyOf(call)];
      const everyMs = window === undefined ? 0 : Math.max(window, LATENCY_MS.tablestore);
      const scope = call.rows?.place === 'one' ? 'instance' : 'instance-room';
      add(call, rate(perSecond, everyMs, scope, load), keyRate(call, perSecond, everyMs, scope, load));
    }
    const repeatedlyCounted = new Set(cost.timed.filter(({ scope }) => scope === 'viewer').map(keyOf));
    for (const call of cost.firstOfViewer.filter((each) => !repeatedlyCounted.has(keyOf(each)))) {
      const first = perSecond * (name === 'get' ? shareOfUnseen(load) : 1);
      add(call, first, first * (load.roomShares[0] ?? 0));
    }
  }
  for (const [call, perSecond] of sharedTimers(costs.endpoints, load)) {
    const { everyMs, scope } = call;
    add(call, rate(perSecond, everyMs, scope, load), keyRate(call, perSecond, everyMs, scope, load));
  }
  return [...rates.values()];
}

/** Endpoints that need the same thing find what another one has just fetched; where one wants it fresher, that one decides. */
function sharedTimers(endpoints: Readonly<Record<string, EndpointCost>>, load: Load): [TimedCall, number][] {
  const kinds = new Map<string, Map<number, [TimedCall, number]>>();
  for (const [name, { timed }] of Object.entries(endpoints)) {
    for (const call of timed) {
      const kind = kinds.get(`${keyOf(call)} ${call.scope}`) ?? new Map<number, [TimedCall, number]>();
      const [, before] = kind.get(call.everyMs) ?? [call, 0];
      kind.set(call.everyMs, [call, before + (load.requests[name] ?? 0)]);
      kinds.set(`${keyOf(call)} ${call.scope}`, kind);
    }
  }
  return [...kinds.values()].map((kind) =>
    [...kind.values()].reduce((most, each) => (calls(each, load) > calls(most, load) ? each : most)),
  );
}

const calls = ([call, perSecond]: [TimedCall, number], load: Load): number =>
  rate(perSecond, call.everyMs, call.scope, load);

/** How often something is fetched that requests of one source want and that stays good for a while. */
const fetches = (perSecond: number, everyMs: number): number => perSecond / (1 + (perSecond * everyMs) / 1_000);

function rate(perSecond: number, everyMs: number, scope: Scope, load: Load): number {
  const { instances, roomShares, viewers } = load;
  switch (scope) {
    case 'stage':
      return fetches(perSecond, everyMs);
    case 'instance':
      return instances * fetches(perSecond / instances, everyMs);
    case 'room':
      return sum(roomShares, (share) => fetches(perSecond * share, everyMs));
    case 'instance-room':
      return sum(roomShares, (share) => instances * fetches((perSecond * share) / instances, everyMs));
    case 'viewer':
      return viewers * instances * fetches(perSecond / Math.max(1, viewers) / instances, everyMs);
  }
}

/** Of the busiest key: that of the greatest room, or the one that all share. */
function keyRate(call: Call, perSecond: number, everyMs: number, scope: Scope, load: Load): number {
  const place = call.rows?.place;
  if (place === 'own' || place === undefined) return 0;
  if (place === 'one') return rate(perSecond, everyMs, scope, load);
  const share = load.roomShares[0] ?? 0;
  // What a list reads of many rooms it reads of this one as well.
  const ofRoom = call.times > 1 ? perSecond : perSecond * share;
  const one = { ...load, roomShares: [1], viewers: load.viewers * share };
  return rate(ofRoom, everyMs, scope === 'instance' && call.times === 1 ? 'instance-room' : scope, one);
}

/**
 * Requests for a room by a viewer whom the instance has not counted there: the first one, those that other instances got
 * before, and those of viewers whom it has forgotten because there are so many.
 */
export function shareOfUnseen({ instances, looksOfViewer, viewers }: Load): number {
  const goesOn = looksOfViewer / (looksOfViewer + 1);
  const elsewhere = (1 - goesOn) / (1 - goesOn * (1 - 1 / instances));
  return Math.max(elsewhere, 1 - REMEMBERED_VIEWERS / Math.max(viewers, REMEMBERED_VIEWERS));
}

function sum<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
