import { describe, expect, it } from 'vitest';
import { verifyContent } from '../../../local/live/domains/verify-content.ts';
import { stateOf } from './cases.ts';
import { ACCOUNT_ID, type Cloud, openCloud } from './harness.ts';

const TYPE = 'Custom::LiveDomain';
const place = { Region: 'cn-shanghai', Scope: 'overseas', DnsZone: 'example.com' };
const PUSH = { ...place, DomainName: 'push.example.com', DomainType: 'liveEdge' };
const PLAY = { ...place, DomainName: 'play.example.com', DomainType: 'liveVideo' };
const CONTENT = verifyContent(ACCOUNT_ID, PUSH.DomainName);

const records = (cloud: Cloud) => (cloud.dns.inventory() as Record<string, string[]>)['example.com'];
const foreignRecord = { DomainName: 'example.com', RR: 'verification', Type: 'TXT', Value: CONTENT, TTL: 600 };

describe('with the zone in Alibaba Cloud DNS, the proof of ownership', () => {
  it('is written, seen and taken away again', async () => {
    const cloud = await openCloud();
    expect(await cloud.create(TYPE, PUSH)).toMatchObject({ Status: 'SUCCESS' });
    const added = cloud.records.filter(({ action }) => action === 'AddDomainRecord');
    expect(added).toHaveLength(2);
    expect(records(cloud)).toEqual([]);
  });

  it('is given at the same time for two domains of one root', async () => {
    const cloud = await openCloud();
    const answers = await Promise.all([
      cloud.invoke(event(cloud, 'Push', PUSH)),
      cloud.invoke(event(cloud, 'Play', PLAY)),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(cloud.ros.answers).toMatchObject([{ Status: 'SUCCESS' }, { Status: 'SUCCESS' }]);
    expect(records(cloud)).toEqual([]);
  });

  it('uses a record that somebody else added, and leaves it', async () => {
    const cloud = await openCloud();
    await cloud.act(cloud.dns.service, 'AddDomainRecord', foreignRecord);
    const before = records(cloud);
    expect(await cloud.create(TYPE, PUSH)).toMatchObject({ Status: 'SUCCESS' });
    expect(records(cloud)).toEqual(before);
  });

  it('is not tried where the zone does not hold the root: the reason says which record to add', async () => {
    const cloud = await openCloud();
    const refused = await cloud.create(TYPE, { ...PUSH, DomainName: 'a.live.other.com' });
    expect(refused.Reason).toMatch(/TXT with the value "verify_\w+" at the host "verification\.other\.com"/);
    expect(cloud.calls()).not.toContain('alidns AddDomainRecord');
  });

  it('P8, P14: that is never seen fails clearly before the function ends, and leaves no record', async () => {
    const cloud = await openCloud();
    // A zone that the domain's registrar does not point to.
    cloud.dns.resolve = () => [];
    const failed = await cloud.create(TYPE, PUSH);
    expect(failed.Reason).toMatch(/Waited \d+ s for the TXT record of verification\.example\.com and _dnsauth\.push/);
    expect(records(cloud)).toEqual([]);
    expect(await cloud.rows()).toEqual({});
  });

  it.each(['unavailable', 'throttling'] as const)(
    'P4, P12: is complete or taken back, with each call failing in turn (%s)',
    async (kind) => {
      const counting = await openCloud();
      await counting.create(TYPE, PUSH);
      const calls = counting.records.filter(({ product }) => product !== 'tablestore');
      const seen = new Map<string, number>();
      for (const { product, action } of calls) {
        const after = seen.get(action) ?? 0;
        seen.set(action, after + 1);
        const cloud = await openCloud();
        const before = await stateOf(cloud);
        cloud.faults.add({ product, action, after, kind, ...(kind === 'throttling' ? { times: 1 } : {}) });
        const answer = await cloud.create(TYPE, PUSH);
        cloud.faults.clear();
        if (kind === 'throttling') expect(answer, `${action} ${after}`).toMatchObject({ Status: 'SUCCESS' });
        expect((await cloud.remove(TYPE, PUSH)).Status, `${action} ${after}`).toBe('SUCCESS');
        expect(await stateOf(cloud), `${action} ${after}`).toBe(before);
      }
      expect(seen.get('AddDomainRecord')).toBe(2);
    },
  );
});

function event(cloud: Cloud, LogicalResourceId: string, ResourceProperties: object) {
  return {
    RequestType: 'Create',
    RequestId: `request-${LogicalResourceId}`,
    ResponseURL: cloud.ros.url,
    StackId: 'stack-1',
    ResourceType: TYPE,
    LogicalResourceId,
    ResourceProperties,
  };
}
