/** The `Range` header (RFC 9110 §14.1.2): one range of bytes, which is all that players ask for. */

export interface ByteRange {
  readonly start: number;
  /** The last byte, included. */
  readonly end: number;
}

/** Undefined: the whole file. `unsatisfiable`: 416. Several ranges, and what is no range, mean the whole file. */
export function byteRange(header: string | undefined, sizeBytes: number): ByteRange | 'unsatisfiable' | undefined {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  if (from === '') {
    const count = Number(to);
    return count === 0 ? 'unsatisfiable' : { start: Math.max(0, sizeBytes - count), end: sizeBytes - 1 };
  }
  const [start, end] = [Number(from), to === '' ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1)];
  if (to !== '' && Number(to) < start) return undefined;
  return start >= sizeBytes ? 'unsatisfiable' : { start, end };
}
