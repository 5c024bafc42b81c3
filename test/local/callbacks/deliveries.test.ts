import { describe, expect, it } from 'vitest';
import type { Callback, Outcome } from '../../../local/callbacks/callback.ts';
import {
  Deliveries,
  type Fetch,
  MOST_WAITING,
  RETRIES,
  RETRY_AFTER_MS,
  TIMEOUT_MS,
} from '../../../local/callbacks/deliveries.ts';
import { Faults } from '../../../local/faults.ts';
import { DrivenClock } from '../openapi/driven-clock.ts';
import { pass, settle } from './moving-time.ts';
import { openReceiver } from './receiver.ts';

const START = Date.parse('2026-11-20T08:00:00Z');

/** Deliveries whose addresses answer as `answers` says, one by one; the last goes on. */
function deliveriesTo(answers: readonly ('silence' | 'reset' | number)[]) {
  const clock = new DrivenClock(START);
  const faults = new Faults();
  const attempts: { readonly afterMs: number; readonly headers: Record<string, string> }[] = [];
  const log: string[] = [];
  const fetch: Fetch = (_url, { headers, signal }) => {
    attempts.push({ afterMs: clock.now() - START, headers });
    const answer = answers[Math.min(attempts.length, answers.length) - 1];
    if (answer === 'reset') return Promise.reject(new TypeError('fetch failed', { cause: new Error('ECONNRESET') }));
    if (typeof answer === 'number')
      return Promise.resolve(new Response(`answer ${attempts.length}`, { status: answer }));
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  };
  const deliveries = new Deliveries({ clock, fetch, faults, log: (line) => log.push(line) });
  const outcomes: Outcome[] = [];
  const send = (change: Partial<Callback> = {}): void =>
    deliveries.send({
      ...{ product: 'live', name: 'StreamStatusCallback', method: 'GET', url: 'http://app.example/cb?secret=1' },
      finished: (outcome) => outcomes.push(outcome),
      ...change,
    });
  return {
    clock,
    faults,
    deliveries,
    attempts,
    outcomes,
    log,
    send,
    sentAfter: () => attempts.map(({ afterMs }) => afterMs),
  };
}

describe('the delivery of a callback', () => {
  it('is over with the first 200', async () => {
    const { send, attempts, outcomes, deliveries } = deliveriesTo([200]);
    send();
    expect(deliveries.waiting).toBe(1);
    await settle();
    expect(attempts).toHaveLength(1);
    expect(outcomes).toMatchObject([{ succeeded: true, attempts: 1, status: 200, response: 'answer 1', problem: '' }]);
    expect(deliveries.waiting).toBe(0);
  });

  it.each([
    ['another status', 500, 'HTTP status 500'],
    ['a status that is nearly right', 201, 'HTTP status 201'],
    ['a redirect', 302, 'HTTP status 302'],
    ['a broken connection', 'reset', 'fetch failed: ECONNRESET'],
  ] as const)('is tried again up to five times, one second apart, after %s', async (_case, answer, problem) => {
    const { clock, send, sentAfter, outcomes, log } = deliveriesTo([answer]);
    send();
    await pass(clock, 30_000);
    expect(sentAfter()).toEqual([0, 1, 2, 3, 4, 5].map((count) => count * RETRY_AFTER_MS));
    expect(outcomes).toMatchObject([
      { succeeded: false, attempts: 1 + RETRIES, problem: expect.stringContaining(problem) },
    ]);
    expect(log).toEqual([
      expect.stringMatching(/^StreamStatusCallback to http:\/\/app\.example\/cb failed, 6 attempts/),
    ]);
  });

  it('gives an address five seconds, then tries again a second later', async () => {
    const { clock, send, sentAfter, outcomes } = deliveriesTo(['silence', 200]);
    send();
    await pass(clock, TIMEOUT_MS - 1);
    expect(sentAfter()).toEqual([0]);
    await pass(clock, 1);
    await pass(clock, RETRY_AFTER_MS);
    expect(sentAfter()).toEqual([0, TIMEOUT_MS + RETRY_AFTER_MS]);
    expect(outcomes).toMatchObject([{ succeeded: true, attempts: 2 }]);
  });

  it('makes the headers anew for each attempt, because signatures carry its time', async () => {
    const { clock, send, attempts } = deliveriesTo([500, 200]);
    send({ headersAt: (nowMs) => ({ 'x-time': String(nowMs - START) }) });
    await pass(clock, 1_000);
    expect(attempts.map(({ headers }) => headers['x-time'])).toEqual(['0', '1000']);
  });

  it('is tried as often as the product does', async () => {
    const { clock, send, sentAfter } = deliveriesTo([500]);
    send({ retries: 2 });
    await pass(clock, 30_000);
    expect(sentAfter()).toEqual([0, 1000, 2000]);
  });

  it('keeps only the start of a long answer', async () => {
    const clock = new DrivenClock();
    const outcomes: Outcome[] = [];
    const fetch: Fetch = () => Promise.resolve(new Response('x'.repeat(100_000)));
    const finished = (outcome: Outcome) => outcomes.push(outcome);
    new Deliveries({ clock, fetch }).send({
      ...{ product: 'live', name: 'RecordingCallback', method: 'POST', url: 'http://a/', body: '{}', finished },
    });
    await settle();
    expect(outcomes[0]?.response).toHaveLength(512);
  });

  it('gives up at once what is too much, so that a dead address costs bounded memory', async () => {
    const { send, outcomes, deliveries, attempts } = deliveriesTo(['silence']);
    for (let i = 0; i < MOST_WAITING + 2; i += 1) send();
    expect(attempts).toHaveLength(MOST_WAITING);
    expect(outcomes).toMatchObject([{ succeeded: false, attempts: 0 }, { problem: expect.stringContaining('wait') }]);
    deliveries.close();
  });

  it('ends with the local cloud: nothing leaves afterwards', async () => {
    const { clock, send, deliveries, sentAfter, outcomes } = deliveriesTo([500]);
    send();
    await settle();
    deliveries.close();
    send();
    await pass(clock, 30_000);
    expect(sentAfter()).toEqual([0]);
    expect(outcomes).toEqual([]);
  });

  it('breaks off what waits for an answer when the local cloud ends', async () => {
    const { clock, send, deliveries, sentAfter } = deliveriesTo(['silence']);
    send();
    deliveries.close();
    await pass(clock, 30_000);
    expect(sentAfter()).toEqual([0]);
  });
});

