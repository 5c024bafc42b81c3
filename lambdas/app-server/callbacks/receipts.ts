/**
 * Each callback takes effect once (A8). Signatures of callbacks cover a time stamp of whole seconds and nothing of what the
 * callback says (W10), so a receipt is kept of what each time stamp brought:
 *
 * - the same again is a repetition by the service (up to five, live.md §4): no error, and no effect if it had one before;
 * - the same subject with other contents is somebody who plays a recorded signature: refused;
 * - another subject may be a callback of the same second, which is signed alike, but only as long as the service might still
 *   be sending those: later it is a recorded signature as well.
 */
import { createHash } from 'node:crypto';
import { ApiError } from '../../api/errors.ts';
import { hasCode } from '../../cloud/errors.ts';
import { TABLES } from '../../cloud/tables.ts';
import type { Row } from '../../cloud/tablestore.ts';
import type { Scope } from '../scope.ts';

const TABLE = TABLES.callbackReceipts.name;

/** Milliseconds after the first callback of a second in which others of it still arrive: six attempts of 5 s, 1 s apart. */
const SAME_SECOND_MS = 60_000;
/** Receipts of one second that are looked at. */
const LOOKED_AT = 50;

/** A callback whose signature has been verified. */
export interface SignedCallback {
  /** Whose key signed it: `stream`, `recording`, `vod`, `message`. */
  readonly service: string;
  /** The time stamp that was signed; the valid signature follows from it. */
  readonly timestamp: string;
  /** What it is about, so that two callbacks of one second about different things are told apart, e.g. a stream name. */
  readonly subject: string;
  /** Everything of it that is acted upon, as it was parsed. */
  readonly content: object;
}

/**
 * Runs `apply` unless this very callback has been applied before. When `apply` fails, the callback counts as not applied:
 * the service repeats it, and then it is applied. Two repetitions at once may both run, so `apply` must be idempotent.
 *
 * @throws ApiError `callback_refused` for a recorded signature with other contents
 */
export async function applyOnce(scope: Scope, callback: SignedCallback, apply: () => Promise<void>): Promise<void> {
  const second = hash(callback.service, callback.timestamp);
  const receipt = `${second}/${hash(callback.subject)}`;
  const content = hash(JSON.stringify(callback.content));
  const known = await take(scope, second, receipt, content);
  if (known === 'late' || (known && known.content !== content)) {
    const { service, subject } = callback;
    scope.log.warn('a callback was refused', { service, subject, problem: 'replayed' });
    throw new ApiError('callback_refused', 'replayed');
  }
  if (known?.applied === true) {
    return;
  }
  await apply();
  await scope.cloud.rows.update(TABLE, { receipt }, { put: { applied: true } });
}

/** The receipt that was there before; undefined when there was none and it is written now; `late` when it may not be. */
async function take(scope: Scope, second: string, receipt: string, content: string): Promise<Row | 'late' | undefined> {
  const { rows } = scope.cloud;
  const now = scope.clock.now();
  const { rows: taken } = await rows.range(TABLE, {
    from: { receipt: `${second}/` },
    // "0" follows "/".
    to: { receipt: `${second}0` },
    direction: 'forward',
    limit: LOOKED_AT,
  });
  const known = taken.find((row) => row.receipt === receipt);
  if (known) {
    return known;
  }
  if (taken.some((row) => now - Number(row.taken_at) > SAME_SECOND_MS)) {
    return 'late';
  }
  try {
    await rows.put(TABLE, { receipt }, { content, applied: false, taken_at: now }, { exists: 'must-not' });
    return undefined;
  } catch (error) {
    if (!hasCode(error, 'OTSConditionCheckFail')) {
      throw error;
    }
    return rows.get(TABLE, { receipt });
  }
}

function hash(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('|')).digest('hex').slice(0, 32);
}
