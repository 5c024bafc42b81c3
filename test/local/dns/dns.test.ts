import { describe, expect, it } from 'vitest';
import { createDns } from '../../../local/dns/dns.ts';
import type { Json } from '../../../local/product.ts';
import type { Properties } from '../../../local/ros/resource-type.ts';
import { caller, codeOf, refusalOf } from '../openapi/call.ts';
import { DrivenClock } from '../openapi/driven-clock.ts';
import { ACCOUNT_ID, ACCOUNT_KEY, openCloud, resourceContext, roleKey } from '../openapi/open-api-cloud.ts';
import { openApi, popCore, refusal } from '../openapi/sdk.ts';

const VERSION = '2015-01-09';
const CNAME = { DomainName: 'example.com', RR: 'pull', Type: 'CNAME', Value: 'pull.example.com.w.alikunlun.com' };

function newDns() {
  const clock = new DrivenClock();
  const dns = createDns({ clock, domains: ['example.com', 'Example.org'] });
  return { clock, dns, call: caller(dns.service, clock, ACCOUNT_ID) };
}

describe('records', () => {
  it('are added, resolved, changed and deleted', async () => {
    const { dns, call, clock } = newDns();
    const { RecordId } = await call('AddDomainRecord', CNAME);
    expect(dns.resolve('pull.example.com', 'CNAME')).toEqual(['pull.example.com.w.alikunlun.com']);
    expect(dns.resolve('PULL.example.com.', 'CNAME')).toHaveLength(1);
    expect(dns.resolve('pull.example.com', 'A')).toEqual([]);
    clock.advance(1000);
    const changed = { RecordId: String(RecordId), RR: 'pull', Type: 'cname', Value: 'other.example.com', TTL: 60 };
    expect(await call('UpdateDomainRecord', changed)).toEqual({ RecordId });
    expect(dns.resolve('pull.example.com', 'CNAME')).toEqual(['other.example.com']);
    expect(await call('DescribeDomainRecords', { DomainName: 'example.com' })).toEqual({
      DomainRecords: {
        Record: [
          {
            ...{ DomainName: 'example.com', RecordId, RR: 'pull', Type: 'CNAME', Value: 'other.example.com', TTL: 60 },
            ...{ Line: 'default', Status: 'ENABLE', Locked: false },
            ...{ CreateTimestamp: clock.now() - 1000, UpdateTimestamp: clock.now() },
          },
        ],
      },
      ...{ PageNumber: 1, PageSize: 20, TotalCount: 1 },
    });
    await call('DeleteDomainRecord', { RecordId: String(RecordId) });
    expect(dns.resolve('pull.example.com', 'CNAME')).toEqual([]);
    expect(await codeOf(call('DeleteDomainRecord', { RecordId: String(RecordId) }))).toBe(
      'DomainRecordNotBelongToUser',
    );
  });

  it('conflict as the service says: same twice, CNAME beside others, an update that changes nothing', async () => {
    const { call } = newDns();
    const { RecordId } = await call('AddDomainRecord', CNAME);
    expect(await codeOf(call('AddDomainRecord', CNAME))).toBe('DomainRecordDuplicate');
    expect(await codeOf(call('AddDomainRecord', { ...CNAME, Type: 'A', Value: '1.2.3.4' }))).toBe(
      'DomainRecordConflict',
    );
    expect(await codeOf(call('AddDomainRecord', { ...CNAME, RR: 'PULL', Value: 'x.example.com' }))).toBe(
      'DomainRecordConflict',
    );
    const { DomainName: _name, ...same } = CNAME;
    expect(await codeOf(call('UpdateDomainRecord', { RecordId: String(RecordId), ...same }))).toBe(
      'DomainRecordDuplicate',
    );
    const txt = { DomainName: 'example.com', RR: '@', Type: 'TXT' };
    await call('AddDomainRecord', { ...txt, Value: 'one' });
    await call('AddDomainRecord', { ...txt, Value: 'two' });
    await call('AddDomainRecord', { ...CNAME, Line: 'oversea' });
  });

  it.each([
    ['a zone that is not hosted', { DomainName: 'example.net' }, 'InvalidDomainName.NoExist'],
    ['a host record with a blank', { RR: 'a b' }, 'SubDomainInvalid.Value'],
    ['an unknown type', { Type: 'SPF' }, 'SubDomainInvalid.Value'],
    ['a name as address', { Type: 'A' }, 'SubDomainInvalid.Value'],
    ['an IPv4 address as IPv6', { Type: 'AAAA', Value: '1.2.3.4' }, 'SubDomainInvalid.Value'],
    ['a CNAME to nowhere', { Value: 'not a host' }, 'SubDomainInvalid.Value'],
    ['a mail record without priority', { Type: 'MX' }, 'SubDomainInvalid.Value'],
    ['a text of 513 characters', { Type: 'TXT', Value: 'x'.repeat(513) }, 'SubDomainInvalid.Value'],
    ['a TTL of nothing', { TTL: 0 }, 'SubDomainInvalid.Value'],
  ])('are refused: %s', async (_case, change, code) => {
    expect(await codeOf(newDns().call('AddDomainRecord', { ...CNAME, ...change }))).toBe(code);
  });

  it.each([
    [{ Type: 'A', Value: '1.2.3.4' }],
    [{ Type: 'AAAA', Value: '::1' }],
    [{ Type: 'MX', Value: 'mail.example.com', Priority: 10 }],
    [{ RR: '*', Value: 'any.example.com' }],
    [{ RR: '*.sub', Value: 'any.example.com' }],
    [{ RR: '_dnsauth', Type: 'TXT', Value: 'verify_1' }],
  ])('are taken: %j', async (change) => {
    expect(await newDns().call('AddDomainRecord', { ...CNAME, ...change })).toHaveProperty('RecordId');
  });

  it('with an asterisk answer for names that have no record of their own', async () => {
    const { dns, call } = newDns();
    await call('AddDomainRecord', { DomainName: 'example.com', RR: '*', Type: 'A', Value: '1.1.1.1' });
    await call('AddDomainRecord', { DomainName: 'example.com', RR: 'own', Type: 'TXT', Value: 'x' });
    expect(dns.resolve('any.example.com', 'A')).toEqual(['1.1.1.1']);
    expect(dns.resolve('own.example.com', 'A')).toEqual([]);
    expect(dns.resolve('example.com', 'A')).toEqual([]);
  });
});

