import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { RATE_LIMITS, type RateLimit } from '../../../../lambdas/api/rate-limits.ts';
import { ROUTES, type Route, type RouteId } from '../../../../lambdas/api/routes.ts';
import { refuseExcess } from '../../../../lambdas/app-server/http/rate-limit.ts';
import { BODIES } from '../support/bodies.ts';
import { failure } from '../support/memory-live.ts';
import { type Answer, createRoom, type World, world } from '../support/world.ts';

let at: World;
beforeEach(async () => {
  at = await world();
});

const limited = (Object.entries(ROUTES) as [RouteId, Route][]).filter(([, route]) => route.limits);
const counts = () => at.rows.calls.filter(({ table }) => table === 'rate_limits');
const from = (address: string) => ({ 'x-forwarded-for': address });

/** As if so many requests had been counted already. */
async function spend(limit: RateLimit, subject: string, requests: number, world = at): Promise<void> {
  await refuseExcess(world.scope, [limit], { [limit.by]: subject });
  const rows = world.rows.all('rate_limits').filter((row) => String(row.bucket).includes(`/${limit.name}/`));
  Object.assign(rows.at(-1) ?? {}, { requests });
}

describe('A14: what is limited, and by how much', () => {
  it('logging in, tokens, creation, likes, the stage and moderation; reading is not, and costs no count', async () => {
    const ids = limited.map(([id]) => id);
    expect(ids).toEqual(
      expect.arrayContaining([
        'login',
        'loginV1',
        'tokenV2',
        'getRtcAuthToken',
        'createV1',
        'createV2',
        'sendLikeMessage',
        'applyCoStreaming',
        'approveCoStreaming',
        'rejectCoStreaming',
        'kickCoStreaming',
        'setCoStreamingDevices',
        'muteChatroom',
        'banUser',
        'deleteMessage',
        'getLiveJumpUrl',
        'verifyAuthToken',
      ]),
    );
    for (const free of ['get', 'list', 'getMeetingInfo', 'getStatistics', 'isMuteChatroom', 'start', 'stop']) {
      expect(ids).not.toContain(free);
    }
    const id = await createRoom(at, 'anna');
    at.forget();
    await at.as('anna', 'get', { id, user_id: 'anna' });
    await at.as('anna', 'list', { user_id: 'anna', page_num: 1, page_size: 1 });
    expect(counts()).toEqual([]);
  });

  it.each(limited)(
    '%s: one count for each limit, and 429 with Retry-After beyond it, without any effect',
    async (id, route) => {
      const room = await createRoom(at, 'anna', { mode: 1 });
      const limits = route.limits ?? [];
      const user = route.access === 'open' ? undefined : 'anna';
      const send = () => at.as(user, id, BODIES[id]('anna', room), from('192.0.2.7'));
      at.forget();
      await send();
      expect(counts()).toHaveLength(limits.length);
      for (const limit of limits) {
        at = await world();
        const subject = limit.by === 'address' ? '192.0.2.7' : 'anna';
        await spend(limit, subject, limit.most - 1);
        expect((await send()).status).not.toBe(429);
        at.live.calls.splice(0);
        const before = JSON.stringify(at.rows.all('rooms'));
        const { status, body, headers } = await send();
        expect(status).toBe(429);
        expect(body).toMatchObject({ code: 429, reason: 'too_many_requests' });
        expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
        expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(limit.seconds);
        expect(JSON.stringify(at.rows.all('rooms'))).toBe(before);
        expect(at.live.calls).toEqual([]);
      }
    },
  );

  it('W46: an honest client, which sends likes every two seconds for ever, never meets the limit', () => {
    const { most, seconds } = RATE_LIMITS.likes;
    expect(most).toBeGreaterThanOrEqual(2 * (seconds / 2 + 1));
  });

  it('a password cannot be guessed: every name of eight characters outlives its guesses', () => {
    const { most, seconds } = RATE_LIMITS.loginsOfName;
    expect((most * 86_400) / seconds).toBeLessThanOrEqual(20_000);
  });
});

