/** HTTP answers of the service: protobuf bodies with digest, date, request id and a signature. */
import type { CloudResponse } from '../product.ts';
import type { Identity } from '../ram/identities.ts';
import { authorization, contentMd5 } from './authentication.ts';
import type { TablestoreError } from './errors.ts';
import { ErrorMessage } from './messages/table.ts';

export interface AnswerContext {
  readonly requestId: string;
  readonly path: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Whose key signs the answer; an unknown caller gets an unsigned one. */
  readonly identity: Identity | undefined;
}

export function success(body: Buffer, context: AnswerContext): CloudResponse {
  return answer(200, body, context);
}

export function failure(error: TablestoreError, context: AnswerContext): CloudResponse {
  return answer(error.status, ErrorMessage.encode({ code: error.code, message: error.message }), context);
}

function answer(status: number, body: Buffer, context: AnswerContext): CloudResponse {
  const headers: Record<string, string> = {
    'x-ots-contentmd5': contentMd5(body),
    'x-ots-contenttype': 'protocol buffer',
    'x-ots-date': new Date(context.now).toISOString(),
    'x-ots-requestid': context.requestId,
  };
  if (context.identity !== undefined) headers.authorization = authorization(context.identity, context.path, headers);
  return { status, headers, body };
}