describe('searching records', () => {
  async function withRecords() {
    const made = newDns();
    for (const [RR, Type, Value] of [
      ['www', 'A', '1.2.3.4'],
      ['www2', 'A', '1.2.3.5'],
      ['mail', 'TXT', 'www'],
    ] as const) {
      await made.call('AddDomainRecord', { DomainName: 'example.com', RR, Type, Value });
    }
    const found = async (params: Record<string, string | number>) => {
      const { DomainRecords } = await made.call('DescribeDomainRecords', { DomainName: 'example.com', ...params });
      return (DomainRecords as { Record: { RR: string }[] }).Record.map(({ RR }) => RR);
    };
    return { ...made, found };
  }

  it.each<[Record<string, string | number>, string[]]>([
    [{}, ['mail', 'www2', 'www']],
    [{ Direction: 'ASC' }, ['www', 'www2', 'mail']],
    [{ RRKeyWord: 'WWW' }, ['www2', 'www']],
    [{ RRKeyWord: 'www', SearchMode: 'COMBINATION' }, ['www']],
    [{ KeyWord: 'www' }, ['mail', 'www2', 'www']],
    [{ KeyWord: 'www', SearchMode: 'EXACT' }, ['mail', 'www']],
    [{ TypeKeyWord: 'txt' }, ['mail']],
    [{ Type: 'A', ValueKeyWord: '3.5' }, ['www2']],
    [{ Line: 'oversea' }, []],
    [{ Status: 'Disable' }, []],
    [{ PageSize: 2, PageNumber: 2 }, ['www']],
  ])('%j finds %j', async (params, names) => {
    expect(await (await withRecords()).found(params)).toEqual(names);
  });

  it('needs a zone that is hosted', async () => {
    const { call } = await withRecords();
    expect(await codeOf(call('DescribeDomainRecords', { DomainName: 'example.net' }))).toBe(
      'InvalidDomainName.NoExist',
    );
  });
});

