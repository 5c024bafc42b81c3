/** Answers an invocation over either REST API. */
import type { CloudResponse } from '../../product.ts';
import { checkQualifier } from '../arn.ts';
import { fcError } from '../errors.ts';
import { type Invocation, invoke } from '../invocations.ts';
import type { FunctionRecord } from '../records.ts';
import { type ApiCall, noContent } from './rest.ts';

/** Headers `x-fc-invocation-type: Sync|Async` and `x-fc-log-type: None|Tail` decide (function-compute.md §9). */
export async function invokeResponse(record: FunctionRecord, call: ApiCall): Promise<CloudResponse> {
  const { request, context, requestId } = call;
  checkQualifier(request.query.get('qualifier'));
  const type = choice(request.headers['x-fc-invocation-type'], ['Sync', 'Async'], 'x-fc-invocation-type');
  const logType = choice(request.headers['x-fc-log-type'], ['None', 'Tail'], 'x-fc-log-type');
  if (type === 'Async') {
    context.asyncInvocations.accept(record, request.body, requestId);
    return noContent(202, requestId);
  }
  const result = await invoke(context.runtime, record, request.body, { requestId, tail: logType === 'Tail' });
  return synchronous(result);
}

/** A function that failed is status 200 with `X-Fc-Error-Type`; what the platform refuses is an error. */
function synchronous({ requestId, payload, contentType, error, logTail }: Invocation): CloudResponse {
  if (error?.type === 'FcCommonError' || error?.status === 412) throw error;
  const message = JSON.stringify({ errorMessage: error?.message, errorType: error?.code });
  const failedSilently = error !== undefined && payload.length === 0;
  return {
    status: 200,
    headers: {
      'content-type': failedSilently ? 'application/json' : contentType,
      'x-fc-request-id': requestId,
      ...(error && { 'x-fc-error-type': error.type }),
      ...(logTail && { 'x-fc-log-result': logTail.toString('base64') }),
    },
    body: failedSilently ? message : payload,
  };
}

function choice(value: string | string[] | undefined, allowed: readonly string[], name: string): string | undefined {
  const given = value === undefined ? allowed[0] : allowed.find((each) => each === value);
  if (given === undefined) throw fcError.invalid(`${name} is '${String(value)}': expected ${allowed.join(' or ')}`);
  return given;
}
