/** The stream-status callback: the anchor's stream appeared or went away, so the room is live or paused. */
import { ApiError } from '../../api/errors.ts';
import type { RequestOf } from '../../api/routes.ts';
import { announce } from '../messaging/groups.ts';
import { MESSAGE } from '../messaging/types.ts';
import { isStreaming, streamOf } from '../playback/streams.ts';
import { happen } from '../rooms/change.ts';
import { applyEvent, LIVE, type Room } from '../rooms/room.ts';
import type { Scope } from '../scope.ts';
import { requiredSetting } from '../secrets.ts';
import { anchoredRoom } from './anchored-room.ts';
import { applyOnce } from './receipts.ts';
import { type SignedHeaders, signatureProblem } from './signature.ts';

/** Seconds that what a callback tells may be old: the service repeats one for some seconds only. */
const OLDEST = 300;

type StreamCallback = RequestOf<'handlePushStreamEventCallback'>;

/**
 * A stream that is no anchor's is none of our business and no error; so is an event that is a duplicate or came late (A8).
 * What the Live service does not say itself when asked changes nothing, but its answer may lag behind: the callback is not
 * taken as applied, and the service repeats it (up to five times, a second apart).
 *
 * @throws ApiError `callback_refused`, `stream_not_confirmed`
 */
export async function streamEvent(scope: Scope, callback: StreamCallback, headers: SignedHeaders): Promise<void> {
  await verify(scope, callback, headers);
  const subject = `${callback.appname}/${callback.id}`;
  const signed = { service: 'stream', timestamp: headers.timestamp ?? '', subject, content: callback };
  await applyOnce(scope, signed, () => apply(scope, callback));
}

async function apply(scope: Scope, callback: StreamCallback): Promise<void> {
  const room = await anchoredRoom(scope, callback.appname, callback.id);
  if (!room) {
    return;
  }
  const event = { type: callback.action, at: scope.clock.now(), time: Number(callback.time) * 1_000 };
  if (!('changed' in applyEvent(room, event))) {
    return;
  }
  if ((await isStreaming(scope, room)) !== (callback.action === 'publish')) {
    scope.log.warn('a stream callback does not agree with the Live service', {
      room: room.id,
      action: callback.action,
    });
    await refuseUnconfirmed(scope, room, callback);
    return;
  }
  const next = await happen(scope, room, event);
  if (next.version > room.version) {
    await announceStream(scope, next);
  }
}

/** Of the stream that is played; others of the anchor, such as a plain one beside the relayed one, will never agree. */
async function refuseUnconfirmed(scope: Scope, room: Room, callback: StreamCallback): Promise<void> {
  if ((await streamOf(scope, room)).StreamName === callback.id) {
    throw new ApiError('stream_not_confirmed');
  }
}

/**
 * Viewers inside learn that the anchor is back, or gone (W45). No message of the official clients means "paused": 10004
 * would end the room for good, so a stream that broke off is told with a type of ours, which they ignore.
 */
export async function announceStream(scope: Scope, room: Room): Promise<void> {
  if (room.status === LIVE) {
    await announce(scope, room, MESSAGE.started, {});
  } else {
    await announce(scope, room, MESSAGE.roomState, { status: room.status, reason: 'stream_lost' });
  }
}

async function verify(scope: Scope, callback: StreamCallback, headers: SignedHeaders): Promise<void> {
  const { ingestDomain } = scope.config;
  const now = Math.floor(scope.clock.now() / 1_000);
  const { stream: key } = await requiredSetting(scope, 'callback-keys');
  const problem =
    signatureProblem(headers, ingestDomain, key, now) ??
    (callback.app === ingestDomain ? undefined : 'wrong domain') ??
    (Math.abs(now - Number(callback.time)) > OLDEST ? 'wrong time' : undefined);
  if (problem) {
    scope.log.warn('a stream callback was refused', { problem });
    throw new ApiError('callback_refused', problem);
  }
}
