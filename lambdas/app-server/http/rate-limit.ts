/**
 * Rate limits that hold on all instances together (A14): one row counts the requests of one subject in one window of time.
 * A limit protects the service and is no lock: when its table does not answer, requests pass and the log says so.
 */
import { createHash } from 'node:crypto';
import { ApiError } from '../../api/errors.ts';
import type { RateLimit } from '../../api/rate-limits.ts';
import { CloudError } from '../../cloud/errors.ts';
import { withDeadline } from '../../cloud/retry.ts';
import { TABLES } from '../../cloud/tables.ts';
import { perCloud } from '../per-cloud.ts';
import type { Scope } from '../scope.ts';

const TABLE = TABLES.rateLimits.name;

/** Real milliseconds that a request waits for its count. */
const DEADLINE_MS = 800;
/** Exhausted windows that an instance remembers, so that a flood costs no writes. */
const REMEMBERED = 10_000;

/** What limits count by; a missing one is not counted. */
export type Subjects = { readonly [By in RateLimit['by']]?: string | undefined };

/** When the window of an exhausted bucket ends, in milliseconds since the epoch. */
const exhaustedOf = perCloud(() => new Map<string, number>());

/**
 * Counts the request, once for each limit.
 *
 * @throws ApiError `too_many_requests` with the seconds until the window ends
 */
export async function refuseExcess(scope: Scope, limits: readonly RateLimit[], subjects: Subjects): Promise<void> {
  await Promise.all(
    limits.map(async (limit) => {
      const subject = subjects[limit.by];
      if (subject !== undefined) {
        await count(scope, limit, subject);
      }
    }),
  );
}

async function count(scope: Scope, limit: RateLimit, subject: string): Promise<void> {
  const now = scope.clock.now();
  const length = limit.seconds * 1_000;
  const window = Math.floor(now / length);
  const end = (window + 1) * length;
  const bucket = nameOf(limit, subject, window);
  const exhausted = exhaustedOf(scope.cloud);
  if (!exhausted.has(bucket) && (await increased(scope, bucket, limit)) <= limit.most) {
    return;
  }
  remember(exhausted, bucket, end, now);
  throw new ApiError('too_many_requests', '', Math.max(1, Math.ceil((end - now) / 1_000)));
}

/** The hash first, so that the rows spread over the table; it also keeps addresses and names out of it. */
function nameOf(limit: RateLimit, subject: string, window: number): string {
  const hash = createHash('sha256').update(`${limit.name}\n${subject}`).digest('base64url').slice(0, 22);
  return `${hash}/${limit.name}/${window}`;
}

/** How many requests there have been in the window, this one included; none when nobody knows. */
async function increased(scope: Scope, bucket: string, limit: RateLimit): Promise<number> {
  try {
    const increment = scope.cloud.rows.update(TABLE, { bucket }, { increment: { requests: 1 } });
    const row = await withDeadline(increment, DEADLINE_MS, late);
    return Number(row?.requests ?? 0);
  } catch (error) {
    scope.log.warn('a request was not counted against its limit', { limit: limit.name, error });
    return 0;
  }
}

function late(): CloudError {
  const text = 'the count did not come in time';
  return new CloudError({ product: 'tablestore', action: 'rate limit', code: 'Timeout', text });
}

function remember(exhausted: Map<string, number>, bucket: string, end: number, now: number): void {
  if (exhausted.size >= REMEMBERED) {
    for (const [name, until] of exhausted) {
      if (until <= now) {
        exhausted.delete(name);
      }
    }
  }
  if (exhausted.size < REMEMBERED) {
    exhausted.set(bucket, end);
  }
}
