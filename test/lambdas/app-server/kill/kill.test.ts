import { describe, expect, it } from 'vitest';
import { expectConsistent } from '../support/consistent.ts';
import { killAt, nameOf, type Place, placesOf } from '../support/upstream.ts';
import type { World } from '../support/world.ts';
import { MINUTE, prepared, SCENARIOS, type Scenario } from './scenarios.ts';

type Row = readonly [index: number, when: Place['when'], call: string];

/** Every place between two upstream calls, from a run in which nothing happens. */
async function rowsOf(scenario: Scenario): Promise<Row[]> {
  const { at, id } = await prepared(scenario);
  const places = await placesOf(at, () => scenario.work(at, id));
  return places.map(({ index, when, call }) => [index, when, nameOf(call)]);
}

/** Milliseconds after which an attempt with an `Idempotency-Key` counts as dead. */
const LEASE_MS = 30_000;

/** A new process, and the sweeps after whatever is given time: the second does what the first had to wait for. */
async function sweep(at: World): Promise<World> {
  const fresh = await at.restarted();
  for (const ms of [6 * MINUTE, 2 * MINUTE]) {
    fresh.clock.time += ms;
    expect((await fresh.tick()).status).toBe(200);
  }
  expect(fresh.log.filter((line) => /"level":"error"/.test(line))).toEqual([]);
  return fresh;
}

const cases = await Promise.all(SCENARIOS.map(async (scenario) => ({ ...scenario, places: await rowsOf(scenario) })));

describe('A7: the process is killed between any two upstream calls', () => {
  it.each(cases)('$name changes something in the cloud', ({ places }) => {
    expect(places.filter(([, when]) => when === 'after').length).toBeGreaterThan(0);
  });

  describe.each(cases)('of $name', ({ places, ...scenario }) => {
    it.each(places)('at call %i, %s %s: nothing half-written after the next sweep', async (index, when) => {
      const { at, id } = await prepared(scenario);
      expect(await killAt(at, index, when, () => scenario.work(at, id))).toBe(true);
      expectConsistent(await sweep(at));
    });
  });

  describe.each(cases.filter(({ again }) => again))('of $name', ({ places, again, ...scenario }) => {
    // What was left before a call is what was left after the one before it, but for calls side by side.
    it.each(places.filter(([index, when]) => when === 'after' || index === 1))(
      'at call %i, %s %s: who asks again is served',
      async (index, when) => {
        const { at, id } = await prepared(scenario);
        await killAt(at, index, when, () => scenario.work(at, id));
        const fresh = await at.restarted();
        fresh.clock.time += LEASE_MS;
        expect(await scenario.work(fresh, id)).toMatchObject({ status: 200, body: again });
        const swept = await sweep(fresh);
        expectConsistent(swept);
        if (scenario.rooms !== undefined) {
          expect(swept.rows.all('rooms')).toHaveLength(scenario.rooms);
        }
      },
    );
  });
});
