/** Who may publish and play: signed URLs checked against the domains of the account (live.md §6). */
import type { LiveDomainType } from '../../live/domains/domain.ts';

/** What of the Live double is asked. */
export interface UrlChecks {
  /** Domains of this type that work now. */
  onlineDomains(type: LiveDomainType): string[];
  /** Undefined when this URL of this domain may be used now. */
  urlProblem(domainName: string, url: string): string | undefined;
}

export type Access = { readonly domain: string } | { readonly problem: string };

/**
 * Whether a path with its arguments is signed for a domain of this type. Local URLs carry the address of the media server
 * instead of the domain (which is no part of the signature): then the domain is the one whose key signed the URL. A host
 * that is a domain of the account counts as that domain alone.
 */
export function accessOf(live: UrlChecks, type: LiveDomainType, host: string, pathAndQuery: string): Access {
  const all = live.onlineDomains(type);
  const named = all.find((name) => name === host.toLowerCase());
  const candidates = named === undefined ? all : [named];
  let problem: string | undefined;
  for (const domain of candidates) {
    const found = live.urlProblem(domain, pathAndQuery);
    if (!found) return { domain };
    // An expired URL is signed: the reason that tells more is kept.
    if (problem === undefined || problem === 'INVALID MD5HASH') problem = found;
  }
  return { problem: problem ?? 'UNKNOWN DOMAIN' };
}
