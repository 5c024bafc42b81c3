/** Writes whose condition may fail because somebody else was faster. */
import { hasCode } from './errors.ts';

/** True when the write took place, false when its condition did not hold. @throws what else the write throws */
export async function held(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (hasCode(error, 'OTSConditionCheckFail')) {
      return false;
    }
    throw error;
  }
}
