/** How long a run is to be: `--short` fits into CI, otherwise all of it. */

export const isShort = process.env.LIVE_STACK_LONG === 'short';

/** The value for a full run, or the one for a short run. */
export function forLength<T>(full: T, short: T): T {
  return isShort ? short : full;
}
