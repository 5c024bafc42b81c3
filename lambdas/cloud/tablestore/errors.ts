/** What an error of the Tablestore SDK means; the SDK itself leaves the service's answer undecoded (tablestore.md §2.1). */
import * as z from 'zod/mini';
import { CloudError } from '../errors.ts';
import { redact } from '../redact.ts';

/** Codes after which the service did nothing: every operation may be repeated (tablestore.md §5). */
const BUSY = new Set([
  'OTSServerBusy',
  'OTSRowOperationConflict',
  'OTSPartitionUnavailable',
  'OTSTableNotReady',
  'OTSNotEnoughCapacityUnit',
  'OTSOperationThrottled',
]);

/** The connection was never made. A new instance's host name may not resolve at once (tablestore.md §5). */
const UNREACHED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH']);

/** What is known after a failed attempt: it did nothing, it may have been done, or it will fail again. */
export type Outcome = 'not-done' | 'unknown' | 'final';

export function outcomeOf(error: CloudError): Outcome {
  if (BUSY.has(error.code) || UNREACHED.has(error.code)) {
    return 'not-done';
  }
  return error.retryable ? 'unknown' : 'final';
}

const sdkError = z.object({
  code: z.union([z.string(), z.number()]),
  message: z.string(),
  originalError: z.optional(z.object({ code: z.optional(z.string()) })),
  errno: z.optional(z.unknown()),
});

const BY_STATUS: Readonly<Record<string, number>> = { BadRequest: 400, Forbidden: 403, NotFound: 404 };

export function toCloudError(action: string, error: unknown, secrets: readonly string[]): CloudError {
  if (error instanceof CloudError) {
    return error;
  }
  const call = { product: 'tablestore', action };
  const parsed = sdkError.safeParse(error);
  if (!parsed.success || !(error instanceof Error)) {
    const text = error instanceof Error ? redact(error.message, secrets) : 'the request could not be made';
    return new CloudError({ ...call, code: 'Unexpected', text });
  }
  const { code, message } = parsed.data;
  const status = typeof code === 'number' ? code : BY_STATUS[code];
  if (status === undefined) {
    const system = parsed.data.originalError?.code ?? systemCodeIn(error) ?? String(code);
    return /timed out/i.test(message) ? noAnswer(action) : networkError(action, system);
  }
  const otsCode = /OTS[A-Za-z]+/.exec(message)?.[0] ?? `HTTP${status}`;
  const requestId = /requestId:(\S+)\s*$/.exec(message)?.[1];
  const busy = BUSY.has(otsCode);
  const retryable = busy || status >= 500;
  return new CloudError({
    ...call,
    code: otsCode,
    text: redact(textIn(message, otsCode), secrets),
    status,
    requestId,
    retryable,
  });
}

export function noAnswer(action: string): CloudError {
  return networkError(action, 'Timeout');
}

function networkError(action: string, code: string): CloudError {
  const text = UNREACHED.has(code) ? 'the instance could not be reached' : 'no complete answer';
  return new CloudError({ product: 'tablestore', action, code, text, retryable: true });
}

/** The SDK overwrites `code` with `NetworkingError`; the system's own remains in the message. */
function systemCodeIn(error: Error): string | undefined {
  return /\b(E[A-Z_]{4,})\b/.exec(error.message)?.[1];
}

const MESSAGE_FIELD = 0x12;
/** What a length byte of 128 or more became when the SDK read the bytes as UTF-8 text. */
const UNREADABLE = 0xfffd;

/** The `message` of a protobuf `Error{code, message}` that was turned into text: behind the code, a tag and a length. */
function textIn(message: string, code: string): string {
  const rest = message.slice(message.indexOf(code) + code.length).replace(/\s*requestId:\S*\s*$/, '');
  if (rest.charCodeAt(0) !== MESSAGE_FIELD) {
    return rest.trim() || code;
  }
  const lengthBytes = rest.charCodeAt(1) === UNREADABLE ? 2 : 1;
  return rest.slice(1 + lengthBytes).trim() || code;
}
