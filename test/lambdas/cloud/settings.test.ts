import { describe, expect, it } from 'vitest';
import { type SettingName, settings } from '../../../lambdas/cloud/settings.ts';
import type { Row, Tablestore } from '../../../lambdas/cloud/tablestore.ts';
import { quickClock } from './servers.ts';

const SECRET = 'abcdefghijklmnopqrstuvwxyz012345';

const VALUES = {
  'session-keys': { keys: [{ id: 'k1', secret: SECRET, createdAt: 1_700_000_000_000 }] },
  'jump-key': { secret: SECRET },
  'callback-keys': { stream: SECRET, recording: SECRET, vod: SECRET },
  'public-url': { url: 'https://api.example.com' },
  'url-signing/ingest': { domain: 'push.example.com', key1: 'a', key2: 'b', validitySeconds: 3600 },
  'url-signing/streaming': { domain: 'play.example.com', key1: 'a', key2: 'b', validitySeconds: 3600 },
  'message-app': { appId: 'i', appKey: 'k', appSign: 's', dataCenter: 'cn-shanghai' },
  'artc-app': { appId: 'i', appKey: 'k' },
} as const;

/** Rows in memory, with the number of reads. */
function memory() {
  const stored = new Map<string, Row>();
  let reads = 0;
  const unused = () => Promise.reject(new Error('not used by settings'));
  const rows: Tablestore = {
    get: async (table, key) => {
      reads += 1;
      return stored.get(`${table}/${key.name}`);
    },
    put: async (table, key, row) => {
      stored.set(`${table}/${key.name}`, { ...key, ...row });
    },
    delete: async (table, key) => {
      stored.delete(`${table}/${key.name}`);
    },
    update: unused,
    range: unused,
    batchGet: unused,
  };
  return { rows, stored, reads: () => reads };
}

describe('settings', () => {
  it.each(Object.keys(VALUES) as (keyof typeof VALUES)[])(
    '%s is read as it was written, and gone when removed',
    async (name) => {
      const { rows, stored } = memory();
      const clock = quickClock();
      const store = settings(rows, { clock });
      await store.write(name as SettingName, VALUES[name] as never);
      expect(await store.read(name)).toEqual(VALUES[name]);
      expect(stored.get(`settings/${name}`)).toMatchObject({ name, updated_at: clock.now() });
      await store.remove(name);
      expect(await store.read(name)).toBeUndefined();
    },
  );

  it.each([
    ['no JSON', 'nonsense'],
    ['another form', JSON.stringify({ secret: 5, other: SECRET })],
    ['a short secret', JSON.stringify({ secret: 'short' })],
    ['no text', 7],
  ])('a row with %s is an error that names the place and not the value', async (_case, value) => {
    const { rows, stored } = memory();
    stored.set('settings/jump-key', { name: 'jump-key', value });
    const error = await settings(rows, { clock: quickClock() })
      .read('jump-key')
      .catch((caught: Error) => caught);
    expect(error).toMatchObject({ code: 'InvalidSetting', message: expect.stringContaining('deploy the stack again') });
    expect(JSON.stringify(error)).not.toContain(SECRET);
  });

  it('are read each time unless a cache is asked for', async () => {
    const { rows, reads } = memory();
    const store = settings(rows, { clock: quickClock() });
    await store.write('jump-key', VALUES['jump-key']);
    await store.read('jump-key');
    await store.read('jump-key');
    expect(reads()).toBe(2);
  });

  it('are answered from memory for the time asked for, and read anew after it or after a write', async () => {
    const { rows, reads, stored } = memory();
    const clock = quickClock();
    const store = settings(rows, { clock, cacheMs: 10_000 });
    await store.write('public-url', { url: 'https://one.example.com' });
    await store.read('public-url');
    stored.set('settings/public-url', {
      name: 'public-url',
      value: JSON.stringify({ url: 'https://two.example.com' }),
    });
    clock.advance(9_999);
    expect(await store.read('public-url')).toEqual({ url: 'https://one.example.com' });
    clock.advance(1);
    expect(await store.read('public-url')).toEqual({ url: 'https://two.example.com' });
    await store.write('public-url', { url: 'https://three.example.com' });
    expect(await store.read('public-url')).toEqual({ url: 'https://three.example.com' });
    expect(reads()).toBe(3);
  });

  it('that are absent are looked for again: the provisioner may write them at any time', async () => {
    const { rows, reads } = memory();
    const store = settings(rows, { clock: quickClock(), cacheMs: 10_000 });
    await store.read('artc-app');
    await store.read('artc-app');
    expect(reads()).toBe(2);
  });
});
