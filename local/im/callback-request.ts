/** Posts JSON to a callback of the customer's, within five seconds. */
import type { Clock } from '../clock.ts';
import type { MessageApp } from '../live/messaging/apps.ts';
import type { Json } from '../product.ts';
import type { Schedule } from '../schedule.ts';
import { callbackHeaders } from './callback-signature.ts';

/** Documented for stream callbacks (live.md §4). UNCERTAIN for IM, and for its audit. */
const TIMEOUT_MS = 5_000;
/** Of an answer, more is not read. */
const MAX_ANSWER_BYTES = 64 * 1024;

export interface CallbackOptions {
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly fetch: typeof fetch;
}

export interface CallbackAnswer {
  readonly status: number;
  readonly text: string;
}

/** Throws when there is no answer in time. */
export async function postCallback(
  url: string,
  app: MessageApp,
  body: Json,
  options: CallbackOptions,
): Promise<CallbackAnswer> {
  const abort = new AbortController();
  const cancel = options.schedule.after(TIMEOUT_MS, () => abort.abort(new Error(`no answer within ${TIMEOUT_MS} ms`)));
  try {
    const response = await options.fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...callbackHeaders(url, app.appKey, options.clock.now()) },
      body: JSON.stringify(body),
      redirect: 'manual',
      signal: abort.signal,
    });
    return { status: response.status, text: await shortText(response) };
  } finally {
    cancel();
  }
}

async function shortText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) throw new Error(`the answer is longer than ${MAX_ANSWER_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