describe('zones', () => {
  it('are listed with their number of records, by keyword', async () => {
    const { dns, call } = newDns();
    await call('AddDomainRecord', CNAME);
    dns.addDomain('Third.net');
    expect(await call('DescribeDomains')).toMatchObject({
      Domains: {
        Domain: [
          { DomainName: 'example.com', RecordCount: 1 },
          { DomainName: 'example.org' },
          { DomainName: 'third.net' },
        ],
      },
      TotalCount: 3,
    });
    expect(await call('DescribeDomains', { KeyWord: 'EXAMPLE', PageSize: 1 })).toMatchObject({ TotalCount: 2 });
    expect(await call('DescribeDomains', { KeyWord: 'example', SearchMode: 'EXACT' })).toMatchObject({ TotalCount: 0 });
  });
});

describe('DNS over the wire', () => {
  it.each([
    ['pop-core (RPC v1)', popCore],
    ['openapi-core (ACS3)', openApi],
  ] as const)('takes a record from a role that may change this zone, called with %s (L1)', async (_name, client) => {
    const { endpoint, ram } = await openCloud(({ clock }) => [
      createDns({ clock, domains: ['example.com', 'example.org'] }).service,
    ]);
    const statements = [
      { Effect: 'Allow', Action: 'alidns:*', Resource: `acs:alidns:*:${ACCOUNT_ID}:domain/example.com` },
    ];
    const call = client(endpoint, VERSION, await roleKey(ram, 'dns', statements));
    const { RecordId } = await call('AddDomainRecord', CNAME);
    await call('DeleteDomainRecord', { RecordId });
    expect((await refusal(call('AddDomainRecord', { ...CNAME, DomainName: 'example.org' }))).code).toBe(
      'Forbidden.RAM',
    );
    const { RecordId: foreign } = await client(
      endpoint,
      VERSION,
      ACCOUNT_KEY,
    )('AddDomainRecord', { ...CNAME, DomainName: 'example.org' });
    expect((await refusal(call('DeleteDomainRecord', { RecordId: foreign }))).code).toBe('Forbidden.RAM');
  });
});

describe('ALIYUN::DNS::DomainRecord', () => {
  it('is created, updated in place, and deleted even when it is gone', async () => {
    const { dns } = newDns();
    const type = dns.resourceTypes[0];
    if (!type) throw new Error('no resource type');
    const create = (properties: Properties) => type.create(properties, resourceContext);
    const { physicalId, attributes } = await create({ ...CNAME, TTL: '120' });
    expect(attributes).toEqual({ RecordId: physicalId });
    expect(dns.inventory()).toMatchObject({ 'example.com': ['pull 120 CNAME pull.example.com.w.alikunlun.com'] });
    await type.update(physicalId, { ...CNAME, Value: 'other.example.com' }, CNAME, resourceContext);
    expect(dns.resolve('pull.example.com', 'CNAME')).toEqual(['other.example.com']);
    // A rollback asks for what is there already.
    await type.update(physicalId, { ...CNAME, Value: 'other.example.com' }, CNAME, resourceContext);
    expect((await refusalOf(create(CNAME))).code).toBe('DomainRecordConflict');
    await type.delete(physicalId, CNAME, resourceContext);
    await type.delete(physicalId, CNAME, resourceContext);
    expect(dns.inventory()).toEqual({ 'example.com': [], 'example.org': [] });
  });
});

describe('the state of DNS', () => {
  it('survives a restart, and new records get new ids', async () => {
    const { dns, call } = newDns();
    const { RecordId } = await call('AddDomainRecord', CNAME);
    const saved = JSON.parse(JSON.stringify(dns.save())) as Json;
    const clock = new DrivenClock();
    const again = createDns({ clock });
    await again.load(saved);
    expect(again.resolve('pull.example.com', 'CNAME')).toHaveLength(1);
    const added = await caller(again.service, clock, ACCOUNT_ID)('AddDomainRecord', { ...CNAME, RR: 'push' });
    expect(added.RecordId).not.toBe(RecordId);
    expect(again.route({} as never)).toBeUndefined();
    await again.close();
  });
});
