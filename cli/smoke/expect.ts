/** Expectations of a step, with words for a person when they do not hold. */
import { ApiFailure } from '../../lambdas/api/client.ts';
import type { ErrorReason } from '../../lambdas/api/errors.ts';
import { type SmokeClock, UnexpectedError } from './stepper.ts';

/** @throws UnexpectedError */
export function expectThat(holds: boolean, expected: string, got: unknown): asserts holds {
  if (!holds) {
    throw new UnexpectedError(`expected ${expected}, got ${shortly(got)}`);
  }
}

/** @throws UnexpectedError when the call succeeds, or is refused for another reason */
export async function expectRefusal(call: Promise<unknown>, reason: ErrorReason, what: string): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (error instanceof ApiFailure && error.body?.reason === reason) {
      return;
    }
    if (error instanceof ApiFailure) {
      throw new UnexpectedError(`expected ${what} to be refused as "${reason}", got: ${error.message}`);
    }
    throw error;
  }
  throw new UnexpectedError(`expected ${what} to be refused as "${reason}", but it succeeded`);
}

/** Milliseconds between the first two looks, and the longest between any: what takes long is looked at less often. */
const FIRST_LOOK_MS = 250;
const LONGEST_LOOK_MS = 2_000;

/**
 * Looks until it holds; what a callback of the cloud changes takes some seconds.
 *
 * @throws UnexpectedError after `patienceMs`
 */
export async function eventually<T>(
  clock: SmokeClock,
  patienceMs: number,
  expected: string,
  look: () => Promise<T>,
  holds: (seen: T) => boolean,
): Promise<T> {
  const end = clock.now() + patienceMs;
  for (let wait = FIRST_LOOK_MS; ; wait = Math.min(2 * wait, LONGEST_LOOK_MS)) {
    const seen = await look();
    if (holds(seen)) {
      return seen;
    }
    if (clock.now() >= end) {
      throw new UnexpectedError(`expected ${expected} within ${patienceMs / 1_000} s, got ${shortly(seen)}`);
    }
    await clock.sleep(wait);
  }
}

function shortly(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
