/** Turns what a vendor SDK throws into an error that says what to do. The original may hold signed requests: it goes nowhere. */
import { CliError } from '../errors.ts';
import { saysNotActivated } from './not-activated.ts';

interface SdkError extends Error {
  readonly code?: string;
  readonly statusCode?: number;
  readonly requestId?: string;
  readonly data?: { readonly RequestId?: string; readonly Message?: string };
}

const NOT_ACTIVATED =
  'The service is not activated for this account: activate it in its console, and look with "live-stack doctor" what else is missing.';

export const QUOTA_USED_UP =
  'A quota is used up: delete what is not needed, or apply for more at https://quotas.console.aliyun.com, then run the command again.';

const HINTS: readonly (readonly [RegExp, string])[] = [
  [
    /^(InvalidAccessKeyId|SignatureDoesNotMatch|IncompleteSignature|InvalidSecurityToken)/,
    'Check the AccessKey id and secret (and the token, for temporary credentials).',
  ],
  [
    /^(Forbidden|NoPermission|StackPermission)/,
    'The identity lacks a right: ask the account owner for it, or use another identity.',
  ],
  [
    /^Unauthorized/,
    'The AccessKey is disabled, or Log Service is not activated, or the identity lacks the right: "live-stack doctor" tells which.',
  ],
  [/^QuotaExceeded|OverLimit|LimitExceeded/, QUOTA_USED_UP],
  [/^(FunctionNotFound|ServiceNotFound)/, 'Deploy the stage first, with "live-stack deploy".'],
  [/^Throttling/, 'The service is throttling this account: wait a moment and run the command again.'],
  [
    /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|EAI_AGAIN|ConnectTimeout|ReadTimeout|RequestTimeout)/,
    'The service cannot be reached: check the network, or for a local cloud whether "live-stack start" is running.',
  ],
];

/** `operation` names what was asked for, e.g. `CreateStack`. */
export function serviceError(operation: string, cause: unknown): CliError {
  const error = cause as SdkError;
  const code = error.code ?? error.name ?? 'UnknownError';
  const requestId = error.requestId ?? error.data?.RequestId;
  const text = withoutQuery(error.data?.Message ?? withoutCode(error.message, code));
  const hint = saysNotActivated(`${code} ${text}`) ? NOT_ACTIVATED : HINTS.find(([pattern]) => pattern.test(code))?.[1];
  return new CliError(code, `${operation} failed: ${text} (${code}${requestId ? `, request id ${requestId}` : ''})`, {
    ...(hint ? { hint } : {}),
    details: {
      operation,
      ...(error.statusCode ? { status: error.statusCode } : {}),
      ...(requestId ? { requestId } : {}),
    },
  });
}

/** Whether the same call may succeed if it is made again: network trouble, throttling, a service error. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof CliError)) return false;
  const status = typeof error.details.status === 'number' ? error.details.status : undefined;
  return (
    /^(Throttling|ServiceUnavailable|InternalError)/.test(error.code) ||
    (status ?? 0) >= 500 ||
    NETWORK.test(error.code)
  );
}

const NETWORK =
  /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|EAI_AGAIN|EPIPE|ConnectTimeout|ReadTimeout|RequestTimeout|UnretryableError|ResponseError)/i;

/**
 * A call that found nobody is told with its whole address, in which the parameters of a stack travel: keys among them (P11).
 * Values need not be encoded there, so all is left out up to the words that follow.
 */
function withoutQuery(message: string): string {
  return message.replace(/(https?:\/\/[^\s?]+)\?[\s\S]*?(?= failed\.|$)/g, '$1');
}

/** SDK messages repeat the code in front. */
function withoutCode(message: string, code: string): string {
  return message.startsWith(`${code}: `) ? message.slice(code.length + 2) : message;
}
