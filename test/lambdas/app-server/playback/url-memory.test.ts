import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../../lambdas/app-server/config.ts';
import { authKey, expiryOf, URL_LIFETIME } from '../../../../lambdas/app-server/playback/url-signing.ts';
import { pullUrls } from '../../../../lambdas/app-server/playback/urls.ts';
import { createRoom, ENVIRONMENT, SECRETS, world } from '../support/world.ts';

const config = parseConfig(ENVIRONMENT);
const signing = { key: 'key-one', timestamp: 1_795_928_400 };
const flv = (stream: string, given: typeof signing) =>
  `/live/${stream}.flv?auth_key=${authKey(`/live/${stream}.flv`, given.timestamp, given.key)}`;

describe('URLs that are signed once for everybody', () => {
  it.each([0, 1, 59, 60, 61, 1_795_323_600, 1_795_323_659])(
    'live for seven days less a minute at most, at %i s',
    (now) => {
      const left = expiryOf(now) - now;
      expect(left).toBeLessThanOrEqual(URL_LIFETIME);
      expect(left).toBeGreaterThan(URL_LIFETIME - 60);
      expect(expiryOf(now) % 60).toBe(0);
    },
  );

  it('are those of their stream, key and time, whatever was signed before', () => {
    const cases = [
      ['a', signing],
      ['b', signing],
      ['a', signing],
      ['a', { ...signing, key: 'key-two' }],
      ['a', { ...signing, timestamp: signing.timestamp + 60 }],
      ['a', signing],
    ] as const;
    for (const [stream, given] of cases) {
      expect(pullUrls(config, 'live', stream, given).flv_url).toContain(flv(stream, given));
    }
  });

  it('are not shared by stages that play from different places', () => {
    const other = parseConfig({ ...ENVIRONMENT, LIVE_STACK_STREAMING_ORIGIN: 'https://other.example.com' });
    expect(pullUrls(config, 'live', 'a', signing).hls_url).toMatch(/^http:\/\/127\.0\.0\.1:7302\//);
    expect(pullUrls(other, 'live', 'a', signing).hls_url).toMatch(/^https:\/\/other\.example\.com\//);
  });

  it('are right for as many rooms as there are', () => {
    for (let n = 0; n < 6_000; n++) {
      pullUrls(config, 'live', `room${n}`, signing);
    }
    expect(pullUrls(config, 'live', 'room5999', signing).flv_url).toContain(flv('room5999', signing));
  });

  it('are the same for two viewers within a minute, and others with the next', async () => {
    const at = await world();
    const id = await createRoom(at, 'anna');
    const urlOf = async (user: string) =>
      ((await at.as(user, 'get', { id, user_id: user })).body.pull_url_info as { flv_url: string }).flv_url;
    const first = await urlOf('bob');
    at.clock.time += 30_000;
    expect(await urlOf('carol')).toBe(first);
    at.clock.time += 30_000;
    const next = await urlOf('bob');
    expect(next).not.toBe(first);
    const timestamp = expiryOf(at.clock.time / 1_000);
    expect(next).toContain(authKey(`/live/${id}.flv`, timestamp, SECRETS.streaming));
  });
});
