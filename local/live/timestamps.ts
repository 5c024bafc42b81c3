/** Times in the forms that Live answers them. */

/** `2018-07-27T06:51:25Z` */
export function utc(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Whole seconds since the epoch, as IM counts time. */
export function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}
