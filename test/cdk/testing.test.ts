import { describe, expect, it } from 'vitest';
import { expectGrant, expectNoReplacement, expectResource } from '../../cdk/testing.ts';
import { FULL, stage, synth } from './support.ts';

const { template } = await synth(FULL);

describe('expectResource', () => {
  it('finds a resource by type and part of its properties', () => {
    expect(expectResource(template, 'ALIYUN::FC3::Function', { Timeout: 60 }).id).toBe('AppServer');
    expect(expectResource(template, 'Custom::LiveDomain', { Parameters: { DomainType: 'liveVideo' } }).id).toBe(
      'StreamingLiveDomain',
    );
    expect(expectResource(template, 'ALIYUN::SLS::Logstore').resource.Properties?.TTL).toBe(30);
  });

  it('says which types there are when there is none of this', () => {
    expect(() => expectResource(template, 'ALIYUN::OSS::Bucket')).toThrow(
      /type ALIYUN::OSS::Bucket; the template has ALIYUN::CMS::ResourceMetricRule, ALIYUN::DNS::DomainRecord, /,
    );
  });

  it('shows the nearest one when none has the properties', () => {
    expect(() => expectResource(template, 'ALIYUN::FC3::Function', { Timeout: 61, MemorySize: 512 })).toThrow(
      /nearest is (AppServer|Provisioner): Timeout is (60|1500), expected 61$/,
    );
    expect(() => expectResource(template, 'ALIYUN::SLS::Logstore', { Mode: 'query' })).toThrow(
      /Mode is missing, expected "query"/,
    );
  });
});

describe('expectGrant', () => {
  it('passes for what the role of a function grants, on the resource', () => {
    expectGrant(template, 'AppServer', 'ots:UpdateRow', '/table/');
    expectGrant(template, 'Provisioner', 'live:AddLiveDomain', 'IngestDomain');
    expectGrant(template, 'Provisioner', 'alidns:AddDomainRecord', 'example.com');
  });

  it.each([
    ['AppServer', 'live:AddLiveDomain', '', /AppServer is not granted live:AddLiveDomain/],
    ['Provisioner', 'live:AddLiveDomain', 'CorsOrigins', /none of which holds "CorsOrigins"/],
    ['Bouncer', 'ots:GetRow', '', /expected a role "BouncerRole"/],
  ])('fails for %s and %s', (id, action, resource, message) => {
    expect(() => expectGrant(template, id, action, resource)).toThrow(message);
  });
});

describe('expectNoReplacement', () => {
  it('passes for an update in place, and for none', async () => {
    expectNoReplacement(template, template);
    expectNoReplacement(template, (await synth({ ...FULL, logRetentionDays: 90, keyRotation: 2 })).template);
  });

  it('fails with each property that cannot change', async () => {
    const after = (await synth({ ...FULL, tablestoreType: 'HYBRID' })).template;
    expect(() => expectNoReplacement(template, after)).toThrow(/TablestoreInstance\.ClusterType: from SSD to HYBRID/);
  });

  it('compares with the values of parameters, and their defaults where none is given', async () => {
    const one = (await synth(stage('cn-shanghai'))).template;
    const before = { IngestDomain: 'a.live.cn' };
    expectNoReplacement(one, one, { before, after: before });
    expect(() => expectNoReplacement(one, one, { before, after: { IngestDomain: 'b.live.cn' } })).toThrow(
      /from a\.live\.cn to b\.live\.cn/,
    );
    expect(() => expectNoReplacement(one, one, { before })).toThrow(/from a\.live\.cn to ingest\.example\.com/);
  });
});
