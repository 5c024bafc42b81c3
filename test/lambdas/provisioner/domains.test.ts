import { describe, expect, it } from 'vitest';
import { rootOf } from '../../../lambdas/cloud/root-domain.ts';
import { verifyContent } from '../../../local/live/domains/verify-content.ts';
import { INGEST, STREAMING } from './cases.ts';
import { ACCOUNT_ID, type Cloud, openCloud } from './harness.ts';

const TYPE = 'Custom::LiveDomain';
const DOMAIN = {
  DomainName: 'push.live.example.com',
  DomainType: 'liveEdge',
  Region: 'cn-shanghai',
  Scope: 'overseas',
};
const CONTENT = verifyContent(ACCOUNT_ID, DOMAIN.DomainName);

function own(cloud: Cloud): void {
  cloud.txt['verification.example.com'] = [CONTENT];
}

const domains = (cloud: Cloud) =>
  (cloud.live.inventory() as { domains: Record<string, Record<string, unknown>> }).domains;

/** A domain that somebody made in the console. */
async function existing(cloud: Cloud, name = STREAMING, type = 'liveVideo') {
  const parameters = { DomainName: name, LiveDomainType: type, Region: 'cn-shanghai', Scope: 'domestic' };
  await cloud.act(cloud.live.service, 'AddLiveDomain', parameters);
  await cloud.clock.sleep(60_000);
}

describe('a live domain', () => {
  it('P8: is waited for on the clock, with intervals that grow to 5 s, until it is online', async () => {
    const cloud = await openCloud({ onlineAfterMs: 180_000 });
    own(cloud);
    const answer = await cloud.create(TYPE, DOMAIN);
    expect(answer).toMatchObject({ Status: 'SUCCESS', Data: { Cname: expect.stringContaining(DOMAIN.DomainName) } });
    expect(cloud.clock.sleeps.slice(0, 4)).toEqual([200, 300, 450, 675]);
    expect(Math.max(...cloud.clock.sleeps)).toBe(5_000);
  });

  it('P8: that never comes online fails clearly before the function ends, and is removed by the Delete that follows', async () => {
    const cloud = await openCloud({ onlineAfterMs: 1_000_000 });
    own(cloud);
    const failed = await cloud.create(TYPE, DOMAIN);
    expect(failed.Reason).toMatch(/Waited 5\d\d s for push\.live\.example\.com to come online.*Deploy again/);
    await cloud.clock.sleep(1_000_000);
    expect(await cloud.remove(TYPE, DOMAIN)).toMatchObject({ Status: 'SUCCESS' });
    await cloud.clock.sleep(1_000_000);
    expect(domains(cloud)).toEqual({});
  });

  it('is proven to be ours when the TXT record is there already', async () => {
    const cloud = await openCloud();
    own(cloud);
    await cloud.create(TYPE, DOMAIN);
    const writes = cloud.calls().filter((call) => /Add|Verify/.test(call));
    expect(writes).toEqual(['live AddLiveDomain', 'live VerifyLiveDomainOwner', 'live AddLiveDomain']);
  });

  it('that is not proven fails at once with the record to add and both hosts, and leaves nothing', async () => {
    const cloud = await openCloud();
    const failed = await cloud.create(TYPE, DOMAIN);
    expect(failed.Status).toBe('FAILED');
    for (const part of [
      CONTENT,
      'TXT',
      'verification.example.com',
      '_dnsauth.push.live.example.com',
      'DomainOwnerVerifyFail',
    ]) {
      expect(failed.Reason).toContain(part);
    }
    expect(await cloud.rows()).toEqual({});
    own(cloud);
    expect(await cloud.create(TYPE, DOMAIN)).toMatchObject({ Status: 'SUCCESS' });
  });

  it.each([
    ['push.example.com', 'example.com'],
    ['example.com', 'example.com'],
    ['a.b.example.com.cn', 'example.com.cn'],
    ['a.example.co.uk', 'example.co.uk'],
  ])('%s has the root %s', (domain, root) => {
    expect(rootOf(domain)).toBe(root);
  });

  it('is written in lower case, and a name that is none is refused with the reason', async () => {
    const cloud = await openCloud();
    const answer = await cloud.create(TYPE, { ...DOMAIN, DomainName: ' PUSH.localhost ' });
    expect(answer).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'push.localhost' });
    for (const DomainName of ['', 'no dots', 'nodots', '*.example.com', 'a..b', `${'a'.repeat(64)}.com`]) {
      const refused = await cloud.create(TYPE, { ...DOMAIN, DomainName }, { logicalId: 'Other' });
      expect(refused.Reason, DomainName).toMatch(/DomainName/);
    }
  });

  it('keeps the code of its service in the reason, with advice where one is known', async () => {
    const cloud = await openCloud();
    for (let count = 0; count < 20; count++) {
      await existing(cloud, `d${count}.localhost`);
    }
    const failed = await cloud.create(TYPE, { ...DOMAIN, DomainName: INGEST });
    expect(failed.Reason).toMatch(/DomainOverLimit, RequestId [\w-]+\)\. The account has its largest number/);
  });
});

