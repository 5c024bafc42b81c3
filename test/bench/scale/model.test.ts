import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { audience, poisson, randomOf, roomShares } from './arrivals.ts';
import { INTERVALS, requestsOf, USUAL } from './behaviour.ts';
import { bottlenecksOf, reachOf } from './bottlenecks.ts';
import { compare } from './compare.ts';
import { type Call, type Costs, type EndpointCost, grouped, type TimedCall, without } from './costs.ts';
import { planFor } from './plan.ts';
import { type Load, shareOfUnseen, upstream } from './upstream.ts';

const source = (file: string): Promise<string> => readFile(new URL(`../../../${file}`, import.meta.url), 'utf8');
const FUNCTION = { memoryMb: 512, concurrency: 20 };

const row = (name: string, place: 'room' | 'one' | 'own', times = 1): Call => ({
  name,
  times,
  rows: { place, readUnits: times, writeUnits: 0 },
});
const cost = (of: Partial<EndpointCost>): EndpointCost => ({
  ...{ always: [], firstOfViewer: [], timed: [], joined: {} },
  ...of,
});
const costs = (get: Partial<EndpointCost>, yielding: readonly string[] = []): Costs => ({
  ...{ about: 'a test', endpoints: { get: cost(get) }, yielding },
});
const load = (more: Partial<Load>): Load => ({
  ...{ requests: { get: 100 }, viewers: 1_000, roomShares: [1], instances: 1, looksOfViewer: 10 },
  ...more,
});
const perSecond = (of: Partial<EndpointCost>, more: Partial<Load> = {}): number =>
  upstream(costs(of), load(more))[0]?.perSecond ?? 0;

describe('what viewers do', () => {
  it.each([
    ['clients/viewer/channels.tsx', 'REFRESH_EVERY_MS', INTERVALS.list],
    ['clients/shared/room/room.ts', 'REFRESH_EVERY_MS', INTERVALS.room],
    ['clients/shared/room/hearts.ts', 'LIKES_EVERY_MS', INTERVALS.likes],
    ['clients/shared/room/stage.ts', 'REFRESH_EVERY_MS', INTERVALS.stage],
  ])('is what %s says: %s', async (file, name, seconds) => {
    const ms = new RegExp(`const ${name} = ([\\d_]+);`).exec(await source(file))?.[1]?.replaceAll('_', '');
    expect(Number(ms)).toBe(seconds * 1_000);
  });

  it('grows with how many are there and how many come', () => {
    const requests = requestsOf({ viewers: 1_500, arrivals: 10, departures: 4 }, USUAL);
    expect(requests).toMatchObject({
      get: 110,
      tokenV2: 10,
      list: 30,
      sendLikeMessage: 25,
      messageCallback: 14,
      logonCallback: 10,
    });
  });
});

describe('arrivals', () => {
  it('are the same for the same seed, and others for another one', () => {
    const of = (seed: number) => audience(1_000, USUAL, 300, randomOf(seed));
    expect(of(1)).toEqual(of(1));
    expect(of(1)).not.toEqual(of(2));
  });

  it.each([0.5, 5, 500])('of %d a second are so many on average', (mean) => {
    const random = randomOf(3);
    const counts = Array.from({ length: 5_000 }, () => poisson(mean, random));
    expect(counts.reduce((sum, count) => sum + count, 0) / counts.length / mean).toBeCloseTo(1, 1);
  });

  it('keep the audience at its size, and come in bursts', () => {
    const crowds = audience(100_000, USUAL, 3_600, randomOf(4)).slice(600);
    const mean = crowds.reduce((sum, { viewers }) => sum + viewers, 0) / crowds.length;
    expect(mean / 100_000).toBeGreaterThan(0.8);
    expect(mean / 100_000).toBeLessThan(1.2);
    expect(Math.max(...crowds.map(({ arrivals }) => arrivals))).toBeGreaterThan((2 * 100_000) / USUAL.staySeconds);
  });

  it('spread over rooms: all of them together are everybody', () => {
    const shares = roomShares(1_000);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
    expect((shares[0] ?? 0) / (shares[9] ?? 1)).toBeCloseTo(10);
  });
});

