/**
 * The recording callback of Live and the callback of VOD: both only say that it is worth asking VOD about a room's stream.
 * What they tell is not covered by their signature (W10), so nothing of it is stored.
 */
import { ApiError } from '../../api/errors.ts';
import type { RequestOf } from '../../api/routes.ts';
import { lookForRecordings } from '../replay/lookup.ts';
import { ENDED } from '../rooms/room.ts';
import type { Scope } from '../scope.ts';
import { requiredSetting } from '../secrets.ts';
import { anchoredRoom } from './anchored-room.ts';
import { applyOnce } from './receipts.ts';
import { type SignedHeaders, signatureProblem } from './signature.ts';

/** @throws ApiError `callback_refused` */
export async function recordingEvent(
  scope: Scope,
  callback: RequestOf<'recordingCallback'>,
  headers: SignedHeaders,
): Promise<void> {
  const [{ recording: key }, { url }] = await settingsOf(scope);
  const { hostname, host } = new URL(url);
  // UNCERTAIN whether the host carries its port; either is as good a proof that the sender knows the key.
  const problem = problemOf(scope, headers, key, [hostname, host]);
  refuse(scope, problem ?? (callback.domain === scope.config.streamingDomain ? undefined : 'wrong domain'));
  const subject = JSON.stringify([callback.app, callback.stream, callback.event, callback.uri]);
  const signed = { service: 'recording', timestamp: headers.timestamp ?? '', subject, content: callback };
  await applyOnce(scope, signed, async () => {
    // The others only say that a recording goes on or pauses.
    if (callback.uri) {
      await look(scope, callback.app, callback.stream);
    }
  });
}

/**
 * The account has one address for all of its videos, so a video of another domain is no error.
 *
 * @throws ApiError `callback_refused`
 */
export async function vodEvent(
  scope: Scope,
  callback: RequestOf<'vodCallback'>,
  headers: SignedHeaders,
): Promise<void> {
  const [{ vod: key }, { url }] = await settingsOf(scope);
  // Over the whole URL as the deployment set it (help.aliyun.com/en/vod/user-guide/http-callbacks).
  refuse(scope, problemOf(scope, headers, key, [`${url}/api/v1/callbacks/vod`]));
  const { EventType, VideoId, DomainName, AppName, StreamName } = callback;
  const subject = JSON.stringify([EventType, VideoId, DomainName, AppName, StreamName]);
  const signed = { service: 'vod', timestamp: headers.timestamp ?? '', subject, content: callback };
  await applyOnce(scope, signed, async () => {
    if (DomainName === scope.config.streamingDomain && AppName && StreamName) {
      await look(scope, AppName, StreamName);
    }
  });
}

/** While a room is not over there is no replay of it, and its later pieces would be looked for again. */
async function look(scope: Scope, app: string, stream: string): Promise<void> {
  const room = scope.config.recording === 'vod' ? await anchoredRoom(scope, app, stream) : undefined;
  if (room?.status === ENDED) {
    await lookForRecordings(scope, room);
  }
}

function settingsOf(scope: Scope) {
  return Promise.all([requiredSetting(scope, 'callback-keys'), requiredSetting(scope, 'public-url')]);
}

/** What is wrong whichever of the addresses was signed. */
function problemOf(
  scope: Scope,
  headers: SignedHeaders,
  key: string,
  addresses: readonly string[],
): string | undefined {
  const now = Math.floor(scope.clock.now() / 1_000);
  const problems = addresses.map((address) => signatureProblem(headers, address, key, now));
  return problems.includes(undefined) ? undefined : (problems.find((one) => one !== 'wrong signature') ?? problems[0]);
}

function refuse(scope: Scope, problem: string | undefined): void {
  if (problem) {
    scope.log.warn('a callback about a recording was refused', { problem });
    throw new ApiError('callback_refused', problem);
  }
}