describe('P13: a domain that this stack did not create', () => {
  const adopted = { DomainName: STREAMING, DomainType: 'liveVideo', Region: 'cn-shanghai', Scope: 'overseas' };

  it('is refused without "adopt", and neither changed nor deleted', async () => {
    const cloud = await openCloud();
    await existing(cloud);
    const before = domains(cloud);
    const refused = await cloud.create(TYPE, adopted);
    expect(refused.Reason).toMatch(/exists already and was not created by this stack.*adopt/);
    expect(await cloud.remove(TYPE, adopted)).toMatchObject({ Status: 'SUCCESS' });
    expect(domains(cloud)).toEqual(before);
  });

  it.each([true, 'true'])('is used with Adopt %j, as it is, and outlives the stack', async (Adopt) => {
    const cloud = await openCloud();
    await existing(cloud);
    const before = domains(cloud);
    const answer = await cloud.create(TYPE, { ...adopted, Adopt });
    expect(answer).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: STREAMING });
    expect(domains(cloud)).toEqual(before);
    await cloud.remove(TYPE, { ...adopted, Adopt }, { physicalId: STREAMING });
    expect(domains(cloud)).toEqual(before);
  });

  it.each([
    ['another type', { DomainType: 'liveEdge' }, /its type is liveVideo, expected liveEdge/],
    ['another live centre', { Region: 'ap-southeast-1' }, /its live centre is cn-shanghai, expected ap-southeast-1/],
  ])('is refused even then when it is of %s', async (_case, other, reason) => {
    const cloud = await openCloud();
    await existing(cloud);
    const refused = await cloud.create(TYPE, { ...adopted, ...other, Adopt: true });
    expect(refused.Reason).toMatch(reason);
  });

  it('is refused while it is stopped', async () => {
    const cloud = await openCloud();
    await existing(cloud);
    await cloud.act(cloud.live.service, 'StopLiveDomain', { DomainName: STREAMING });
    expect((await cloud.create(TYPE, { ...adopted, Adopt: true })).Reason).toMatch(/stopped, start it/);
  });

  it('gets its URL signing back as it was', async () => {
    const cloud = await openCloud();
    await existing(cloud);
    const before = domains(cloud);
    const signing = { DomainName: STREAMING, Purpose: 'streaming', ValiditySeconds: 7_200 };
    const { PhysicalResourceId: physicalId } = await cloud.create('Custom::LiveUrlSigning', signing);
    expect(domains(cloud)).not.toEqual(before);
    await cloud.remove('Custom::LiveUrlSigning', signing, { physicalId });
    expect(domains(cloud)).toEqual(before);
  });

  it('gets its stream callback back as it was', async () => {
    const cloud = await openCloud();
    await existing(cloud, INGEST, 'liveEdge');
    const parameters = { DomainName: INGEST, NotifyUrl: 'https://old.example.com/cb', NotifyReqAuth: 'no' };
    await cloud.act(cloud.live.service, 'SetLiveStreamsNotifyUrlConfig', parameters);
    const before = domains(cloud);
    await cloud.create('Custom::AppServerKeys', {}, { logicalId: 'Keys' });
    const callback = { DomainName: INGEST, CallbackUrl: 'https://api.example.com/cb' };
    expect(await cloud.create('Custom::LiveStreamCallback', callback)).toMatchObject({ Status: 'SUCCESS' });
    expect(domains(cloud)[INGEST]).toMatchObject({ streamCallback: 'https://api.example.com/cb' });
    await cloud.remove('Custom::LiveStreamCallback', callback);
    expect(domains(cloud)).toEqual(before);
  });

  it.each([
    [
      'recording',
      'AddLiveRecordVodConfig',
      { AppName: 'live', CycleDuration: 900, RecordFormat: [{ Format: 'mp4' }] },
      /records the app live to VOD already/,
    ],
    [
      'recording callback',
      'AddLiveRecordNotifyConfig',
      { NotifyUrl: 'https://old.example.com/cb', NotifyReqAuth: false },
      /sends its recording events to https:\/\/old\.example\.com\/cb already/,
    ],
  ])('keeps its %s: another one is refused', async (_case, action, parameters, reason) => {
    const cloud = await openCloud();
    await existing(cloud);
    await cloud.act(cloud.live.service, action, { DomainName: STREAMING, ...parameters });
    await cloud.create('Custom::AppServerKeys', {}, { logicalId: 'Keys' });
    const before = domains(cloud);
    const recording = {
      DomainName: STREAMING,
      AppName: 'live',
      CycleDuration: 3_600,
      CallbackUrl: 'https://api.example.com/cb',
    };
    const refused = await cloud.create('Custom::LiveRecording', recording);
    expect(refused.Reason).toMatch(reason);
    expect(domains(cloud)).toEqual(before);
  });
});

