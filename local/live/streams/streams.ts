/** The streams being pushed now and those that are forbidden; fed by the media server, asked by the API. */
import type { Clock } from '../../clock.ts';
import { statusOf } from '../domains/domain.ts';
import type { DomainStore } from '../domains/store.ts';
import { keyOf, type StreamName } from './stream-name.ts';

export interface OnlineStream extends StreamName {
  /** Different for each push, also of the same name. */
  readonly pushId: number;
  /** Milliseconds since the epoch. */
  readonly publishedAtMs: number;
  readonly clientIp: string;
  /** With its arguments, as the pusher used it. */
  readonly publishUrl: string;
  readonly width?: number;
  readonly height?: number;
}

/** What the media server knows about a push; the domain may be the streaming domain. */
export type Push = StreamName & Partial<Pick<OnlineStream, 'clientIp' | 'publishUrl' | 'width' | 'height'>>;

/** Why a push is refused. A stream name is unique below a domain, whatever the app (live.md §0.6). */
export type PublishProblem = 'UNKNOWN DOMAIN' | 'DOMAIN NOT ONLINE' | 'FORBIDDEN' | 'ALREADY PUBLISHED';

export interface ForbiddenStream extends StreamName {
  /** Milliseconds since the epoch; absent: until it is resumed. */
  readonly untilMs?: number;
}

export type StreamEvent =
  | { readonly kind: 'published' | 'ended'; readonly stream: OnlineStream }
  /** The pusher has to be disconnected. */
  | { readonly kind: 'cut'; readonly stream: OnlineStream };

export class Streams {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #domains: DomainStore;
  readonly #online = new Map<string, OnlineStream>();
  readonly #forbidden = new Map<string, ForbiddenStream>();
  readonly #listeners = new Set<(event: StreamEvent) => void>();
  readonly #dataListeners = new Set<(stream: OnlineStream) => void>();
  #lastPushId = 0;

  constructor(clock: Pick<Clock, 'now'>, domains: DomainStore) {
    this.#clock = clock;
    this.#domains = domains;
  }

  /** Tells of what happens from now on; answers how to stop listening. */
  subscribe(listener: (event: StreamEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Why this push would be refused now; undefined when it would not. Its signature is `live.urlProblem`'s matter. */
  publishProblem(stream: StreamName): PublishProblem | undefined {
    const name = this.#normal(stream);
    const domain = this.#domains.find(name.domain);
    if (domain?.type !== 'liveEdge') return 'UNKNOWN DOMAIN';
    if (statusOf(domain, this.#clock.now()) !== 'online') return 'DOMAIN NOT ONLINE';
    if (this.isForbidden(name)) return 'FORBIDDEN';
    return this.#online.has(keyOf(name)) ? 'ALREADY PUBLISHED' : undefined;
  }

  /** A push begins; false when it is refused (`publishProblem` tells why). */
  publish(stream: Push): boolean {
    if (this.publishProblem(stream)) return false;
    const name = this.#normal(stream);
    const publishUrl = stream.publishUrl ?? `rtmp://${name.domain}/${name.app}/${name.stream}`;
    this.#lastPushId += 1;
    const push = { pushId: this.#lastPushId, publishedAtMs: this.#clock.now() };
    const online = { clientIp: '127.0.0.1', ...stream, publishUrl, ...name, ...push };
    this.#online.set(keyOf(name), online);
    this.#tell({ kind: 'published', stream: online });
    return true;
  }

  /** What the first frames tell about a push that has begun. */
  describe(stream: StreamName, size: { readonly width: number; readonly height: number }): void {
    const online = this.find(stream);
    if (online) this.#online.set(keyOf(online), { ...online, ...size });
  }

  /** Media arrived. A push that has told so once is cut when it stops doing so (live.md §4). */
  data(stream: StreamName): void {
    const online = this.find(stream);
    if (online) for (const listener of this.#dataListeners) listener(online);
  }

  /** Told of each arrival of media. */
  onData(listener: (stream: OnlineStream) => void): void {
    this.#dataListeners.add(listener);
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
    for (const stream of this.onlineOn(domain)) this.cut(stream);
  }

  find(stream: StreamName): OnlineStream | undefined {
    return this.#online.get(keyOf(this.#normal(stream)));
  }

  /** Streams pushed to an ingest domain, or to the ingest domain that a streaming domain plays from. */
  onlineOn(domain: string): OnlineStream[] {
    const ingest = this.ingestOf(domain);
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

  /** UNCERTAIN: that what is forbidden goes with its domain. */
  allowAll(domain: string): void {
    for (const [key, entry] of this.#forbidden) if (entry.domain === domain) this.#forbidden.delete(key);
  }

  isForbidden(stream: StreamName): boolean {
    const entry = this.#forbidden.get(keyOf(this.#normal(stream)));
    return entry !== undefined && (entry.untilMs === undefined || this.#clock.now() < entry.untilMs);
  }

  forbiddenOn(domain: string): ForbiddenStream[] {
    const ingest = this.ingestOf(domain);
    return [...this.#forbidden.values()].filter((entry) => entry.domain === ingest && this.isForbidden(entry));
  }

  save(): ForbiddenStream[] {
    return structuredClone([...this.#forbidden.values()]);
  }

  load(forbidden: readonly ForbiddenStream[]): void {
    for (const entry of forbidden) this.#forbidden.set(keyOf(entry), entry);
  }

  /** The ingest domain behind a streaming domain; an ingest domain itself. */
  ingestOf(domain: string): string {
    return this.#domains.find(domain)?.ingestDomain ?? domain.toLowerCase();
  }

  #normal({ domain, app, stream }: StreamName): StreamName {
    return { domain: this.ingestOf(domain), app, stream };
  }

  #tell(event: StreamEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
