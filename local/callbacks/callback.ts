/** One HTTP request that a cloud product sends to an address which its user has set. */

/** The names by which faults hit callbacks. */
export type CallbackName =
  | 'StreamStatusCallback'
  | 'RecordingCallback'
  | 'VodCallback'
  | 'RelayTaskCallback'
  | 'ChannelCallback';

export interface Callback {
  /** Product that sends it, e.g. `live`. */
  readonly product: string;
  readonly name: CallbackName;
  readonly method: 'GET' | 'POST';
  readonly url: string;
  /** Made anew for each attempt: signatures carry its time. Milliseconds since the epoch. */
  readonly headersAt?: (nowMs: number) => Readonly<Record<string, string>>;
  /** JSON; for POST. */
  readonly body?: string;
  /** Attempts after the first one failed; 5 when absent (live.md §4). */
  readonly retries?: number;
  /** Told once, when the last attempt is over. */
  readonly finished?: (outcome: Outcome) => void;
}

export interface Outcome {
  /** Only HTTP 200 is a success. */
  readonly succeeded: boolean;
  readonly attempts: number;
  /** Status of the last answer; absent when there was none. */
  readonly status?: number;
  /** How the last answer's body starts. */
  readonly response: string;
  /** Why it failed; empty when it succeeded. */
  readonly problem: string;
  /** Headers of the last attempt. */
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch, of the last attempt. */
  readonly sentAtMs: number;
  /** Milliseconds that the last answer took. */
  readonly tookMs: number;
}

/** Sends callbacks in the background; never throws, never waits. */
export interface CallbackSender {
  send(callback: Callback): void;
}

/** For products on their own, without anybody to send callbacks to. */
export const NO_CALLBACKS: CallbackSender = { send: () => undefined };
