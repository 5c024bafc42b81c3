/** Quotas of calls per action: a bucket of tokens for each, filled at the rate that the service documents (live.md §1). */
import type { Clock } from '../clock.ts';
import type { ActionRule } from './service.ts';

export type Quota = NonNullable<ActionRule['qps']>;

export interface QuotaSettings {
  /** False: nothing is limited; true when absent. */
  readonly enforced?: boolean;
  /** Other limits than the documented ones, by action: an account can ask for more. */
  readonly limits?: Readonly<Record<string, Quota>>;
}

interface Bucket {
  tokens: number;
  filledAtMs: number;
}

const PERIOD_MS: Readonly<Record<string, number>> = { second: 1_000, minute: 60_000 };

/** The quotas of one account. */
export class Quotas {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #settings: QuotaSettings;
  readonly #buckets = new Map<string, Bucket>();

  constructor(clock: Pick<Clock, 'now'>, settings: QuotaSettings = {}) {
    this.#clock = clock;
    this.#settings = settings;
  }

  /** False when the action's quota is used up; `documented` is undefined for actions without one. */
  use(product: string, action: string, documented: Quota | undefined): boolean {
    const quota = this.#settings.limits?.[action] ?? documented;
    const periodMs = quota && PERIOD_MS[quota.per];
    if (!quota || !periodMs || this.#settings.enforced === false) return true;
    const bucket = this.#filled(`${product}:${action}`, quota.limit, periodMs);
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }

  #filled(key: string, limit: number, periodMs: number): Bucket {
    const now = this.#clock.now();
    const bucket = this.#buckets.get(key) ?? { tokens: limit, filledAtMs: now };
    const gained = ((now - bucket.filledAtMs) * limit) / periodMs;
    bucket.tokens = Math.min(limit, bucket.tokens + Math.max(0, gained));
    bucket.filledAtMs = now;
    this.#buckets.set(key, bucket);
    return bucket;
  }
}
