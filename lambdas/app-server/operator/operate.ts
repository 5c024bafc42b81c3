/** Carries out what the operator asks for by an event, and notes it in the log: who may do so is a matter of RAM. */
import { OPERATIONS, type OperationName, operationEvent } from '../../api/operator.ts';
import { parseRequest } from '../http/body.ts';
import type { Scope } from '../scope.ts';
import { OPERATION_HANDLERS } from './handlers.ts';

/** @throws ApiError `invalid_request` for an event that is none of `OPERATIONS`, and what the operation throws */
export async function operate(scope: Scope, event: unknown): Promise<object> {
  const { action } = parseRequest(operationEvent, event);
  const request = parseRequest(OPERATIONS[action].request, event);
  // The list gives every handler exactly this request; the compiler cannot follow that through an index.
  const handler = OPERATION_HANDLERS[action] as (scope: Scope, request: unknown) => Promise<object>;
  const answer = await handler(scope, request);
  scope.log.info('operation', { action, ...subjectOf(request) });
  return answer;
}

function subjectOf(request: { action: OperationName; username?: string; user_id?: string; room_id?: string }) {
  return { user: request.username ?? request.user_id, room: request.room_id };
}
