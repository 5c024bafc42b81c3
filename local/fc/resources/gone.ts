/** Deleting what is gone already succeeds. */
import { FcError } from '../errors.ts';

export async function unlessGone(remove: () => Promise<void> | void): Promise<void> {
  try {
    await remove();
  } catch (error) {
    if (!(error instanceof FcError && error.status === 404)) throw error;
  }
}
