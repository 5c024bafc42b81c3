/** DescribeLiveDomainDetail and DescribeLiveUserDomains. */
import { page } from '../../openapi/page.ts';
import { requiredText, text } from '../../openapi/read.ts';
import type { Action } from '../../openapi/service.ts';
import type { LiveContext } from '../context.ts';
import { utc } from '../timestamps.ts';
import { cnameOf, type Domain, statusOf } from './domain.ts';

export function describeLiveDomainDetail({ domains, clock }: LiveContext): Action {
  return (params) => {
    const domain = domains.get(requiredText(params, 'DomainName'));
    return {
      DomainDetail: {
        DomainName: domain.name,
        DomainStatus: statusOf(domain, clock.now()) ?? '',
        LiveDomainType: domain.type,
        Cname: cnameOf(domain, clock.now()),
        Region: domain.region,
        Scope: domain.scope,
        SSLProtocol: 'off',
        GmtCreated: utc(domain.createdAtMs),
        GmtModified: utc(domain.modifiedAtMs),
      },
    };
  };
}

export function describeLiveUserDomains({ domains, clock }: LiveContext): Action {
  return (params) => {
    const name = text(params, 'DomainName')?.toLowerCase();
    const status = text(params, 'DomainStatus');
    const type = text(params, 'LiveDomainType');
    const region = text(params, 'RegionName');
    const isWanted = (domain: Domain): boolean =>
      (name === undefined || nameMatches(domain.name, name, text(params, 'DomainSearchType'))) &&
      (status === undefined || statusOf(domain, clock.now()) === status) &&
      (type === undefined || domain.type === type) &&
      (region === undefined || domain.region === region);
    const rule = { number: 'PageNumber', size: 'PageSize', defaultSize: 20, maxSize: 500 };
    const found = page(domains.all().filter(isWanted), params, rule);
    const PageData = found.items.map((domain) => ({
      DomainName: domain.name,
      LiveDomainStatus: statusOf(domain, clock.now()) ?? '',
      LiveDomainType: domain.type,
      Cname: cnameOf(domain, clock.now()),
      RegionName: domain.region,
      GmtCreated: utc(domain.createdAtMs),
      GmtModified: utc(domain.modifiedAtMs),
    }));
    return { Domains: { PageData }, PageNumber: found.number, PageSize: found.size, TotalCount: found.total };
  };
}

/** Fuzzy unless the search type says otherwise; an asterisk stands for any characters. */
function nameMatches(name: string, wanted: string, searchType: string | undefined): boolean {
  if (searchType === 'full_match') return name === wanted;
  if (searchType === 'pre_match') return name.startsWith(wanted.replace('*', ''));
  if (searchType === 'suf_match') return name.endsWith(wanted.replace('*', ''));
  return name.includes(wanted.replaceAll('*', ''));
}
