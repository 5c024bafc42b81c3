/** The HTTP status of each error code (tablestore.md §5). */
import { expect, it } from 'vitest';
import { failure } from '../../../local/tablestore/answer.ts';
import { type ErrorCode, TablestoreError } from '../../../local/tablestore/errors.ts';
import { ErrorMessage } from '../../../local/tablestore/messages/table.ts';

it.each<[ErrorCode, number]>([
  ['OTSParameterInvalid', 400],
  ['OTSInvalidPK', 400],
  ['OTSAuthFailed', 403],
  ['OTSNoPermissionAccess', 403],
  ['OTSConditionCheckFail', 403],
  ['OTSNotEnoughCapacityUnit', 403],
  ['OTSQuotaExhausted', 403],
  ['OTSObjectNotExist', 404],
  ['OTSObjectAlreadyExist', 409],
  ['OTSRowOperationConflict', 409],
  ['OTSRequestBodyTooLarge', 413],
  ['OTSInternalServerError', 500],
  ['OTSServerBusy', 503],
  ['OTSTimeout', 503],
  ['OTSPartitionUnavailable', 503],
  ['OTSServerUnavailable', 503],
])('%s is answered with %i, its code and its message', (code, status) => {
  const context = { requestId: 'r', path: '/PutRow', now: 0, identity: undefined };
  const answer = failure(new TablestoreError(code, 'What happened.'), context);
  expect(answer.status).toBe(status);
  expect(ErrorMessage.decode(answer.body as Buffer)).toEqual({ code, message: 'What happened.' });
});
