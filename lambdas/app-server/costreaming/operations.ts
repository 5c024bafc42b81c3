/** What callers do on the stage. Each may be done again: joining twice is one member, leaving when absent is no error. */
import type * as z from 'zod/mini';
import type { joined, StageAnswer } from '../../api/costreaming.ts';
import { ApiError } from '../../api/errors.ts';
import { LIMITS } from '../../api/fields.ts';
import type { RequestOf } from '../../api/routes.ts';
import { refuseBanned, refuseKnownBanned } from '../moderation/bans.ts';
import { visibleRoom } from '../rooms/change.ts';
import { isVisible, type Room } from '../rooms/room.ts';
import type { Scope, SessionScope } from '../scope.ts';
import { type Committed, commit } from './commit.ts';
import { applyEvent, type Refusal, type StageEvent } from './events.ts';
import { has, stageRoom } from './stage.ts';
import { readStage } from './store.ts';
import { rtcUrlsIn, tellStage } from './tell.ts';

/** An event of the caller about itself: cancel, renew, leave. */
export async function actForOneself(
  scope: SessionScope,
  roomId: string,
  type: 'cancel' | 'renew' | 'leave',
): Promise<StageAnswer> {
  const { room, stored } = await act(scope, roomId, { type, userId: scope.caller });
  return tellStage(scope, room, stored);
}

/** What the anchor decides about a guest. @throws ApiError `not_room_owner` (A3) */
export async function decide(
  scope: SessionScope,
  { id, guest_id }: RequestOf<'kickCoStreaming'>,
  type: 'approve' | 'reject' | 'kick',
): Promise<StageAnswer> {
  const { room, stored } = await act(scope, id, { type, userId: guest_id }, scope.caller);
  return tellStage(scope, room, stored);
}

export async function apply(scope: SessionScope, request: RequestOf<'applyCoStreaming'>): Promise<StageAnswer> {
  await refuseKnownBanned(scope, scope.caller, request.id);
  const { room, stored } = await act(scope, request.id, { type: 'apply', userId: scope.caller, ...looks(request) });
  return tellStage(scope, room, stored);
}

export async function join(
  scope: SessionScope,
  request: RequestOf<'joinCoStreaming'>,
): Promise<z.infer<typeof joined>> {
  await refuseBanned(scope, scope.caller, request.id);
  const event = { type: 'join', userId: scope.caller, ...looks(request), ...devices(request) } as const;
  const { room, stored } = await act(scope, request.id, event);
  const urlsOf = await rtcUrlsIn(scope, room);
  // Somebody may have been sent off by what was written together with this.
  if (!urlsOf || !has(stored.stage.members, scope.caller)) {
    throw new ApiError('not_on_stage');
  }
  return { ...(await tellStage(scope, room, stored)), ...urlsOf(scope.caller) };
}

/** The caller's own devices, or a wish of the anchor that a guest may follow. */
export async function setDevices(
  scope: SessionScope,
  request: RequestOf<'setCoStreamingDevices'>,
): Promise<StageAnswer> {
  const userId = request.guest_id ?? scope.caller;
  const wanted = devices(request);
  const { room, stored } =
    userId === scope.caller
      ? await act(scope, request.id, { type: 'switch', userId, ...wanted })
      : await act(scope, request.id, { type: 'ask', userId, ...wanted }, scope.caller);
  return tellStage(scope, room, stored);
}

/** Reads only: what has expired is left out and not removed. */
export async function state(scope: SessionScope, roomId: string): Promise<StageAnswer> {
  const [room, stored] = await Promise.all([visibleRoom(scope, roomId), readStage(scope.cloud.rows, roomId)]);
  checkMode(room);
  return tellStage(scope, room, stored);
}

/** Takes users off the stage who were shut out of the room; those who are not on it too, in the channel. */
export async function sendOff(scope: Scope, roomId: string, users: readonly string[]): Promise<void> {
  await Promise.all(users.map((userId) => act(scope, roomId, { type: 'kick', userId })));
}

/** @param owner who must be the anchor for this */
async function act(scope: Scope, roomId: string, event: StageEvent, owner?: string): Promise<Committed> {
  return commit(scope, roomId, (room, draft, now) => {
    if (!isVisible(room)) {
      throw new ApiError('room_not_found');
    }
    if (owner !== undefined && owner !== room.anchorId) {
      throw new ApiError('not_room_owner');
    }
    checkMode(room);
    if (scope.config.artcAppId === undefined) {
      throw new ApiError('co_streaming_not_offered');
    }
    const outcome = applyEvent(draft.stage, stageRoom(room), event, now);
    if ('refused' in outcome) {
      throw refusal(outcome.refused);
    }
    return { draft: { ...draft, stage: outcome.stage }, happenings: outcome.happenings };
  });
}

function checkMode(room: Room): void {
  if (room.mode !== 1) {
    throw new ApiError('not_co_streaming');
  }
}

function refusal(reason: Refusal): ApiError {
  switch (reason) {
    case 'ended':
      return new ApiError('room_state', 'ended');
    case 'full':
      return new ApiError('stage_full', String(LIMITS.onStage));
    case 'not-on-stage':
      return new ApiError('not_on_stage');
    case 'too-many':
      return new ApiError('too_many_applications');
    case 'anchor':
      return new ApiError('invalid_request', {
        en: 'guest_id: the anchor cannot be sent off the stage.',
        zh: 'guest_id：不能将主播移出连麦。',
      });
  }
}

/** Null is as good as absent; an empty name or picture is none. */
function looks({ user_nick, user_avatar }: RequestOf<'applyCoStreaming'>) {
  return { nick: user_nick || undefined, avatar: user_avatar || undefined };
}

function devices({ mic_opened, camera_opened }: RequestOf<'setCoStreamingDevices'>) {
  return { mic: mic_opened ?? undefined, camera: camera_opened ?? undefined };
}
