import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rootDomain } from '../../../local/live/domains/root-domain.ts';
import type { Json } from '../../../local/product.ts';
import { type Call, codeOf, refusalOf } from '../openapi/call.ts';
import { GONE_AFTER_MS, liveCloud, ONLINE_AFTER_MS } from './live-cloud.ts';

const INGEST = { DomainName: 'ingest.localhost', LiveDomainType: 'liveEdge', Region: 'cn-shanghai' };

async function detail(call: Call, DomainName: string): Promise<Record<string, Json>> {
  const { DomainDetail } = await call('DescribeLiveDomainDetail', { DomainName });
  return DomainDetail as Record<string, Json>;
}

describe('the life of a domain', () => {
  it('is configuring, then online with a CNAME, then offline, deleting, and gone', async () => {
    const { call, clock } = liveCloud();
    await call('AddLiveDomain', { ...INGEST, Scope: 'global' });
    expect(await detail(call, 'ingest.localhost')).toMatchObject({
      DomainName: 'ingest.localhost',
      DomainStatus: 'configuring',
      Cname: '',
      LiveDomainType: 'liveEdge',
      Region: 'cn-shanghai',
      Scope: 'global',
      GmtCreated: '2026-11-20T08:00:00Z',
    });
    clock.advance(ONLINE_AFTER_MS - 1);
    expect(await detail(call, 'ingest.localhost')).toMatchObject({ DomainStatus: 'configuring' });
    clock.advance(1);
    expect(await detail(call, 'ingest.localhost')).toMatchObject({
      DomainStatus: 'online',
      Cname: 'ingest.localhost.w.alikunlun.com',
    });

    await call('StopLiveDomain', { DomainName: 'ingest.localhost' });
    expect(await detail(call, 'ingest.localhost')).toMatchObject({ DomainStatus: 'offline' });
    await call('StartLiveDomain', { DomainName: 'ingest.localhost' });
    expect(await detail(call, 'ingest.localhost')).toMatchObject({ DomainStatus: 'online' });

    await call('StopLiveDomain', { DomainName: 'ingest.localhost' });
    await call('DeleteLiveDomain', { DomainName: 'ingest.localhost' });
    expect(await detail(call, 'ingest.localhost')).toMatchObject({ DomainStatus: 'deleting' });
    expect(await codeOf(call('AddLiveDomain', INGEST))).toBe('DomainAlreadyExist');
    clock.advance(GONE_AFTER_MS);
    const gone = await refusalOf(call('DescribeLiveDomainDetail', { DomainName: 'ingest.localhost' }));
    expect(gone).toMatchObject({ code: 'InvalidDomain.NotFound', status: 404 });
    await call('AddLiveDomain', INGEST);
  });

  it('ends at once for a domain that is stopped while it is being configured', async () => {
    const { call, clock, live } = liveCloud();
    const before = live.inventory();
    await call('AddLiveDomain', INGEST);
    await call('StopLiveDomain', { DomainName: 'ingest.localhost' });
    await call('DeleteLiveDomain', { DomainName: 'ingest.localhost' });
    clock.advance(GONE_AFTER_MS);
    expect(live.inventory()).toEqual(before);
  });

  it.each([
    ['DeleteLiveDomain', 'online'],
    ['StartLiveDomain', 'online'],
  ])('refuses %s while it is %s', async (action) => {
    const { call, addOnline } = liveCloud();
    await addOnline('ingest.localhost', 'liveEdge');
    expect(await codeOf(call(action, { DomainName: 'ingest.localhost' }))).toBe('IncorrectDomainStatus');
  });

  it('never leaves the drawn state machine, whatever is called and however time passes', async () => {
    const step = fc.oneof(
      fc.constantFrom('AddLiveDomain', 'StopLiveDomain', 'StartLiveDomain', 'DeleteLiveDomain'),
      fc.integer({ min: 1, max: ONLINE_AFTER_MS }),
    );
    const next: Record<string, readonly string[]> = {
      gone: ['gone', 'configuring'],
      configuring: ['configuring', 'online', 'offline'],
      online: ['online', 'offline'],
      offline: ['offline', 'online', 'configuring', 'deleting'],
      deleting: ['deleting', 'gone'],
    };
    const statusOf = (call: Call): Promise<string> =>
      detail(call, 'ingest.localhost').then(
        ({ DomainStatus }) => String(DomainStatus),
        () => 'gone',
      );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const { call, clock } = liveCloud();
        let status = 'gone';
        for (const action of steps) {
          if (typeof action === 'number') clock.advance(action);
          else
            await call(action, action === 'AddLiveDomain' ? INGEST : { DomainName: 'ingest.localhost' }).catch(() => 0);
          const now = await statusOf(call);
          expect(next[status]).toContain(now);
          status = now;
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('AddLiveDomain refuses', () => {
  it.each([
    ['a name without a dot', { DomainName: 'localhost' }, 'InvalidDomainName.Malformed'],
    ['a wildcard', { DomainName: '*.localhost' }, 'InvalidDomainName.Malformed'],
    ['an unknown type', { LiveDomainType: 'live' }, 'InvalidParam'],
    ['a region without a live centre', { Region: 'cn-hangzhou' }, 'InvalidParam'],
    ['an unknown scope', { Scope: 'moon' }, 'InvalidParam'],
    ['an unproven root domain', { DomainName: 'live.example.com' }, 'DomainOwnerVerifyFail'],
  ])('%s, and adds nothing', async (_case, change, code) => {
    const { call, live } = liveCloud();
    const before = live.inventory();
    expect(await codeOf(call('AddLiveDomain', { ...INGEST, ...change }))).toBe(code);
    expect(live.inventory()).toEqual(before);
  });

  it('a name that exists, whatever its case', async () => {
    const { call } = liveCloud();
    await call('AddLiveDomain', INGEST);
    expect(await codeOf(call('AddLiveDomain', { ...INGEST, DomainName: 'INGEST.localhost' }))).toBe(
      'DomainAlreadyExist',
    );
  });

  it('the 21st domain of an account', async () => {
    const { call } = liveCloud();
    for (let i = 1; i <= 20; i += 1) await call('AddLiveDomain', { ...INGEST, DomainName: `d${i}.localhost` });
    expect(await codeOf(call('AddLiveDomain', { ...INGEST, DomainName: 'd21.localhost' }))).toBe('DomainOverLimit');
  });
});

describe('ownership of a root domain', () => {
  const DOMAIN = { ...INGEST, DomainName: 'push.live.example.com' };

  it.each(['verification', '_dnsauth', '@'])(
    'is proven by a TXT record at %s, once for all its subdomains',
    async (RR) => {
      const { call, dns } = liveCloud();
      const { Content } = await call('DescribeLiveVerifyContent', { DomainName: DOMAIN.DomainName });
      expect(Content).toMatch(/^verify_[0-9a-f]{32}$/);
      const verify = { DomainName: DOMAIN.DomainName, VerifyType: 'dnsCheck' };
      expect(await codeOf(call('VerifyLiveDomainOwner', verify))).toBe('DomainOwnerVerifyFail');
      const record = dns.resourceTypes[0];
      await record?.create({ DomainName: 'example.com', RR, Type: 'TXT', Value: String(Content) }, {} as never);
      expect(await call('VerifyLiveDomainOwner', verify)).toEqual({ Content });
      await call('AddLiveDomain', DOMAIN);
      await call('AddLiveDomain', { ...DOMAIN, DomainName: 'pull.example.com', LiveDomainType: 'liveVideo' });
      expect(await codeOf(call('AddLiveDomain', { ...DOMAIN, DomainName: 'a.example.com.cn' }))).toBe(
        'DomainOwnerVerifyFail',
      );
    },
  );

  it('is not proven by a file, nor by the record of another account', async () => {
    const { call, dns } = liveCloud();
    const value = 'verify_00000000000000000000000000000000';
    await dns.resourceTypes[0]?.create(
      { DomainName: 'example.com', RR: 'verification', Type: 'TXT', Value: value },
      {} as never,
    );
    for (const VerifyType of ['dnsCheck', 'fileCheck']) {
      const refused = await refusalOf(call('VerifyLiveDomainOwner', { DomainName: DOMAIN.DomainName, VerifyType }));
      expect(refused.code).toBe('DomainOwnerVerifyFail');
      expect(refused.message).toContain('verification.example.com');
    }
    expect(await codeOf(call('VerifyLiveDomainOwner', { DomainName: 'a.localhost', VerifyType: 'x' }))).toBe(
      'InvalidParam',
    );
  });

  it.each([
    ['push.live.example.com', 'example.com'],
    ['example.com', 'example.com'],
    ['a.b.example.com.cn', 'example.com.cn'],
    ['ingest.localhost', 'localhost'],
    ['a.b.c.co.uk', 'c.co.uk'],
  ])('belongs to the root: %s → %s', (name, root) => {
    expect(rootDomain(name)).toBe(root);
  });
});

describe('the mapping of a streaming domain to an ingest domain', () => {
  async function bothOnline() {
    const cloud = liveCloud();
    await cloud.addOnline('ingest.localhost', 'liveEdge');
    await cloud.addOnline('streaming.localhost', 'liveVideo');
    return cloud;
  }
  const MAPPING = { PullDomain: 'streaming.localhost', PushDomain: 'ingest.localhost' };

  it('is seen from both ends, with the types publish and vhost', async () => {
    const { call } = await bothOnline();
    await call('AddLiveDomainMapping', MAPPING);
    expect(await call('DescribeLiveDomainMapping', { DomainName: 'streaming.localhost' })).toEqual({
      LiveDomainModels: { LiveDomainModel: [{ DomainName: 'ingest.localhost', Type: 'publish' }] },
    });
    expect(await call('DescribeLiveDomainMapping', { DomainName: 'ingest.localhost' })).toEqual({
      LiveDomainModels: { LiveDomainModel: [{ DomainName: 'streaming.localhost', Type: 'vhost' }] },
    });
    await call('DeleteLiveDomainMapping', MAPPING);
    expect(await call('DescribeLiveDomainMapping', { DomainName: 'streaming.localhost' })).toEqual({
      LiveDomainModels: { LiveDomainModel: [] },
    });
    expect(await codeOf(call('DeleteLiveDomainMapping', MAPPING))).toBe('ConfigNotFound');
  });

  it('needs both domains online, of the right types, in one live centre, and happens once', async () => {
    const { call, clock } = await bothOnline();
    expect(await codeOf(call('AddLiveDomainMapping', { ...MAPPING, PushDomain: 'none.localhost' }))).toBe(
      'InvalidDomain.NotFound',
    );
    const swapped = { PullDomain: MAPPING.PushDomain, PushDomain: MAPPING.PullDomain };
    expect(await codeOf(call('AddLiveDomainMapping', swapped))).toBe('InvalidParam');
    await call('AddLiveDomain', { ...INGEST, DomainName: 'far.localhost', Region: 'ap-southeast-1' });
    const far = { ...MAPPING, PushDomain: 'far.localhost' };
    expect(await codeOf(call('AddLiveDomainMapping', far))).toBe('IncorrectDomainStatus');
    clock.advance(ONLINE_AFTER_MS);
    expect((await refusalOf(call('AddLiveDomainMapping', far))).message).toContain('same live centre');
    await call('AddLiveDomainMapping', MAPPING);
    expect(await codeOf(call('AddLiveDomainMapping', MAPPING))).toBe('ConfigAlreadyExists');
  });

  it('ends with either domain', async () => {
    const { call, clock } = await bothOnline();
    await call('AddLiveDomainMapping', MAPPING);
    await call('StopLiveDomain', { DomainName: 'ingest.localhost' });
    await call('DeleteLiveDomain', { DomainName: 'ingest.localhost' });
    clock.advance(GONE_AFTER_MS);
    expect(await call('DescribeLiveDomainMapping', { DomainName: 'streaming.localhost' })).toEqual({
      LiveDomainModels: { LiveDomainModel: [] },
    });
  });
});

describe('DescribeLiveUserDomains', () => {
  it('filters by name, type, status and region, and gives pages', async () => {
    const { call, addOnline } = liveCloud();
    await addOnline('ingest.localhost', 'liveEdge');
    await addOnline('streaming.localhost', 'liveVideo');
    await call('AddLiveDomain', { ...INGEST, DomainName: 'new.localhost', Region: 'ap-southeast-1' });
    const names = async (params: Record<string, string | number>): Promise<unknown> => {
      const { Domains } = await call('DescribeLiveUserDomains', params);
      return (Domains as { PageData: { DomainName: string }[] }).PageData.map(({ DomainName }) => DomainName);
    };
    expect(await names({})).toEqual(['ingest.localhost', 'streaming.localhost', 'new.localhost']);
    expect(await names({ LiveDomainType: 'liveVideo' })).toEqual(['streaming.localhost']);
    expect(await names({ DomainStatus: 'configuring' })).toEqual(['new.localhost']);
    expect(await names({ RegionName: 'ap-southeast-1' })).toEqual(['new.localhost']);
    expect(await names({ DomainName: 'ing' })).toEqual(['ingest.localhost', 'streaming.localhost']);
    expect(await names({ DomainName: 'ingest.localhost', DomainSearchType: 'full_match' })).toEqual([
      'ingest.localhost',
    ]);
    expect(await names({ DomainName: 'new', DomainSearchType: 'pre_match' })).toEqual(['new.localhost']);
    expect(
      await names({ DomainName: '*.localhost', DomainSearchType: 'suf_match', PageSize: 2, PageNumber: 2 }),
    ).toEqual(['new.localhost']);
    expect(await codeOf(call('DescribeLiveUserDomains', { PageSize: 0 }))).toBe('InvalidParameter');
  });
});

describe('ModifyLiveDomainSchdmByProperty', () => {
  it('changes the acceleration area', async () => {
    const { call, addOnline } = liveCloud();
    await addOnline('ingest.localhost', 'liveEdge');
    const change = (Property: string) =>
      call('ModifyLiveDomainSchdmByProperty', { DomainName: 'ingest.localhost', Property });
    await change('{"coverage":"overseas"}');
    expect(await detail(call, 'ingest.localhost')).toMatchObject({ Scope: 'overseas' });
    expect(await codeOf(change('{"coverage":"moon"}'))).toBe('InvalidParam');
    expect(await codeOf(change('overseas'))).toBe('InvalidParam');
  });
});
