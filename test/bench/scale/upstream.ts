/**
 * What requests of a crowd make the AppServer ask of the cloud, from what one request was measured to ask: what is remembered
 * is asked once while it is fresh, and what is joined once for a crowd.
 */
import { type Call, type Costs, type EndpointCost, keyOf, type TimedCall } from './costs.ts';
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
      // Who comes while one is under way waits for the next one.
      const timer: Timer = {
        call,
        wishes: [{ perSecond, everyMs: window === undefined ? 0 : Math.max(window, LATENCY_MS.tablestore) }],
        scope: call.rows?.place === 'one' ? 'instance' : 'instance-room',
        isTrailing: window !== undefined,
      };
      add(call, rate(timer, load), keyRate(timer, load));
    }
    const repeatedlyCounted = new Set(cost.timed.filter(({ scope }) => scope === 'viewer').map(keyOf));
    for (const call of cost.firstOfViewer.filter((each) => !repeatedlyCounted.has(keyOf(each)))) {
      const first = perSecond * (name === 'get' ? shareOfUnseen(load) : 1);
      add(call, first, first * (load.roomShares[0] ?? 0));
    }
  }
  for (const timer of sharedTimers(costs.endpoints, load)) add(timer.call, rate(timer, load), keyRate(timer, load));
  return [...rates.values()];
}

/** So many a second ask for something, and are content with what is at most so old. */
interface Wish {
  readonly perSecond: number;
  readonly everyMs: number;
}

/** Something that stays good for a while, and everybody who asks for it. */
interface Timer extends Pick<TimedCall, 'scope' | 'isTrailing'> {
  readonly call: Call;
  readonly wishes: readonly Wish[];
}

/** Endpoints that need the same thing find what another one has just fetched. */
function sharedTimers(endpoints: Readonly<Record<string, EndpointCost>>, load: Load): Timer[] {
  const timers = new Map<string, Timer>();
  for (const [name, { timed }] of Object.entries(endpoints)) {
    for (const call of timed) {
      const { everyMs, scope, isTrailing } = call;
      const kind = `${keyOf(call)} ${scope}`;
      const wishes = timers.get(kind)?.wishes ?? [];
      const before = wishes.find((wish) => wish.everyMs === everyMs)?.perSecond ?? 0;
      const wish = { everyMs, perSecond: before + (load.requests[name] ?? 0) };
      const others = wishes.filter((other) => other.everyMs !== everyMs);
      timers.set(kind, { call, wishes: [...others, wish], scope, isTrailing });
    }
  }
  return [...timers.values()];
}

function rate(timer: Timer, load: Load): number {
  const { instances, roomShares, viewers } = load;
  /** Of one of those who keep it for themselves, to whom such a share of the requests goes. */
  const ofEach = (share: number): number => 1 / secondsBetween(timer, share);
  switch (timer.scope) {
    case 'stage':
      return ofEach(1);
    case 'instance':
      return instances * ofEach(1 / instances);
    case 'room':
      return sum(roomShares, ofEach);
    case 'instance-room':
      return sum(roomShares, (share) => instances * ofEach(share / instances));
    case 'viewer':
      return viewers * instances * ofEach(1 / Math.max(1, viewers) / instances);
  }
}

/**
 * From one call to the next, on average, where requests come by chance. Whoever wants it fresher than others has changed it
 * (somebody came or went), so that whoever asks next fetches it as well.
 */
function secondsBetween({ call, wishes, isTrailing }: Timer, share: number): number {
  const [first, next, ...more] = wishes
    .map(({ perSecond, everyMs }) => ({ perSecond: perSecond * share, seconds: everyMs / 1_000 }))
    .filter(({ perSecond }) => perSecond > 0)
    .sort((a, b) => a.seconds - b.seconds);
  if (!first) return Number.POSITIVE_INFINITY;
  if (more.length > 0 || (next && isTrailing))
    throw new Error(`the model cannot reckon with all who want ${call.name}`);
  const { perSecond, seconds } = first;
  const isUntouched = Math.exp(-perSecond * seconds);
  // The end of the window makes the call by itself if somebody asked in it.
  if (!next) return seconds + (isTrailing ? isUntouched : 1) / perSecond;
  const all = perSecond + next.perSecond;
  const staysUntouched = Math.exp(-perSecond * (next.seconds - seconds));
  const wait = (1 - staysUntouched) / perSecond + staysUntouched / all;
  return seconds + (1 - isUntouched) / all + isUntouched * wait;
}

/** Of the busiest key: that of the greatest room, or the one that all share. */
function keyRate(timer: Timer, load: Load): number {
  const { call, wishes, scope } = timer;
  const place = call.rows?.place;
  if (place === 'own' || place === undefined) return 0;
  if (place === 'one') return rate(timer, load);
  const share = load.roomShares[0] ?? 0;
  // What a list reads of many rooms it reads of this one as well.
  const ofRoom = call.times > 1 ? wishes : wishes.map((wish) => ({ ...wish, perSecond: wish.perSecond * share }));
  const one = { ...load, roomShares: [1], viewers: load.viewers * share };
  const scopeOfRoom = scope === 'instance' && call.times === 1 ? 'instance-room' : scope;
  return rate({ ...timer, wishes: ofRoom, scope: scopeOfRoom }, one);
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
