/** The live domains of the account and the root domains it has proven to own. */
import type { Clock } from '../../clock.ts';
import { liveError } from '../errors.ts';
import { type Domain, type LiveDomainType, statusOf } from './domain.ts';
import { rootDomain } from './root-domain.ts';

/** Domains of one account (live.md §3). */
const MAX_DOMAINS = 20;

export interface DomainState {
  readonly domains: Domain[];
  readonly verifiedRoots: string[];
  readonly nextConfigId: number;
}

export interface DomainStoreOptions {
  readonly clock: Clock;
  readonly random: (bytes: number) => Buffer;
  readonly onlineAfterMs: number;
  readonly goneAfterMs: number;
}

export class DomainStore {
  readonly #options: DomainStoreOptions;
  readonly #domains = new Map<string, Domain>();
  readonly #verifiedRoots = new Set<string>();
  #nextConfigId = 200_001;

  constructor(options: DomainStoreOptions) {
    this.#options = options;
  }

  /** Also those being deleted, in the order of creation. */
  all(): Domain[] {
    const now = this.#options.clock.now();
    for (const [name, domain] of this.#domains) if (!statusOf(domain, now)) this.#domains.delete(name);
    return [...this.#domains.values()];
  }

  find(name: string): Domain | undefined {
    return this.all().find((domain) => domain.name === name.toLowerCase());
  }

  /** Throws `InvalidDomain.NotFound`. */
  get(name: string): Domain {
    const domain = this.find(name);
    if (!domain) throw liveError.domainNotFound(name);
    return domain;
  }

  /** A domain that can be configured now; throws where it is missing, not online, or of the other type. */
  getOnline(name: string, type?: LiveDomainType): Domain {
    const domain = this.get(name);
    const status = statusOf(domain, this.#options.clock.now());
    if (status !== 'online') throw liveError.wrongStatus(domain.name, status ?? 'gone', 'online');
    if (type && domain.type !== type) {
      const expected = type === 'liveEdge' ? 'an ingest domain (liveEdge)' : 'a streaming domain (liveVideo)';
      throw liveError.invalid(`DomainName ${name}`, expected);
    }
    return domain;
  }

  /** New domains have URL signing switched on, with keys made by the service (live.md §3 step 6). */
  add(name: string, type: LiveDomainType, region: string, scope: string): Domain {
    if (this.find(name)) throw liveError.domainExists(name);
    if (this.all().length >= MAX_DOMAINS) throw liveError.tooManyDomains(MAX_DOMAINS);
    const now = this.#options.clock.now();
    const domain: Domain = {
      name: name.toLowerCase(),
      type,
      region,
      scope,
      createdAtMs: now,
      modifiedAtMs: now,
      onlineAtMs: now + this.#options.onlineAfterMs,
      stopped: false,
      configs: [],
      recordVod: [],
    };
    this.#domains.set(domain.name, domain);
    this.setConfig(domain, 'aliauth', {
      auth_type: 'type_a',
      auth_key1: this.#options.random(16).toString('hex'),
      auth_key2: this.#options.random(16).toString('hex'),
      ali_auth_delta: '1800',
      auth_m3u8: 'off',
    });
    return domain;
  }

  setConfig(domain: Domain, functionName: string, args: Readonly<Record<string, string>>): void {
    const before = domain.configs.find((config) => config.functionName === functionName);
    const configId = before?.configId ?? String(this.#nextConfigId++);
    const others = domain.configs.filter((config) => config !== before);
    domain.configs = [...others, { configId, functionName, args }];
    domain.modifiedAtMs = this.#options.clock.now();
  }

  /** The domain is `deleting` for a while; mappings to it end at once. */
  delete(domain: Domain): void {
    domain.goneAtMs = this.#options.clock.now() + this.#options.goneAfterMs;
    for (const other of this.#domains.values()) if (other.ingestDomain === domain.name) delete other.ingestDomain;
    delete domain.ingestDomain;
  }

  /** `localhost` needs no proof: nobody else can own it. */
  isVerified(name: string): boolean {
    const root = rootDomain(name.toLowerCase());
    return root === 'localhost' || this.#verifiedRoots.has(root);
  }

  markVerified(name: string): void {
    this.#verifiedRoots.add(rootDomain(name.toLowerCase()));
  }

  /** The streaming domains that play what is pushed to this ingest domain. */
  streamingDomainsOf(ingestDomain: string): Domain[] {
    return this.all().filter((domain) => domain.ingestDomain === ingestDomain.toLowerCase());
  }

  save(): DomainState {
    const domains = structuredClone(this.all());
    return { domains, verifiedRoots: [...this.#verifiedRoots], nextConfigId: this.#nextConfigId };
  }

  load({ domains, verifiedRoots, nextConfigId }: DomainState): void {
    for (const domain of domains) this.#domains.set(domain.name, domain);
    for (const root of verifiedRoots) this.#verifiedRoots.add(root);
    this.#nextConfigId = nextConfigId;
  }
}
