/** Which Tablestore operations are tried again, and what a failed condition means after an attempt nobody knows about. */
import { CloudError, hasCode } from '../errors.ts';
import { type RetryOptions, retry } from '../retry.ts';
import { type Outcome, outcomeOf } from './errors.ts';

export interface Write {
  /** Whether an attempt with an unknown outcome may be followed by another one. */
  readonly isRepeatable: boolean;
  /** Whether the row shows that an earlier attempt was carried out. */
  readonly isDone: () => Promise<boolean>;
}

type Retries = Omit<RetryOptions, 'isRetryable'>;

/** Reads are repeated whatever is known of the attempt before. */
export function repeatRead<T>(attempt: (remainingMs: number) => Promise<T>, retries: Retries): Promise<T> {
  return retry(attempt, { ...retries, isRetryable: (error) => outcome(error) !== 'final' });
}

/**
 * Repeats what surely did nothing, and what is safe to do twice (tablestore.md §5). When the first attempt of a
 * conditional write was carried out but its answer was lost, the second one fails the condition: then the row decides.
 */
export async function repeatWrite<T>(
  attempt: (remainingMs: number) => Promise<T>,
  write: Write,
  retries: Retries,
): Promise<T | undefined> {
  let isUnsure = false;
  const attemptOrSettle = async (remainingMs: number): Promise<T | undefined> => {
    try {
      return await attempt(remainingMs);
    } catch (error) {
      if (isUnsure && hasCode(error, 'OTSConditionCheckFail') && (await write.isDone())) {
        return undefined;
      }
      isUnsure ||= outcome(error) === 'unknown';
      throw error;
    }
  };
  const isRetryable = (error: unknown): boolean =>
    outcome(error) === 'not-done' || (outcome(error) === 'unknown' && write.isRepeatable);
  return retry(attemptOrSettle, { ...retries, isRetryable });
}

function outcome(error: unknown): Outcome {
  return error instanceof CloudError ? outcomeOf(error) : 'final';
}
