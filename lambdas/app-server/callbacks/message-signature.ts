/** How the messaging service signs its callbacks. */
import type { Setting } from '../../cloud/settings.ts';
import { type SignedHeaders, signatureProblem } from './signature.ts';

/**
 * What is wrong with an event callback, or undefined.
 *
 * UNCERTAIN: the formula is not published. Taken for that of recording callbacks, with the key of the application: md5 of
 * the host of the callback URL, the time stamp and the key (live.md §4). A probe with a real account settles it here.
 *
 * @param publicUrl where the stage is reached, which the callback URL begins with
 * @param nowMs milliseconds since the epoch
 */
export function messageSignatureProblem(
  headers: SignedHeaders,
  publicUrl: string,
  app: Pick<Setting<'message-app'>, 'appKey'>,
  nowMs: number,
): string | undefined {
  return signatureProblem(headers, new URL(publicUrl).hostname, app.appKey, Math.floor(nowMs / 1_000));
}
