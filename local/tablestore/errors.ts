/** Errors as the service answers them: a code, its HTTP status (tablestore.md §5) and the message the service documents. */

const STATUS = {
  OTSParameterInvalid: 400,
  OTSInvalidPK: 400,
  OTSOutOfRowSizeLimit: 400,
  OTSOutOfColumnCountLimit: 400,
  OTSUnsupportOperation: 400,
  OTSAuthFailed: 403,
  OTSNoPermissionAccess: 403,
  OTSConditionCheckFail: 403,
  OTSNotEnoughCapacityUnit: 403,
  OTSQuotaExhausted: 403,
  OTSObjectNotExist: 404,
  // UNCERTAIN: no public source gives the status of this code (tablestore.md §9).
  OTSSessionNotExist: 404,
  OTSMethodNotAllowed: 405,
  OTSObjectAlreadyExist: 409,
  OTSRowOperationConflict: 409,
  OTSRequestBodyTooLarge: 413,
  OTSInternalServerError: 500,
  OTSServerBusy: 503,
  OTSServerUnavailable: 503,
  OTSTimeout: 503,
  OTSPartitionUnavailable: 503,
} as const;

export type ErrorCode = keyof typeof STATUS;

export class TablestoreError extends Error {
  readonly code: ErrorCode;
  readonly status: number;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.name = 'TablestoreError';
    this.code = code;
    this.status = STATUS[code];
  }
}

export const parameterInvalid = (message: string) => new TablestoreError('OTSParameterInvalid', message);
export const invalidKey = (message: string) => new TablestoreError('OTSInvalidPK', message);
export const tableNotExist = () => new TablestoreError('OTSObjectNotExist', 'Requested table does not exist.');
export const conditionCheckFail = () => new TablestoreError('OTSConditionCheckFail', 'Condition check failed.');
export const noInstance = () => new TablestoreError('OTSAuthFailed', 'The instance is not found.');

export const noPermission = () =>
  new TablestoreError(
    'OTSNoPermissionAccess',
    'You have no permission to access the requested resource, please contact the resource owner.',
  );
export const rowConflict = () =>
  new TablestoreError('OTSRowOperationConflict', 'Data is being modified by the other request.');
