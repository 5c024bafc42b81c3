/** What an error of `@alicloud/pop-core` means, rebuilt without the request that it carries (live.md §1). */
import * as z from 'zod/mini';
import { CloudError } from './errors.ts';
import { redact } from './redact.ts';

/**
 * Codes after which the service did nothing and wants to be asked again. Decided by code, not by HTTP status: the status
 * of a throttled call is UNCERTAIN (live.md §1). `LockFail` is what AddLiveDomain answers while it is busy.
 */
const BUSY = /^(Throttling|Rejected\.Throttling|ServiceUnavailable|LockFail|ServiceBusy)/;

const serviceError = z.object({
  code: z.string(),
  data: z.object({ Message: z.optional(z.string()), RequestId: z.optional(z.string()) }),
  entry: z.optional(z.object({ response: z.optional(z.object({ statusCode: z.optional(z.number()) })) })),
});

/** The client's JSON parser throws a plain object of this name. */
const namedError = z.object({ name: z.string() });

const systemError = z.object({ code: z.string() });

/** Whether the call did not reach the service or was turned away, so that even a create may be repeated. */
export function wasNotExecuted(error: CloudError): boolean {
  return BUSY.test(error.code) || ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'].includes(error.code);
}

export function answeredError(
  call: { product: string; action: string },
  answer: { code: string; message: string; requestId?: string | undefined; status?: number | undefined },
  secrets: readonly string[],
): CloudError {
  return new CloudError({
    ...call,
    code: answer.code,
    text: redact(answer.message, secrets),
    requestId: answer.requestId,
    status: answer.status,
    retryable: BUSY.test(answer.code) || (answer.status ?? 0) >= 500,
  });
}

/** `error.url` and `error.entry` hold SecurityToken, Signature and every parameter: nothing of the original is kept. */
export function toCloudError(
  call: { product: string; action: string },
  error: unknown,
  secrets: readonly string[],
): CloudError {
  if (error instanceof CloudError) {
    return error;
  }
  const answered = serviceError.safeParse(error);
  if (answered.success) {
    const { code, data, entry } = answered.data;
    const status = entry?.response?.statusCode;
    return answeredError(call, { code, message: data.Message ?? code, requestId: data.RequestId, status }, secrets);
  }
  if (namedError.safeParse(error).data?.name === 'SyntaxError') {
    return new CloudError({ ...call, code: 'UnreadableAnswer', text: 'the answer was not JSON', retryable: true });
  }
  if (error instanceof Error && /Timeout/.test(error.name)) {
    return noAnswer(call);
  }
  const network = systemError.safeParse(error);
  if (network.success) {
    return new CloudError({ ...call, code: network.data.code, text: 'the connection failed', retryable: true });
  }
  return new CloudError({ ...call, code: 'Unexpected', text: 'the request could not be made' });
}

export function noAnswer(call: { product: string; action: string }): CloudError {
  return new CloudError({ ...call, code: 'Timeout', text: 'no answer in time', retryable: true });
}
