/** The one error of every cloud call: code and request id as the service gave them, and never a secret. */

/** Longest text of a service that is passed on; the rest helps nobody and may fill a log line. */
const LONGEST_TEXT = 600;

export interface CloudFailure {
  readonly product: string;
  readonly action: string;
  readonly code: string;
  /** What the service said, or what was expected and what to do; free of secrets. */
  readonly text: string;
  readonly status?: number | undefined;
  readonly requestId?: string | undefined;
  /** Whether the same call may succeed a little later. */
  readonly retryable?: boolean;
}

export class CloudError extends Error {
  readonly product: string;
  readonly action: string;
  readonly code: string;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly retryable: boolean;

  constructor(failure: CloudFailure) {
    const text = failure.text.slice(0, LONGEST_TEXT);
    const requestId = failure.requestId ? `, RequestId ${failure.requestId}` : '';
    super(`${failure.product} ${failure.action} failed: ${text} (code ${failure.code}${requestId})`);
    this.name = 'CloudError';
    this.product = failure.product;
    this.action = failure.action;
    this.code = failure.code;
    this.status = failure.status;
    this.requestId = failure.requestId;
    this.retryable = failure.retryable ?? false;
  }
}

/** Whether `error` is a `CloudError` with one of these codes. */
export function hasCode(error: unknown, ...codes: readonly string[]): error is CloudError {
  return error instanceof CloudError && codes.includes(error.code);
}
