/** The two kinds of answers: a success, and a problem in its one shape (A13). */
import { type ApiError, languageOf } from '../../api/errors.ts';
import type { HttpAnswer, HttpRequest } from './exchange.ts';

const JSON_TYPE = { 'content-type': 'application/json; charset=UTF-8' };

export function success(body: object): HttpAnswer {
  return { status: 200, headers: JSON_TYPE, body: JSON.stringify(body) };
}

interface Asked {
  readonly request: HttpRequest;
  readonly requestId: string;
}

/** @param methods that the address takes, when another one was used */
export function problem({ request, requestId }: Asked, error: ApiError, methods: readonly string[] = []): HttpAnswer {
  return {
    status: error.entry.status,
    headers: {
      ...JSON_TYPE,
      ...(error.retryAfter !== undefined && { 'retry-after': String(error.retryAfter) }),
      ...(methods.length > 0 && { allow: methods.join(', ') }),
    },
    body: JSON.stringify(error.body(languageOf(request.header('accept-language')), requestId)),
  };
}
