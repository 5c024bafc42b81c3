/** Capacity units: one for each 4 KB begun, at least one (tablestore.md §4). */

import type { RowResponse } from './messages/row.ts';
import type { MessageValue } from './wire/protobuf.ts';

export type Consumed = MessageValue<typeof RowResponse>['consumed'];

const UNIT_BYTES = 4096;

export function units(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / UNIT_BYTES));
}

export function consumed(read: number, write: number): Consumed {
  return { capacityUnit: { read, write } };
}
