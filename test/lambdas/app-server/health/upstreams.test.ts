import { describe, expect, it } from 'vitest';
import { Upstreams } from '../../../../lambdas/app-server/health/upstreams.ts';
import { failure } from '../support/memory-live.ts';
import { createRoom, room, world } from '../support/world.ts';

describe('A17: health tells which services fail', () => {
  it('after a failed call, until one succeeds', async () => {
    const at = await world();
    expect((await at.request('/health')).body).toEqual({ code: 200, status: 'ok', stage: 'test', failing: [] });
    at.live.before = () => {
      throw failure('CreateLiveMessageGroup', 'Throttling.User', true);
    };
    expect((await at.as('anna', 'createV2', room('anna'))).status).toBe(503);
    expect(await at.request('/health')).toMatchObject({
      status: 200,
      body: { status: 'degraded', failing: ['live'] },
    });
    at.live.before = () => undefined;
    await createRoom(at, 'anna');
    expect((await at.request('/health')).body.failing).toEqual([]);
  });

  it('names every service once, and forgets a failure after a minute without calls', async () => {
    const clock = { time: 0, now: () => clock.time };
    const upstreams = new Upstreams(clock);
    const fail = (product: string) =>
      expect(upstreams.watch(product, Promise.reject(failure('x', 'Timeout', true)))).rejects.toThrow();
    await fail('tablestore');
    await fail('live');
    await fail('live');
    expect(upstreams.failing()).toEqual(['live', 'tablestore']);
    clock.time = 30_000;
    await fail('live');
    clock.time = 60_000;
    expect(upstreams.failing()).toEqual(['live']);
  });

  it('a service that refuses a request is well', async () => {
    const upstreams = new Upstreams({ now: () => 1 });
    for (const error of [failure('x', 'ResourceNotExist'), new TypeError('ours')]) {
      await expect(upstreams.watch('live', Promise.reject(error))).rejects.toBe(error);
    }
    expect(upstreams.failing()).toEqual([]);
  });
});