describe('calls of the cloud', () => {
  it('are summed and compared by their kind', () => {
    const calls = grouped([row('get rooms', 'room'), row('get rooms', 'room'), { name: 'Send', times: 1 }]);
    expect(calls).toEqual([row('get rooms', 'room', 2), { name: 'Send', times: 1 }]);
    expect(without(calls, [row('get rooms', 'room')])).toEqual([row('get rooms', 'room'), { name: 'Send', times: 1 }]);
    expect(without(calls, calls)).toEqual([]);
  });

  it('that every request makes are as many as the requests', () => {
    expect(perSecond({ always: [row('get rooms', 'room')] })).toBe(100);
  });

  it('that a crowd shares are bounded for each instance and room', () => {
    const shared = { always: [row('get rooms', 'room')], joined: { 'get rooms by room': 100 } };
    const of = (rate: number) => 1 / (0.1 + Math.exp(-rate * 0.1) / rate);
    expect(perSecond(shared)).toBeCloseTo(of(100));
    expect(perSecond(shared, { instances: 10 })).toBeCloseTo(10 * of(10));
    expect(perSecond(shared, { roomShares: [0.5, 0.5] })).toBeCloseTo(2 * of(50));
  });

  it.each([
    ['stage', 1 / 1.01],
    ['room', 2 * (50 / 51)],
    ['instance', 4 * (25 / 26)],
    ['instance-room', 8 * (12.5 / 13.5)],
  ] as const)('that are good for a second and shared by a %s', (scope, expected) => {
    const timed = [{ ...row('get x', 'room'), everyMs: 1_000, scope, isTrailing: false }];
    const found = perSecond({ timed }, { instances: 4, roomShares: [0.5, 0.5] });
    expect(found).toBeCloseTo(scope === 'stage' ? 100 / 101 : expected);
  });

  it.each([
    ['nobody', 0],
    ['somebody now and then', 0.2],
    ['a crowd', 40],
  ])('are as many as in a simulation where it becomes old sooner because %s came', (_, coming) => {
    const wish = (everyMs: number) =>
      cost({ timed: [{ name: 'Describe', times: 1, everyMs, scope: 'room', isTrailing: false }] });
    const endpoints = { get: wish(5_000), messageCallback: wish(1_000) };
    const requests = { get: 0.5, messageCallback: coming };
    const found = upstream({ ...costs({}), endpoints }, load({ requests }))[0]?.perSecond ?? 0;
    expect(found / fetched(0.5, coming)).toBeCloseTo(1, 1);
  });

  it.each([0.1, 1, 40])('are made at the end as well where %d a second ask too early', (asking) => {
    const timed = [{ ...row('put x', 'room'), everyMs: 2_000, scope: 'room' as const, isTrailing: true }];
    expect(perSecond({ timed }, { requests: { get: asking } }) / told(asking)).toBeCloseTo(1, 1);
  });

  it('fall on one key: that of the greatest room, or the one that all share', () => {
    const always = [row('get rooms', 'room'), row('range rooms_by_time', 'one'), row('update limits', 'own')];
    const found = upstream(costs({ always }), load({ roomShares: [0.3, 0.7] }));
    expect(found.map(({ onOneKey }) => onOneKey)).toEqual([30, 100, 0]);
  });

  it('count a viewer again on each instance that has not seen him, and when there are too many to remember', () => {
    expect(shareOfUnseen(load({ looksOfViewer: 9 }))).toBeCloseTo(0.1);
    expect(shareOfUnseen(load({ looksOfViewer: 9, instances: 1_000 }))).toBeGreaterThan(0.98);
    expect(shareOfUnseen(load({ looksOfViewer: 9, viewers: 200_000 }))).toBeCloseTo(0.9);
  });
});

/** Seconds that a simulation lasts. */
const LONG = 20_000;

/** Moments of requests that come by chance, so many a second. */
function* moments(perSecond: number, random: () => number): Generator<number> {
  if (perSecond === 0) return;
  for (let at = 0; at < LONG; at += -Math.log(1 - random()) / perSecond) yield at;
}

/** A second, in a simulation: numbers are good for five seconds, and for one as soon as somebody came. */
function fetched(asking: number, coming: number): number {
  const random = randomOf(5);
  const events = [
    ...[...moments(asking, random)].map((at) => ({ at, isComing: false })),
    ...[...moments(coming, random)].map((at) => ({ at, isComing: true })),
  ].sort((one, other) => one.at - other.at);
  let count = 0;
  let fetchedAt = Number.NEGATIVE_INFINITY;
  let isMoved = false;
  for (const { at, isComing } of events) {
    isMoved ||= isComing;
    if (at - fetchedAt < (isMoved ? 1 : 5)) continue;
    count += 1;
    fetchedAt = at;
    isMoved = false;
  }
  return count / LONG;
}

/** A second, in a simulation: at once, and at the end of two seconds for all who came in them. */
function told(asking: number): number {
  let count = 0;
  let next = Number.NEGATIVE_INFINITY;
  for (const at of moments(asking, randomOf(6))) {
    if (at <= next) continue;
    const isTooEarly = at < next + 2;
    count += 1;
    next = isTooEarly ? next + 2 : at;
  }
  return count / LONG;
}

describe('limits', () => {
  const always = [row('get rooms', 'room')];
  const describing: TimedCall = {
    ...{ name: 'DescribeLiveMessageGroup', times: 1, everyMs: 5_000, scope: 'room', isTrailing: false },
  };
  const of = (yielding: readonly string[]) =>
    planFor(costs({ always, timed: [describing] }, yielding), { rooms: 1_000, viewers: 100_000 }, USUAL, FUNCTION);

  it('are kept by what yields to them, which takes longer then', () => {
    expect(of([]).actions.DescribeLiveMessageGroup).toBeGreaterThan(100);
    expect(of([describing.name])).toMatchObject({ actions: { [describing.name]: 50 }, refreshSeconds: 20 });
  });

  it('are told with the most exhausted one first', () => {
    const found = bottlenecksOf(of([]));
    expect(found.map(({ ratio }) => ratio)).toEqual([...found].map(({ ratio }) => ratio).sort((a, b) => b - a));
    expect(found.find(({ name }) => name === 'ingest streams')?.ratio).toBeCloseTo(1_000 / 300);
  });

  it('are reached by the first audience that is too great', () => {
    const plans = [100, 400, 800].map((rooms) =>
      planFor(costs({ always }), { rooms, viewers: rooms }, USUAL, FUNCTION),
    );
    expect(reachOf(plans).get('ingest streams')).toBe(400);
  });
});

describe('a real run', () => {
  it('is compared with what the same arrivals were predicted to cause', () => {
    const arrivals = Array.from({ length: 60 }, () => 10);
    const run = {
      rooms: 1,
      arrivals,
      requests: { list: 1_800, get: 60 },
      actions: { GetRow: 40 },
      failures: new Map(),
    };
    const lines = compare(run, costs({ always: [row('get rooms', 'room')] }), USUAL);
    expect(lines.find(({ name }) => name === 'list')).toMatchObject({ predicted: 1_800, deviation: 0 });
    expect(lines.map(({ name }) => name)).toEqual(['list', 'get']);
  });
});