describe('A14: how requests are counted', () => {
  const logIn = (username: string, headers: Record<string, string> = {}, world = at): Promise<Answer> =>
    world.as(undefined, 'login', { username, password: username }, headers);

  it('W6: sixty log-ins of a name in five minutes, whoever tries and from wherever', async () => {
    const { most, seconds } = RATE_LIMITS.loginsOfName;
    const answers: number[] = [];
    for (let index = 0; index <= most; index++) {
      answers.push((await logIn('anna', from(`192.0.2.${index}`))).status);
    }
    expect(answers.indexOf(429)).toBe(most);
    expect((await logIn('bob', from('192.0.2.1'))).status).toBe(200);
    at.clock.time += seconds * 1_000;
    expect((await logIn('anna')).status).toBe(200);
  });

  it('W43: wrong passwords count like right ones', async () => {
    await spend(RATE_LIMITS.loginsOfName, 'anna', RATE_LIMITS.loginsOfName.most - 1);
    const wrong = await at.as(undefined, 'login', { username: 'anna', password: 'wrong' });
    expect(wrong.status).toBe(401);
    expect((await logIn('anna')).status).toBe(429);
  });

  it('by the address that the platform tells, the first of several; without one, not by address', async () => {
    await spend(RATE_LIMITS.loginsOfAddress, '192.0.2.7', RATE_LIMITS.loginsOfAddress.most);
    expect((await logIn('bob', from('192.0.2.7'))).status).toBe(429);
    expect((await logIn('bob', from(' 192.0.2.7 , 10.0.0.1'))).status).toBe(429);
    expect((await logIn('bob', from('192.0.2.8'))).status).toBe(200);
    expect((await logIn('bob')).status).toBe(200);
    expect((await logIn('bob', from(''))).status).toBe(200);
  });

  it('on all instances together: none lets more through than the limit', async () => {
    const instances = [at, await at.restarted(), await at.restarted()];
    const { most } = RATE_LIMITS.loginsOfName;
    const sent = Array.from({ length: most + 30 }, (_, index) => logIn('anna', {}, instances[index % 3]));
    const statuses = (await Promise.all(sent)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(most);
    expect(statuses.filter((status) => status === 429)).toHaveLength(30);
  });

  it('a flood costs no writes once its window is used up', async () => {
    await spend(RATE_LIMITS.loginsOfName, 'anna', RATE_LIMITS.loginsOfName.most);
    await logIn('anna');
    at.forget();
    for (let index = 0; index < 20; index++) {
      expect((await logIn('anna')).status).toBe(429);
    }
    expect(counts()).toEqual([]);
  });

  it('neither names nor addresses are kept in the table', async () => {
    await logIn('annabelle', from('192.0.2.77'));
    expect(at.rows.all('rate_limits')).toHaveLength(2);
    expect(JSON.stringify(at.rows.all('rate_limits'))).not.toMatch(/annabelle|192\.0\.2\.77/);
  });

  it('Retry-After says when the window ends', async () => {
    const { most, seconds } = RATE_LIMITS.loginsOfName;
    at.clock.time = Math.ceil(at.clock.time / (seconds * 1_000)) * seconds * 1_000 + 1_500;
    await spend(RATE_LIMITS.loginsOfName, 'anna', most);
    expect((await logIn('anna')).headers.get('retry-after')).toBe(String(seconds - 1));
    at.clock.time += (seconds - 2) * 1_000;
    expect((await logIn('anna')).headers.get('retry-after')).toBe('1');
    at.clock.time += 500;
    expect((await logIn('anna')).status).toBe(200);
  });

  it('whatever the times, no window lets more through than its limit, and none refuses before', async () => {
    const limit: RateLimit = { name: 'test', by: 'caller', most: 5, seconds: 10 };
    const waits = fc.array(fc.integer({ min: 0, max: 4_000 }), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(waits, async (steps) => {
        const fresh = await world();
        const passed = new Map<number, number>();
        for (const step of steps) {
          fresh.clock.time += step;
          const window = Math.floor(fresh.clock.time / 10_000);
          const before = passed.get(window) ?? 0;
          const allowed = await refuseExcess(fresh.scope, [limit], { caller: 'anna' }).then(
            () => true,
            () => false,
          );
          expect(allowed).toBe(before < limit.most);
          passed.set(window, before + (allowed ? 1 : 0));
        }
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    ['throttled', failure('UpdateRow', 'OTSServerBusy', true)],
    ['broken', new TypeError('inner words')],
  ])('A17: a table that is %s lets requests pass, and the log says so', async (_, error) => {
    at.rows.before = ({ table }) => {
      if (table === 'rate_limits') {
        throw error;
      }
    };
    expect((await logIn('anna')).status).toBe(200);
    expect(at.log.join()).toContain('a request was not counted against its limit');
  });

  it('A17: a table that is silent holds nobody up for ever', async () => {
    at.rows.before = ({ table }) => (table === 'rate_limits' ? new Promise(() => undefined) : undefined);
    expect((await logIn('anna')).status).toBe(200);
    expect(at.log.join()).toContain('did not come in time');
  });
});