describe('URL signing', () => {
  const signing = { DomainName: STREAMING, Purpose: 'streaming', ValiditySeconds: '1800' };

  it('uses the keys that a new domain has by default, and changes nothing when they fit', async () => {
    const cloud = await openCloud();
    await existing(cloud);
    const configs = domains(cloud)[STREAMING]?.configs as { aliauth: Record<string, string> };
    await cloud.create('Custom::LiveUrlSigning', signing);
    expect(await cloud.rows()).toMatchObject({
      'url-signing/streaming': {
        domain: STREAMING,
        key1: configs.aliauth.auth_key1,
        key2: configs.aliauth.auth_key2,
        validitySeconds: 1_800,
      },
    });
    expect(cloud.calls()).not.toContain('live BatchSetLiveDomainConfigs');
  });

  it('is switched on with keys of its own where a domain has none, and taken away again', async () => {
    const cloud = await openCloud();
    await existing(cloud);
    const none = { DomainNames: STREAMING, FunctionNames: 'aliauth' };
    await cloud.act(cloud.live.service, 'BatchDeleteLiveDomainConfigs', none);
    const before = domains(cloud);
    const { PhysicalResourceId: physicalId } = await cloud.create('Custom::LiveUrlSigning', signing);
    const setting = (await cloud.rows())['url-signing/streaming'] as { key1: string; key2: string };
    expect(setting.key1).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(setting.key2).not.toBe(setting.key1);
    expect(domains(cloud)[STREAMING]?.configs).toMatchObject({
      aliauth: { auth_type: 'type_a', auth_key1: setting.key1 },
    });
    await cloud.remove('Custom::LiveUrlSigning', signing, { physicalId });
    expect(domains(cloud)).toEqual(before);
  });

  it('keeps the keys when only the validity changes: URLs in flight stay valid', async () => {
    const cloud = await openCloud();
    await existing(cloud);
    const { PhysicalResourceId: physicalId } = await cloud.create('Custom::LiveUrlSigning', signing);
    const before = (await cloud.rows())['url-signing/streaming'] as object;
    const longer = { ...signing, ValiditySeconds: 7_200 };
    await cloud.update('Custom::LiveUrlSigning', longer, signing, { physicalId });
    expect((await cloud.rows())['url-signing/streaming']).toEqual({ ...before, validitySeconds: 7_200 });
  });
});

it('a mapping of one domain to itself is refused', async () => {
  const cloud = await openCloud();
  const refused = await cloud.create('Custom::LiveDomainMapping', { IngestDomain: INGEST, StreamingDomain: INGEST });
  expect(refused.Reason).toMatch(/cannot be both/);
});

it('callbacks say what they lack when there are no keys', async () => {
  const cloud = await openCloud();
  await existing(cloud, INGEST, 'liveEdge');
  const callback = { DomainName: INGEST, CallbackUrl: 'https://api.example.com/cb' };
  const refused = await cloud.create('Custom::LiveStreamCallback', callback);
  expect(refused.Reason).toMatch(/depend on Custom::AppServerKeys/);
});

it('P4: configurations of a domain that is stopped or gone do not keep a stack from being deleted', async () => {
  for (const fate of ['StopLiveDomain', 'DeleteLiveDomain']) {
    const cloud = await openCloud();
    await existing(cloud, INGEST, 'liveEdge');
    await cloud.create('Custom::AppServerKeys', {}, { logicalId: 'Keys' });
    const callback = { DomainName: INGEST, CallbackUrl: 'https://api.example.com/cb' };
    const signing = { DomainName: INGEST, Purpose: 'ingest', ValiditySeconds: 7_200 };
    await cloud.create('Custom::LiveStreamCallback', callback, { logicalId: 'Callback' });
    await cloud.create('Custom::LiveUrlSigning', signing, { logicalId: 'Signing' });
    await cloud.act(cloud.live.service, 'StopLiveDomain', { DomainName: INGEST });
    if (fate === 'DeleteLiveDomain') {
      await cloud.act(cloud.live.service, fate, { DomainName: INGEST });
    }
    for (const [type, logicalId] of [
      ['Custom::LiveStreamCallback', 'Callback'],
      ['Custom::LiveUrlSigning', 'Signing'],
    ] as const) {
      expect(await cloud.remove(type, {}, { logicalId }), fate).toMatchObject({ Status: 'SUCCESS' });
    }
  }
});
