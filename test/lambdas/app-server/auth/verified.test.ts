import { describe, expect, it } from 'vitest';
import { recall, remember } from '../../../../lambdas/app-server/auth/verified.ts';
import { START, world } from '../support/world.ts';

const NOW = START / 1_000;
const claims = { subject: 'anna', issuedAt: NOW, expiresAt: NOW + 600 };
const keys = [{ id: 'k1', secret: 's'.repeat(32) }];

describe('sessions that were verified a moment ago', () => {
  it('are known by their whole token, until they expire', async () => {
    const { cloud } = (await world()).scope;
    remember(cloud, 'a.b.c', keys, claims);
    expect(recall(cloud, 'a.b.c', keys, NOW + 599)).toBe(claims);
    expect(recall(cloud, 'a.b.c', keys, NOW + 600)).toBeUndefined();
    expect(recall(cloud, 'a.b.d', keys, NOW)).toBeUndefined();
  });

  it('are verified again when the keys were read anew, and by each cloud for itself', async () => {
    const { cloud } = (await world()).scope;
    remember(cloud, 'a.b.c', keys, claims);
    expect(recall(cloud, 'a.b.c', [...keys], NOW)).toBeUndefined();
    expect(recall((await world()).scope.cloud, 'a.b.c', keys, NOW)).toBeUndefined();
  });

  it('are a bounded number: the oldest goes first', async () => {
    const { cloud } = (await world()).scope;
    for (let n = 0; n < 1_001; n++) {
      remember(cloud, `token ${n}`, keys, claims);
    }
    expect(recall(cloud, 'token 0', keys, NOW)).toBeUndefined();
    expect(recall(cloud, 'token 1', keys, NOW)).toBe(claims);
    expect(recall(cloud, 'token 1000', keys, NOW)).toBe(claims);
  });

  it('A1: a token of a key that was taken away is worth nothing once the keys are read again', async () => {
    const at = await world();
    const token = await at.tokenOf('anna');
    const list = () => at.as(undefined, 'list', { page_num: 1, page_size: 1 }, { authorization: `Bearer ${token}` });
    expect((await list()).status).toBe(200);
    await at.settings.write('session-keys', { keys: [{ id: 'k2', secret: 'x'.repeat(40), createdAt: START }] });
    at.clock.time += 61_000;
    expect(await list()).toMatchObject({ status: 403, body: { reason: 'session_invalid' } });
  });
});
