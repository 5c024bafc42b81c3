/** The zones that the account hosts and their records, with the rules by which records conflict. */
import { isIPv4, isIPv6 } from 'node:net';
import type { Clock } from '../clock.ts';
import { ServiceError } from '../openapi/service.ts';

const RECORD_TYPES = ['A', 'AAAA', 'CNAME', 'TXT', 'MX', 'NS', 'CAA'] as const;

export interface RecordData {
  readonly RR: string;
  readonly Type: string;
  readonly Value: string;
  readonly TTL: number;
  readonly Line: string;
  readonly Priority?: number;
}

export interface DnsRecord extends RecordData {
  readonly RecordId: string;
  readonly DomainName: string;
  /** Milliseconds since the epoch. */
  readonly CreateTimestamp: number;
  readonly UpdateTimestamp?: number;
}

export interface DnsState {
  readonly domains: string[];
  readonly records: DnsRecord[];
  readonly nextId: number;
}

export class DnsStore {
  readonly #clock: Clock;
  readonly #domains: Set<string>;
  readonly #records = new Map<string, DnsRecord>();
  #nextId = 900_000_000_000_001;

  constructor(clock: Clock, domains: readonly string[]) {
    this.#clock = clock;
    this.#domains = new Set(domains.map((domain) => domain.toLowerCase()));
  }

  get domains(): readonly string[] {
    return [...this.#domains];
  }

  addDomain(name: string): void {
    this.#domains.add(name.toLowerCase());
  }

  recordsOf(domain: string): DnsRecord[] {
    return [...this.#records.values()].filter((record) => record.DomainName === domain.toLowerCase());
  }

  /** Throws `DomainRecordNotBelongToUser`, which the service answers for ids it does not know. */
  record(id: string): DnsRecord {
    const record = this.#records.get(id);
    if (!record) {
      throw new ServiceError('DomainRecordNotBelongToUser', `The domain record does not belong to the user: ${id}.`);
    }
    return record;
  }

  has(id: string): boolean {
    return this.#records.has(id);
  }

  add(domain: string, data: RecordData): DnsRecord {
    const DomainName = domain.toLowerCase();
    if (!this.#domains.has(DomainName)) {
      const known = this.domains.join(', ') || 'none';
      const message = `The specified domain name does not exist. Refresh the page and try again: ${domain} (hosted here: ${known}).`;
      throw new ServiceError('InvalidDomainName.NoExist', message);
    }
    this.#check(DomainName, data);
    const RecordId = String(this.#nextId);
    this.#nextId += 1;
    const record = { ...data, RecordId, DomainName, CreateTimestamp: this.#clock.now() };
    this.#records.set(RecordId, record);
    return record;
  }

  /** Whether an update to that would change nothing. */
  isAlready(id: string, data: RecordData): boolean {
    const record = this.record(id);
    return sameRecord(record, data) && record.TTL === data.TTL && record.Priority === data.Priority;
  }

  update(id: string, data: RecordData): DnsRecord {
    const before = this.record(id);
    if (this.isAlready(id, data)) throw duplicate();
    this.#check(before.DomainName, data, id);
    const record = { ...before, ...data, UpdateTimestamp: this.#clock.now() };
    this.#records.set(id, record);
    return record;
  }

  delete(id: string): void {
    this.#records.delete(id);
  }

  save(): DnsState {
    return { domains: [...this.#domains], records: [...this.#records.values()], nextId: this.#nextId };
  }

  load({ domains, records, nextId }: DnsState): void {
    for (const domain of domains) this.#domains.add(domain);
    for (const record of records) this.#records.set(record.RecordId, record);
    this.#nextId = nextId;
  }

  #check(domain: string, data: RecordData, except?: string): void {
    checkRecord(data);
    const others = this.recordsOf(domain).filter((other) => other.RecordId !== except && other.Line === data.Line);
    if (others.some((other) => sameRecord(other, data))) throw duplicate();
    const sameName = others.filter((other) => other.RR.toLowerCase() === data.RR.toLowerCase());
    if (sameName.some((other) => other.Type === 'CNAME' || data.Type === 'CNAME')) {
      throw new ServiceError(
        'DomainRecordConflict',
        `The DNS record conflicts with other records: ${data.RR} ${data.Type}.`,
      );
    }
  }
}

function sameRecord(a: RecordData, b: RecordData): boolean {
  return a.RR === b.RR && a.Type === b.Type && a.Value === b.Value && a.Line === b.Line;
}

function duplicate(): ServiceError {
  return new ServiceError('DomainRecordDuplicate', 'The DNS record already exists.');
}

const HOST =
  /^(?=.{1,253}\.?$)([A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\.)*[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\.?$/;

function checkRecord({ RR, Type, Value, TTL, Priority }: RecordData): void {
  const wrong = (what: string, expected: string): ServiceError =>
    new ServiceError('SubDomainInvalid.Value', `The DNS record is invalid: ${what}: ${expected} is expected.`);
  if (RR !== '@' && !HOST.test(RR.replace(/^\*(\.|$)/, 'x$1'))) throw wrong(`RR "${RR}"`, '@, * or a host name');
  if (!(RECORD_TYPES as readonly string[]).includes(Type)) throw wrong(`Type "${Type}"`, RECORD_TYPES.join(', '));
  if (Type === 'A' && !isIPv4(Value)) throw wrong(`Value "${Value}"`, 'an IPv4 address');
  if (Type === 'AAAA' && !isIPv6(Value)) throw wrong(`Value "${Value}"`, 'an IPv6 address');
  if (['CNAME', 'MX', 'NS'].includes(Type) && !HOST.test(Value)) throw wrong(`Value "${Value}"`, 'a host name');
  if (Type === 'TXT' && Value.length > 512) throw wrong('Value', 'a text of at most 512 characters');
  if (Type === 'MX' && (Priority === undefined || Priority < 1 || Priority > 50)) throw wrong('Priority', '1 to 50');
  if (!Number.isInteger(TTL) || TTL < 1 || TTL > 86_400) throw wrong(`TTL ${TTL}`, '1 to 86400 seconds');
}
