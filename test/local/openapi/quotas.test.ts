import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actionRule } from '../../../local/openapi/action-rule.ts';
import { type Quota, type QuotaSettings, Quotas } from '../../../local/openapi/quotas.ts';
import { LIVE_RULES } from '../../../local/openapi/rules.ts';
import type { OpenApiService } from '../../../local/openapi/service.ts';
import { DrivenClock } from './driven-clock.ts';
import { ACCOUNT_KEY, openCloud } from './open-api-cloud.ts';
import { openApi, popCore, refusal } from './sdk.ts';

const THREE: Quota = { limit: 3, per: 'second' };

function quotas(settings: QuotaSettings = {}) {
  const clock = new DrivenClock();
  const held = new Quotas(clock, settings);
  /** How many of so many calls pass. */
  const passed = (calls: number, action = 'Act', quota: Quota | undefined = THREE): number =>
    Array.from({ length: calls }, () => held.use('live', action, quota)).filter(Boolean).length;
  return { clock, passed };
}

describe('quotas', () => {
  it('let so many calls of an action pass, then none until time goes by', () => {
    const { clock, passed } = quotas();
    expect(passed(10)).toBe(3);
    clock.advance(333);
    expect(passed(10)).toBe(0);
    clock.advance(1);
    expect(passed(10)).toBe(1);
    clock.advance(60_000);
    expect(passed(10)).toBe(3);
  });

  it('are counted for each action by itself', () => {
    const { passed } = quotas();
    expect([passed(5, 'One'), passed(5, 'Two')]).toEqual([3, 3]);
  });

  it('may be given for a minute', () => {
    const { clock, passed } = quotas();
    const quota = { limit: 60, per: 'minute' };
    expect(passed(100, 'Act', quota)).toBe(60);
    clock.advance(1_000);
    expect(passed(100, 'Act', quota)).toBe(1);
  });

  it('do not exist for actions without one', () => {
    const held = new Quotas(new DrivenClock());
    expect(Array.from({ length: 10_000 }, () => held.use('live', 'Act', undefined)).every(Boolean)).toBe(true);
  });

  it('can be switched off, or set otherwise for an action', () => {
    expect(quotas({ enforced: false }).passed(1_000)).toBe(1_000);
    const { passed } = quotas({ limits: { Act: { limit: 7, per: 'second' } } });
    expect([passed(20), passed(20, 'Other')]).toEqual([7, 3]);
  });

  it('never let more pass than the limit and what time has added', () => {
    const steps = fc.array(fc.record({ waitMs: fc.nat(2_000), calls: fc.nat(20) }), { maxLength: 30 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), steps, (limit, list) => {
        const { clock, passed } = quotas();
        let [elapsed, total] = [0, 0];
        for (const { waitMs, calls } of list) {
          clock.advance(waitMs);
          elapsed += waitMs;
          total += passed(calls, 'Act', { limit, per: 'second' });
          expect(total).toBeLessThanOrEqual(limit + (elapsed * limit) / 1_000 + 1e-6);
        }
      }),
    );
  });

  it('of the data file are all per second or per minute', () => {
    const given = Object.values(LIVE_RULES).flatMap(({ qps }) => qps ?? []);
    expect(given.length).toBeGreaterThan(100);
    expect(given.filter(({ limit, per }) => !(limit >= 1) || !['second', 'minute'].includes(per))).toEqual([]);
  });
});

const VERSION = '2020-02-02';
const busy: OpenApiService = {
  product: 'busy',
  version: VERSION,
  host: 'busy.aliyuncs.com',
  rules: { Act: { ...actionRule([], []), qps: THREE } },
  actions: { Act: () => ({}) },
  permission: (action) => ({ action: `busy:${action}`, resource: '*' }),
};

describe.each([
  ['pop-core (RPC v1)', popCore],
  ['openapi-core (ACS3)', openApi],
] as const)('a quota that is used up, met with %s', (_name, client) => {
  it('is the throttling error of the service (L1)', async () => {
    const { endpoint, clock } = await openCloud(() => [busy], { limits: { Act: { limit: 3, per: 'minute' } } });
    const call = client(endpoint, VERSION, ACCOUNT_KEY);
    for (let i = 0; i < 3; i += 1) await call('Act');
    expect((await refusal(call('Act'))).code).toBe('Throttling.User');
    clock.advance(60_000);
    await call('Act');
  });

  it('is not used up by calls that nobody may make (L1)', async () => {
    const { endpoint } = await openCloud(() => [busy], { limits: { Act: { limit: 3, per: 'minute' } } });
    const stranger = client(endpoint, VERSION, { ...ACCOUNT_KEY, accessKeySecret: 'guessed' });
    for (let i = 0; i < 5; i += 1) expect((await refusal(stranger('Act'))).code).toBe('SignatureDoesNotMatch');
    for (let i = 0; i < 3; i += 1) await client(endpoint, VERSION, ACCOUNT_KEY)('Act');
  });
});
