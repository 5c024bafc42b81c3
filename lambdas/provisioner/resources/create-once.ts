/** Creates what must not, or cannot, be created twice: when the answer leaves doubt, looking for the thing decides. */
import { CloudError } from '../../cloud/errors.ts';

/**
 * An answer that was lost may hide a success, and a repeated call then finds its own work ("already exists").
 *
 * @throws the error of `create`, unless `find` finds what was to be made. Undefined when all succeeded but nothing is found.
 */
export async function createOnce<T>(
  create: () => Promise<unknown>,
  find: () => Promise<T | undefined>,
): Promise<T | undefined> {
  try {
    await create();
  } catch (error) {
    const isInDoubt = error instanceof CloudError && (error.retryable || /AlreadyExist/.test(error.code));
    const made = isInDoubt ? await find() : undefined;
    if (made === undefined) {
      throw error;
    }
    return made;
  }
  return find();
}
