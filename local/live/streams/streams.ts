/** The streams being pushed now and those that are forbidden; fed by the media server, asked by the API. */
import type { Clock } from '../../clock.ts';
import type { DomainStore } from '../domains/store.ts';

export interface StreamName {
  /** Ingest domain, lower case. */
  readonly domain: string;
  readonly app: string;
  readonly stream: string;
}

export interface OnlineStream extends StreamName {
  /** Milliseconds since the epoch. */
  readonly publishedAtMs: number;
  readonly clientIp: string;
  readonly publishUrl: string;
  readonly width?: number;
  readonly height?: number;
}

export interface ForbiddenStream extends StreamName {
  /** Milliseconds since the epoch; absent: until it is resumed. */
  readonly untilMs?: number;
}

export type StreamEvent =
  | { readonly kind: 'published' | 'ended'; readonly stream: OnlineStream }
  /** The pusher has to be disconnected. */
  | { readonly kind: 'cut'; readonly stream: OnlineStream };

export class Streams {
  readonly #clock: Clock;
  readonly #domains: DomainStore;
  readonly #online = new Map<string, OnlineStream>();
  readonly #forbidden = new Map<string, ForbiddenStream>();
  readonly #listeners = new Set<(event: StreamEvent) => void>();

  constructor(clock: Clock, domains: DomainStore) {
    this.#clock = clock;
    this.#domains = domains;
  }

  /** Tells of what happens from now on; answers how to stop listening. */
  subscribe(listener: (event: StreamEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** False when the stream is forbidden or already being pushed. The domain may be the streaming domain. */
  publish(stream: StreamName & Partial<OnlineStream>): boolean {
    const name = this.#normal(stream);
    if (this.isForbidden(name) || this.#online.has(keyOf(name))) return false;
    const publishUrl = stream.publishUrl ?? `rtmp://${name.domain}/${name.app}/${name.stream}`;
    const online = { clientIp: '127.0.0.1', publishUrl, ...stream, ...name, publishedAtMs: this.#clock.now() };
    this.#online.set(keyOf(name), online);
    this.#tell({ kind: 'published', stream: online });
    return true;
  }

  unpublish(stream: StreamName): void {
    const key = keyOf(this.#normal(stream));
    const online = this.#online.get(key);
    if (!online) return;
    this.#online.delete(key);
    this.#tell({ kind: 'ended', stream: online });
  }

  /** Cuts every stream of a domain that stops working. */
  endAll(domain: string): void {
    for (const stream of this.onlineOn(domain)) {
      this.#tell({ kind: 'cut', stream });
      this.unpublish(stream);
    }
  }

  find(stream: StreamName): OnlineStream | undefined {
    return this.#online.get(keyOf(this.#normal(stream)));
  }

  /** Streams pushed to an ingest domain, or to the ingest domain that a streaming domain plays from. */
  onlineOn(domain: string): OnlineStream[] {
    const ingest = this.#ingestOf(domain);
    return [...this.#online.values()].filter((stream) => stream.domain === ingest);
  }

  forbid(stream: StreamName, untilMs: number | undefined): void {
    const name = this.#normal(stream);
    this.#forbidden.set(keyOf(name), { ...name, untilMs });
    this.cut(name);
  }

  /** Ends the present push without forbidding the next. */
  cut(stream: StreamName): void {
    const online = this.find(stream);
    if (!online) return;
    this.#tell({ kind: 'cut', stream: online });
    this.unpublish(online);
  }

  /** False when it was not forbidden. */
  resume(stream: StreamName): boolean {
    return this.#forbidden.delete(keyOf(this.#normal(stream)));
  }

  isForbidden(stream: StreamName): boolean {
    const entry = this.#forbidden.get(keyOf(this.#normal(stream)));
    return entry !== undefined && (entry.untilMs === undefined || this.#clock.now() < entry.untilMs);
  }

  forbiddenOn(domain: string): ForbiddenStream[] {
    const ingest = this.#ingestOf(domain);
    return [...this.#forbidden.values()].filter((entry) => entry.domain === ingest && this.isForbidden(entry));
  }

  save(): ForbiddenStream[] {
    return structuredClone([...this.#forbidden.values()]);
  }

  load(forbidden: readonly ForbiddenStream[]): void {
    for (const entry of forbidden) this.#forbidden.set(keyOf(entry), entry);
  }

  #ingestOf(domain: string): string {
    return this.#domains.find(domain)?.ingestDomain ?? domain.toLowerCase();
  }

  #normal({ domain, app, stream }: StreamName): StreamName {
    return { domain: this.#ingestOf(domain), app, stream };
  }

  #tell(event: StreamEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

/** The stream name alone identifies a stream under a domain, not the app (live.md §0.6). */
function keyOf({ domain, stream }: StreamName): string {
  return `${domain}/${stream}`;
}
