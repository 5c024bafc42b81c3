/**
 * A request with an `Idempotency-Key` is carried out once, however often it is sent (A6):
 *
 *             first time                   answered 200
 *   (unknown) ──────────► running, leased ──────────────► done: every repetition gets this answer for a day
 *                          ▲          │
 *                          └─ failed ◄┘ answered otherwise, or silent until the lease is over
 *
 * An attempt that died is taken up by the next one with the same `seed`, so that a creation goes on under the same id.
 * What is repeated after a failure must bear being repeated; an error is therefore never replayed. Routes that are
 * `isRepeatable` are carried out each time, and nothing of them is kept.
 */
import { createHash } from 'node:crypto';
import { ApiError } from '../../api/errors.ts';
import { ROUTES, type Route, type RouteId } from '../../api/routes.ts';
import type { SessionScope } from '../scope.ts';
import { type IdempotencyRecord, insertRecord, readRecord, replaceRecord } from './idempotency-record.ts';

const KEY_FORM = /^[\x21-\x7e]{1,255}$/;
/** Milliseconds for which an answer is replayed; the table forgets it some time later. */
const KEPT_MS = 86_400_000;
/** Milliseconds after which an attempt counts as dead: longer than the deadlines of all calls that one request makes. */
const LEASE_MS = 30_000;
/** Bytes; a longer answer is not kept: whoever repeats the request has it carried out again, as after a failure. */
const LONGEST_ANSWER = 65_536;

export interface KeyedRequest {
  readonly route: RouteId;
  readonly key: string;
  /** As parsed: two texts of the same request are the same. */
  readonly request: unknown;
}

/**
 * @param run carries the request out; its scope has the seed
 * @throws ApiError `invalid_request` for a key of another form, `idempotency_key_reused` when it came with another request,
 *   `request_in_progress` while the first attempt runs, and whatever `run` throws
 */
export async function once(
  scope: SessionScope,
  { route, key, request }: KeyedRequest,
  run: (scope: SessionScope) => Promise<object>,
): Promise<object> {
  if (!KEY_FORM.test(key)) {
    throw new ApiError('invalid_request', {
      en: 'Idempotency-Key: expected 1 to 255 visible ASCII characters.',
      zh: 'Idempotency-Key：应为 1 至 255 个可见 ASCII 字符。',
    });
  }
  const { isRepeatable }: Route = ROUTES[route];
  if (isRepeatable) {
    return run(scope);
  }
  let claimed = await claim(scope, hash([scope.caller, route, key]), hash(request));
  if (claimed.state === 'done') {
    return JSON.parse(claimed.answer ?? '{}') as object;
  }
  const attempt = () => run(Object.assign(scope, { seed: claimed.seed }));
  let answer: object;
  try {
    answer = await attempt().catch(async (error: unknown) => {
      if (!(isContinued(claimed) && isUsedUp(error))) {
        throw error;
      }
      claimed = await reseed(scope, claimed);
      return attempt();
    });
  } catch (error) {
    await settle(scope, claimed, { ...claimed, state: 'failed' });
    throw error;
  }
  const text = JSON.stringify(answer);
  const isKept = Buffer.byteLength(text) <= LONGEST_ANSWER;
  await settle(scope, claimed, isKept ? { ...claimed, state: 'done', answer: text } : { ...claimed, state: 'failed' });
  return answer;
}

/** The record, either done or now owned by this attempt. */
async function claim(scope: SessionScope, keyHash: string, fingerprint: string): Promise<IdempotencyRecord> {
  const { rows } = scope.cloud;
  const now = scope.clock.now();
  const fresh: IdempotencyRecord = {
    keyHash,
    fingerprint,
    seed: hex(scope),
    owner: hex(scope),
    state: 'running',
    createdAt: now,
    leaseUntil: now + LEASE_MS,
  };
  if (await insertRecord(rows, fresh)) {
    return fresh;
  }
  const known = await readRecord(rows, keyHash);
  if (!known) {
    // It was forgotten in between; the next attempt will find the way free.
    throw new ApiError('request_in_progress');
  }
  const isForgotten = known.createdAt + KEPT_MS <= now;
  if (!isForgotten && known.fingerprint !== fingerprint) {
    throw new ApiError('idempotency_key_reused');
  }
  if (!isForgotten && known.state === 'done') {
    return known;
  }
  if (!isForgotten && known.state === 'running' && known.leaseUntil > now) {
    throw new ApiError('request_in_progress');
  }
  const next = isForgotten ? fresh : { ...fresh, seed: known.seed, createdAt: known.createdAt };
  if (!(await replaceRecord(rows, next, known.owner))) {
    throw new ApiError('request_in_progress');
  }
  return next;
}

/** Not the first attempt. */
function isContinued(claimed: IdempotencyRecord): boolean {
  return claimed.leaseUntil > claimed.createdAt + LEASE_MS;
}

/** What an earlier attempt began was removed meanwhile, and the id cannot be used again (live.md §5). */
function isUsedUp(error: unknown): boolean {
  return error instanceof ApiError && error.reason === 'room_closed';
}

/** The same attempt with another seed, written before it is used. */
async function reseed(scope: SessionScope, claimed: IdempotencyRecord): Promise<IdempotencyRecord> {
  const next = { ...claimed, seed: hex(scope) };
  if (!(await replaceRecord(scope.cloud.rows, next, claimed.owner))) {
    throw new ApiError('request_in_progress');
  }
  return next;
}

/** The request has its outcome already, so a failure here only means that a repetition carries it out again. */
async function settle(scope: SessionScope, claimed: IdempotencyRecord, next: IdempotencyRecord): Promise<void> {
  try {
    if (!(await replaceRecord(scope.cloud.rows, next, claimed.owner))) {
      scope.log.warn('an attempt outlived its lease and was made again by another');
    }
  } catch (error) {
    scope.log.warn('the outcome of a request with an idempotency key was not kept', { error });
  }
}

function hex(scope: SessionScope): string {
  return Buffer.from(scope.random(16)).toString('hex');
}

function hash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value, sorted)).digest('hex');
}

/** Members by name: the order in which a client writes them means nothing. */
function sorted(_key: string, value: unknown): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
}
