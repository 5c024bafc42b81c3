/** The result of one row in a batch: what happened, or the row's own error. */
import type { Consumed } from './capacity.ts';
import { TablestoreError } from './errors.ts';
import type { RowResult } from './messages/row.ts';

/** Runs the work on one row; errors of the service become the row's, others end the request. */
export function rowResult(work: () => { readonly consumed: Consumed; readonly row: Buffer }): RowResult {
  try {
    return { isOk: true, ...work() };
  } catch (error) {
    if (!(error instanceof TablestoreError)) throw error;
    return { isOk: false, error: { code: error.code, message: error.message } };
  }
}
