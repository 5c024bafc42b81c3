/** Writes AMF0 (Adobe AMF0). */
import type { Amf0 } from './amf0.ts';

const END = Buffer.from([0, 0, 9]);

/** Numbers, booleans, texts up to 64 kB, null and objects of them. */
export function writeAmf0(value: Amf0): Buffer[] {
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(9);
    bytes.writeDoubleBE(value, 1);
    return [bytes];
  }
  if (typeof value === 'boolean') return [Buffer.from([1, value ? 1 : 0])];
  if (typeof value === 'string') return [Buffer.from([2]), text(value)];
  if (value === undefined) return [Buffer.from([6])];
  if (value === null) return [Buffer.from([5])];
  const entries = Object.entries(value).flatMap(([name, inner]) => [text(name), ...writeAmf0(inner)]);
  return [Buffer.from([3]), ...entries, END];
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'utf8').subarray(0, 0xffff);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
}
