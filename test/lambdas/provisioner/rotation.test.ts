import { describe, expect, it } from 'vitest';
import { SESSION_LIFETIME } from '../../../lambdas/app-server/auth/service.ts';
import { RETIRED_KEY_SECONDS } from '../../../lambdas/cloud/settings.ts';
import { type Cloud, openCloud } from './harness.ts';

const STREAMING = 'play.localhost';
const SIGNING = { DomainName: STREAMING, Purpose: 'streaming', ValiditySeconds: 7_200, Rotation: 1 };
const physicalId = `${STREAMING}/url-signing`;

interface Signing {
  readonly key1: string;
  readonly key2: string;
}

async function withDomain(): Promise<Cloud> {
  const cloud = await openCloud();
  const domain = { DomainName: STREAMING, LiveDomainType: 'liveVideo', Region: 'cn-shanghai', Scope: 'domestic' };
  await cloud.act(cloud.live.service, 'AddLiveDomain', domain);
  await cloud.clock.sleep(60_000);
  return cloud;
}

/** What the service checks URLs with. */
function checked(cloud: Cloud): string[] {
  const { domains } = cloud.live.inventory() as { domains: Record<string, { configs: { aliauth: object } }> };
  const { auth_key1: first, auth_key2: second } = (domains[STREAMING]?.configs.aliauth ?? {}) as Record<string, string>;
  return [String(first), String(second)];
}

const told = async (cloud: Cloud) => (await cloud.rows())['url-signing/streaming'] as Signing;
const rotate = (cloud: Cloud, to: number, from = to - 1) =>
  cloud.update('Custom::LiveUrlSigning', { ...SIGNING, Rotation: to }, { ...SIGNING, Rotation: from }, { physicalId });

describe('rotation of the keys that sign URLs', () => {
  it('makes a new first key, and the one that signed so far stays valid', async () => {
    const cloud = await withDomain();
    await cloud.create('Custom::LiveUrlSigning', SIGNING);
    const before = await told(cloud);
    expect(await rotate(cloud, 2)).toMatchObject({ Status: 'SUCCESS' });
    const after = await told(cloud);
    expect([before.key1, before.key2]).not.toContain(after.key1);
    expect(after.key2).toBe(before.key1);
    expect(checked(cloud)).toEqual([after.key1, after.key2]);
  });

  it('changes nothing when the number is the same, and each further number makes one more key', async () => {
    const cloud = await withDomain();
    await cloud.create('Custom::LiveUrlSigning', SIGNING);
    await rotate(cloud, 2);
    const second = await told(cloud);
    await rotate(cloud, 2, 2);
    expect(await told(cloud)).toEqual(second);
    await rotate(cloud, 3);
    expect(await told(cloud)).toMatchObject({ key2: second.key1 });
  });

  it('P6: taken back by ROS, signs with the key before again, and both stay valid', async () => {
    const cloud = await withDomain();
    await cloud.create('Custom::LiveUrlSigning', SIGNING);
    const before = await told(cloud);
    await rotate(cloud, 2);
    const between = await told(cloud);
    await rotate(cloud, 1, 2);
    expect(await told(cloud)).toMatchObject({ key1: before.key1, key2: between.key1 });
    expect(checked(cloud)).toEqual([before.key1, between.key1]);
    await rotate(cloud, 2);
    expect(await told(cloud)).toMatchObject({ key1: between.key1, key2: before.key1 });
  });

  it.each([
    ['live', 'BatchSetLiveDomainConfigs'],
    ['tablestore', 'PutRow'],
  ])(
    'with %s %s failing at any time, the AppServer never signs with a key that the service does not know',
    async (product, action) => {
      const cloud = await withDomain();
      await cloud.create('Custom::LiveUrlSigning', SIGNING);
      const first = await told(cloud);
      for (const [after, worked] of [0, 1, 2].flatMap((n) => [[n, false] as const, [n, true] as const])) {
        cloud.faults.add({ product, action, after, kind: 'reset', worked, times: 100 });
        await rotate(cloud, 2);
        cloud.faults.clear();
        const now = await told(cloud);
        expect(checked(cloud)).toContain(now.key1);
        expect(checked(cloud)).toContain(first.key1);
      }
      expect(await rotate(cloud, 2)).toMatchObject({ Status: 'SUCCESS' });
      const last = await told(cloud);
      expect(last.key1).not.toBe(first.key1);
      expect(last.key2).toBe(first.key1);
      expect(checked(cloud)).toEqual([last.key1, last.key2]);
    },
  );

  it('of a stack from before there were rotations begins at 1', async () => {
    const cloud = await withDomain();
    const { Rotation: _, ...old } = SIGNING;
    await cloud.create('Custom::LiveUrlSigning', old);
    const before = await told(cloud);
    await cloud.update('Custom::LiveUrlSigning', SIGNING, old, { physicalId });
    expect(await told(cloud)).toEqual(before);
  });
});

interface SessionKeys {
  readonly keys: readonly { readonly id: string; readonly secret: string; readonly retiredAt?: number }[];
}
const sessionKeys = async (cloud: Cloud) => ((await cloud.rows())['session-keys'] as SessionKeys).keys;
const turn = (cloud: Cloud, Rotation: number, old = Rotation - 1) =>
  cloud.update('Custom::AppServerKeys', { Rotation }, { Rotation: old }, { physicalId: 'app-server-keys' });

describe('rotation of the keys that sign sessions', () => {
  it('keeps retired keys at least as long as a session of the AppServer lives', () => {
    expect(RETIRED_KEY_SECONDS).toBeGreaterThanOrEqual(SESSION_LIFETIME);
  });

  it('makes a new first key and keeps the others until what they signed has expired', async () => {
    const cloud = await openCloud();
    await cloud.create('Custom::AppServerKeys', { Rotation: 1 });
    const [first] = await sessionKeys(cloud);
    await turn(cloud, 2);
    const [second, ...retired] = await sessionKeys(cloud);
    expect(second?.secret).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(retired).toMatchObject([{ id: first?.id, secret: first?.secret, retiredAt: expect.any(Number) }]);

    await cloud.clock.sleep((RETIRED_KEY_SECONDS - 60) * 1_000);
    await turn(cloud, 2, 2);
    expect((await sessionKeys(cloud)).map(({ id }) => id)).toEqual([second?.id, first?.id]);
    await cloud.clock.sleep(120_000);
    await turn(cloud, 3);
    const [third, ...others] = await sessionKeys(cloud);
    expect(others.map(({ id }) => id)).toEqual([second?.id]);
    expect([first?.id, second?.id]).not.toContain(third?.id);
  });

  it('P6: taken back by ROS, signs with the key before again, and the other is still accepted', async () => {
    const cloud = await openCloud();
    await cloud.create('Custom::AppServerKeys', { Rotation: 1 });
    const [first] = await sessionKeys(cloud);
    await turn(cloud, 2);
    const [second] = await sessionKeys(cloud);
    await turn(cloud, 1, 2);
    expect((await sessionKeys(cloud)).map(({ id }) => id)).toEqual([first?.id, second?.id]);
    expect((await sessionKeys(cloud))[0]).not.toHaveProperty('retiredAt');
  });

  it('leaves the keys of jump links and callbacks as they are', async () => {
    const cloud = await openCloud();
    await cloud.create('Custom::AppServerKeys', {});
    const { 'session-keys': _, ...before } = await cloud.rows();
    await turn(cloud, 2, 1);
    expect(await cloud.rows()).toMatchObject({
      'jump-key': before['jump-key'],
      'callback-keys': before['callback-keys'],
    });
  });
});
