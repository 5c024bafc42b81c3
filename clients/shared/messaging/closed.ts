/** Why messaging ended: the numbers of the events `exit` and `disconnect`. */
import type { ClosedReason } from './messaging.ts';

export const EXIT: Readonly<Record<number, ClosedReason>> = { 1: 'group-deleted', 2: 'removed' };
export const DISCONNECT: Readonly<Record<number, ClosedReason>> = { 2: 'removed', 4: 'other-device' };
