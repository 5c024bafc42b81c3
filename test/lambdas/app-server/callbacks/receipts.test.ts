import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { applyOnce } from '../../../../lambdas/app-server/callbacks/receipts.ts';
import { failure } from '../support/memory-live.ts';
import { createRoom, SECRETS, START, type World, world } from '../support/world.ts';
import { seconds, streamCallback } from './signed.ts';

let at: World;
let applied: string[];
beforeEach(async () => {
  at = await world();
  applied = [];
});

const NOW = String(START / 1_000);

function take(subject: string, content: string, timestamp = NOW, service = 'stream'): Promise<void> {
  return applyOnce(at.scope, { service, timestamp, subject, content: { content } }, async () => {
    applied.push(`${subject}:${content}`);
  });
}

const replayed = { reason: 'callback_refused', detail: 'replayed' };

describe('A8: a callback takes effect once', () => {
  it('is applied, and the same again, as the service repeats it up to five times, has no second effect', async () => {
    for (let attempt = 0; attempt < 6; attempt++) {
      await take('s1', 'publish');
      at.clock.time += 6_000;
    }
    expect(applied).toEqual(['s1:publish']);
  });

  it('W10: a recorded signature with other contents is refused', async () => {
    await take('s1', 'publish');
    await expect(take('s1', 'publish_done')).rejects.toMatchObject(replayed);
    expect(applied).toEqual(['s1:publish']);
    expect(at.log.join()).toContain('replayed');
  });

  it('callbacks about different streams in one second are signed alike, and all of them count', async () => {
    const streams = Array.from({ length: 70 }, (_, index) => `s${index}`);
    for (const stream of streams) {
      await take(stream, 'publish');
    }
    expect(applied).toHaveLength(70);
    await expect(take('s69', 'publish_done')).rejects.toMatchObject(replayed);
    await take('s69', 'publish');
    expect(applied).toHaveLength(70);
  });

  it('W10: a recorded signature serves for no other stream once the service would have stopped sending', async () => {
    await take('s1', 'publish');
    at.clock.time += 61_000;
    await expect(take('s2', 'publish')).rejects.toMatchObject(replayed);
    await take('s1', 'publish');
    expect(applied).toEqual(['s1:publish']);
  });

  it('a callback that could not be applied is applied when the service repeats it', async () => {
    const broken = applyOnce(at.scope, { service: 'vod', timestamp: NOW, subject: 's1', content: {} }, async () => {
      throw failure('apply', 'Timeout', true);
    });
    await expect(broken).rejects.toMatchObject({ code: 'Timeout' });
    await applyOnce(at.scope, { service: 'vod', timestamp: NOW, subject: 's1', content: {} }, async () => {
      applied.push('again');
    });
    expect(applied).toEqual(['again']);
  });

  it('the seconds of one service are not those of another', async () => {
    await take('s1', 'a', NOW, 'stream');
    await take('s1', 'b', NOW, 'recording');
    expect(applied).toHaveLength(2);
  });

  it('receipts go by themselves: they are in a table of their own, whose rows live for a day', async () => {
    await take('s1', 'publish');
    expect(at.rows.all('callback_receipts')).toEqual([
      {
        receipt: expect.stringMatching(/^[0-9a-f]{32}\/[0-9a-f]{32}$/),
        content: expect.any(String),
        applied: true,
        taken_at: START,
      },
    ]);
  });

  it('whatever comes in whatever order, each subject of a second is applied with one content only (property)', async () => {
    const callback = fc.record({ subject: fc.constantFrom('a', 'b', 'c'), content: fc.constantFrom('x', 'y') });
    await fc.assert(
      fc.asyncProperty(fc.array(callback, { maxLength: 20 }), async (callbacks) => {
        at = await world();
        applied = [];
        const outcomes = await Promise.allSettled(callbacks.map(({ subject, content }) => take(subject, content)));
        for (const subject of ['a', 'b', 'c']) {
          const contents = new Set(applied.filter((one) => one.startsWith(`${subject}:`)));
          expect(contents.size).toBe(callbacks.some((one) => one.subject === subject) ? 1 : 0);
        }
        for (const [index, outcome] of outcomes.entries()) {
          const { subject = '', content = '' } = callbacks[index] ?? {};
          expect(outcome.status === 'fulfilled').toBe(applied.includes(`${subject}:${content}`));
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('A8: over HTTP', () => {
  it('the platform repeats a stream callback: 200 each time, one session, one message', async () => {
    const id = await createRoom(at, 'anna');
    at.live.online.add(`live/${id}`);
    const time = seconds(at);
    for (let attempt = 0; attempt < 6; attempt++) {
      const { status } = await streamCallback(at, { action: 'publish', id, time }, { timestamp: time });
      expect(status).toBe(200);
      at.clock.time += 6_000;
    }
    expect(at.rows.all('rooms')[0]).toMatchObject({ status: 1, sessions: 1 });
    expect(at.live.messages).toHaveLength(1);
  });

  it('W10: the headers of one callback open no other room a minute later, and say nothing else about their own', async () => {
    const [mine, other] = [await createRoom(at, 'anna'), await createRoom(at, 'bob')];
    at.live.online.add(`live/${mine}`).add(`live/${other}`);
    const recorded = { timestamp: seconds(at) };
    await streamCallback(at, { action: 'publish', id: mine }, recorded);
    at.live.online.clear();
    const tampered = await streamCallback(at, { action: 'publish_done', id: mine }, recorded);
    expect(tampered).toMatchObject({ status: 403, body: { reason: 'callback_refused' } });
    at.live.online.add(`live/${other}`);
    at.clock.time += 90_000;
    expect((await streamCallback(at, { action: 'publish', id: other }, recorded)).status).toBe(403);
    expect(at.rows.all('rooms').map((row) => row.status)).toEqual([1, 0]);
  });

  it('a signature with something behind it is none', async () => {
    const id = await createRoom(at, 'anna');
    at.live.online.add(`live/${id}`);
    const right = createHash('md5').update(`ingest.localhost|${NOW}|${SECRETS.stream}`).digest('hex');
    const headers = { 'ali-live-timestamp': NOW, 'ali-live-signature': `${right}zz` };
    const { status, body } = await streamCallback(at, { action: 'publish', id }, { headers });
    expect([status, body.reason]).toEqual([403, 'callback_refused']);
  });
});
