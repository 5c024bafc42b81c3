import { describe, expect, it } from 'vitest';
import { ERRORS } from '../../../../lambdas/api/errors.ts';
import { ROUTES, type Route } from '../../../../lambdas/api/routes.ts';
import { expectConsistent } from '../support/consistent.ts';
import { nameOf, placesOf, untap } from '../support/upstream.ts';
import { breakCall, type Extent, FAULTS, type Fault, UPSTREAM_WORDS } from './fault.ts';
import { prepare, ROUTE_IDS } from './requests.ts';
import { VirtualTime } from './virtual-time.ts';

/** Android gives a request up after 10 s. */
const LONGEST_MS = 10_000;
const MINUTE = 60_000;

/** What each call meets: everything in `test/long`, here what differs most. */
const SWEEP: readonly (readonly [Fault, Extent])[] =
  process.env.LIVE_STACK_FAULTS === 'all'
    ? FAULTS.flatMap((fault) => [[fault, 'one'] as const, [fault, 'product'] as const])
    : [
        ['slow', 'product'],
        ['lost', 'one'],
        ['refused', 'one'],
        ['odd', 'one'],
      ];

const cases = await Promise.all(
  ROUTE_IDS.map(async (id) => {
    const { at, send } = await prepare(id);
    let status = 0;
    const places = await placesOf(at, async () => {
      status = (await send()).status;
    });
    const calls = places
      .filter(({ when }) => when === 'before')
      .map(({ index, call }) => ({ index, name: nameOf(call) }));
    return { id, status, calls };
  }),
);

describe('the good run from which the calls are known', () => {
  it.each(cases.filter(({ id }) => id !== 'tokenV1'))('$id succeeds', ({ status }) => {
    expect(status).toBe(200);
  });
});

describe('A13, A17: whatever an upstream call meets, the answer is bounded, of the catalogue, and leaves nothing half-written', () => {
  describe.each(cases.filter(({ calls }) => calls.length > 0))('$id', ({ id, calls }) => {
    const rows = calls.flatMap((call) => SWEEP.map(([fault, extent]) => ({ ...call, fault, extent })));

    it.each(rows)('$fault at call $index, $name ($extent)', async ({ index, fault, extent }) => {
      const { at, send } = await prepare(id);
      const time = new VirtualTime(at.clock);
      breakCall(at, time, index, fault, extent);

      const { result: answer, ms } = await time.run(send());

      expect(ms).toBeLessThanOrEqual(LONGEST_MS);
      const text = await answer.text();
      expect(text).not.toMatch(new RegExp(`${UPSTREAM_WORDS}|\\.ts:|at \\w+ \\(|Timeout|Forbidden\\.RAM`));
      const route: Route = ROUTES[id];
      if (answer.status === 200) {
        expect(route.response.safeParse(JSON.parse(text)).error?.issues).toBeUndefined();
      } else {
        const { reason } = JSON.parse(text) as { reason: keyof typeof ERRORS };
        expect(REASONS[fault]).toContain(reason);
        expect(answer.status).toBe(ERRORS[reason].status);
        expect(answer.headers.has('retry-after')).toBe('retryAfter' in ERRORS[reason]);
      }
      await time.drain();
      untap(at);
      const later = await at.restarted();
      later.clock.time += 6 * MINUTE;
      expect((await later.tick()).status).toBe(200);
      expectConsistent(later);
    });
  });
});

/** What each fault may become. Only what is no error of the cloud at all is a defect of ours, and told as one. */
const REASONS = {
  slow: ['upstream_unavailable'],
  lost: ['upstream_unavailable'],
  busy: ['upstream_unavailable'],
  reset: ['upstream_unavailable'],
  refused: ['upstream_failed'],
  odd: ['internal'],
} as const;
