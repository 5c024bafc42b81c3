/** Which errors mean "there is no such thing", so that a Delete can succeed (P4) and a Describe can answer nothing. */
import { CloudError } from '../../cloud/errors.ts';

/** `InvalidDomain.NotFound` and `DomainNotFound` are known (live.md §1); the other services' codes are UNCERTAIN. */
const MISSING = /NotFound|NotExist|DoesNotExist/;

export function isMissing(error: unknown): boolean {
  return error instanceof CloudError && (MISSING.test(error.code) || error.status === 404);
}

/** The answer of `ask`, or undefined when what it asks for does not exist. */
export async function unlessMissing<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (isMissing(error)) {
      return undefined;
    }
    throw error;
  }
}
