/** What a stack or resource status means for a person who waits. */

/** Ends that count as done. Everything else that is not in progress is a failure. */
const DONE = new Set([
  'CREATE_COMPLETE',
  'UPDATE_COMPLETE',
  'DELETE_COMPLETE',
  'IMPORT_CREATE_COMPLETE',
  'IMPORT_UPDATE_COMPLETE',
]);

export type Verdict = 'running' | 'done' | 'failed';

export function verdictOf(status: string): Verdict {
  if (status.endsWith('_IN_PROGRESS')) return 'running';
  return DONE.has(status) ? 'done' : 'failed';
}

/** A first creation that was rolled back: the stack holds nothing and can only be deleted. */
export function isEmptyShell(status: string): boolean {
  return status === 'CREATE_ROLLBACK_COMPLETE' || status === 'REVIEW_IN_PROGRESS';
}

/** A stack that an update can start from. */
export function isUpdatable(status: string): boolean {
  return [
    'CREATE_COMPLETE',
    'UPDATE_COMPLETE',
    'ROLLBACK_COMPLETE',
    'UPDATE_FAILED',
    'IMPORT_CREATE_COMPLETE',
    'IMPORT_UPDATE_COMPLETE',
    'CHECK_COMPLETE',
  ].includes(status);
}
