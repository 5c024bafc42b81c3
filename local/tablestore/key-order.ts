/**
 * Primary keys as strings of one byte a character, whose plain `<` is the order of the service: column by column,
 * integers by value, strings and binaries by their bytes, INF_MIN before and INF_MAX after every value.
 */
import type { KeyValue, RequestKeyValue } from './values.ts';

const MIN = '\x00';
const VALUE = '\x01';
const MAX = '\x02';
const SIGN_BIT = 1n << 63n;

export function orderedKey(values: readonly RequestKeyValue[]): string {
  let key = '';
  for (const value of values) key += orderedValue(value);
  return key;
}

function orderedValue(value: RequestKeyValue): string {
  switch (value.type) {
    case 'INF_MIN':
      return MIN;
    case 'INF_MAX':
      return MAX;
    case 'AUTO_INCREMENT':
      throw new Error('AUTO_INCREMENT has no place in an order: fill it in first.');
    default:
      return VALUE + orderedContent(value);
  }
}

function orderedContent(value: KeyValue): string {
  if (value.type === 'INTEGER') {
    const bytes = Buffer.allocUnsafe(8);
    // Shifting by 2^63 makes negative numbers come first.
    bytes.writeBigUInt64BE(BigInt.asUintN(64, value.value + SIGN_BIT));
    return bytes.toString('latin1');
  }
  const bytes = value.type === 'STRING' ? Buffer.from(value.value, 'utf8') : value.value;
  // A zero byte inside is escaped so that the terminator sorts before every continuation.
  return `${bytes.toString('latin1').replaceAll('\x00', '\x00\xff')}\x00\x00`;
}
