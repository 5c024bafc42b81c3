/** Resolves names against the records of the DNS double, as a resolver on the internet would see them. */
import type { DnsRecord, DnsStore } from './store.ts';

/** Values of the records of this type at this full name; a wildcard record answers where no exact one of any type exists. */
export function resolve(store: DnsStore, name: string, type: string): string[] {
  const wanted = name.toLowerCase().replace(/\.$/, '');
  const records = store.domains.flatMap((domain) => store.recordsOf(domain));
  const exact = records.filter((record) => fullName(record) === wanted);
  const matching = exact.length > 0 ? exact : records.filter((record) => wildcardMatches(record, wanted));
  return matching.filter((record) => record.Type === type).map((record) => record.Value);
}

function fullName({ RR, DomainName }: DnsRecord): string {
  return RR === '@' ? DomainName : `${RR.toLowerCase()}.${DomainName}`;
}

function wildcardMatches(record: DnsRecord, name: string): boolean {
  const full = fullName(record);
  return full.startsWith('*.') && name.endsWith(full.slice(1)) && name.length > full.length - 1;
}