describe('faults of callbacks (L2)', () => {
  it('lose one, which its sender learns', async () => {
    const { clock, faults, send, attempts, outcomes } = deliveriesTo([200]);
    faults.add({ product: 'live', action: 'StreamStatusCallback', kind: 'lost', times: 1 });
    send();
    await pass(clock, 10_000);
    expect(attempts).toHaveLength(0);
    expect(outcomes).toMatchObject([{ succeeded: false, problem: 'lost on the way' }]);
    send();
    await settle();
    expect(attempts).toHaveLength(1);
  });

  it('deliver one twice', async () => {
    const { faults, send, attempts, outcomes } = deliveriesTo([200]);
    faults.add({ product: '*', action: '*', kind: 'duplicate', times: 1 });
    send();
    await settle();
    expect(attempts).toHaveLength(2);
    expect(outcomes).toHaveLength(1);
  });

  it('deliver one late, signed when it leaves', async () => {
    const { clock, faults, send, attempts } = deliveriesTo([200]);
    faults.add({ product: 'live', action: '*', kind: 'late', latencyMs: 45_000 });
    send({ headersAt: (nowMs) => ({ 'x-time': String(nowMs - START) }) });
    await pass(clock, 44_999);
    expect(attempts).toEqual([]);
    await pass(clock, 1);
    expect(attempts).toMatchObject([{ afterMs: 45_000, headers: { 'x-time': '45000' } }]);
  });

  it('leave callbacks of other names and products alone', async () => {
    const { faults, send, attempts } = deliveriesTo([200]);
    faults.add({ product: 'vod', action: '*', kind: 'lost' });
    faults.add({ product: 'live', action: 'RecordingCallback', kind: 'lost' });
    faults.add({ product: '*', action: '*', kind: 'throttling' });
    send();
    await settle();
    expect(attempts).toHaveLength(1);
  });
});

describe('callbacks over real HTTP', () => {
  it('arrive with method, query, headers and body', async () => {
    const receiver = await openReceiver();
    const clock = new DrivenClock();
    const deliveries = new Deliveries({ clock, fetch });
    const outcomes: Outcome[] = [];
    const url = `${receiver.url}/cb?a=%E6%B5%8B`;
    const finished = (outcome: Outcome) => outcomes.push(outcome);
    const headersAt = () => ({ 'X-VOD-SIGNATURE': 's' });
    deliveries.send({ product: 'vod', name: 'VodCallback', method: 'POST', url, body: '{"b":1}', headersAt, finished });
    await receiver.arrived(1);
    expect(receiver.received).toMatchObject([
      {
        ...{ method: 'POST', path: '/cb', query: { a: '测' }, body: '{"b":1}' },
        headers: { 'content-type': 'application/json', 'x-vod-signature': 's' },
      },
    ]);
    await expect.poll(() => outcomes).toMatchObject([{ succeeded: true, response: 'ok' }]);
    deliveries.close();
  });

  it('tell why an address that nobody listens on does not answer', async () => {
    const clock = new DrivenClock();
    const deliveries = new Deliveries({ clock, fetch });
    const outcomes: Outcome[] = [];
    const finished = (outcome: Outcome) => outcomes.push(outcome);
    const url = 'http://127.0.0.1:1/cb';
    deliveries.send({
      product: 'live',
      name: 'ChannelCallback',
      method: 'POST',
      url,
      body: '{}',
      retries: 0,
      finished,
    });
    await expect.poll(() => outcomes).toMatchObject([{ succeeded: false, attempts: 1 }]);
    expect(outcomes[0]?.problem).toMatch(/fetch failed|bad port/);
  });

  it('are not redirected elsewhere', async () => {
    const receiver = await openReceiver((response) => response.writeHead(302, { location: '/other' }).end());
    const outcomes: Outcome[] = [];
    new Deliveries({ clock: new DrivenClock(), fetch }).send({
      ...{ product: 'live', name: 'ChannelCallback', method: 'GET', url: `${receiver.url}/cb`, retries: 0 },
      finished: (outcome) => outcomes.push(outcome),
    });
    await expect.poll(() => outcomes).toMatchObject([{ succeeded: false, status: 302 }]);
    expect(receiver.received.map(({ path }) => path)).toEqual(['/cb']);
  });
});
