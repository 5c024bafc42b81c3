/**
 * Creation in three steps that can be interrupted anywhere: the row as `create`, the messaging group under the room's
 * id, the row as ready. Nobody sees the room before the last step, and the timer removes what was abandoned (A7, W20).
 */
import { ApiError } from '../../api/errors.ts';
import type { RequestOf } from '../../api/routes.ts';
import { hasCode } from '../../cloud/errors.ts';
import { createGroup } from '../messaging/groups.ts';
import type { Scope, SessionScope } from '../scope.ts';
import { requiredSetting } from '../secrets.ts';
import { acceptedCover } from './cover.ts';
import { applyEvent, isVisible, PREPARING, type Room } from './room.ts';
import { insertRoom, readRoom, replaceRoom } from './store.ts';

/** Also the id of the messaging group and the name of the stream: letters and digits only (live.md §0.10). */
export function newRoomId(scope: Pick<Scope, 'random'>): string {
  return hex(scope, 16);
}

/**
 * @param id a new one, or that of an earlier attempt of the same caller with the same request: the attempt is continued
 * where it was interrupted, and answered again when it was not
 * @throws ApiError `room_closed` when the earlier attempt was given up: its id cannot be used any more (live.md §5)
 */
export async function createRoom(
  scope: SessionScope,
  request: RequestOf<'createV1'>,
  id = newRoomId(scope),
): Promise<Room> {
  if (request.im_server && !request.im_server.includes('aliyun_new')) {
    throw new ApiError('old_im_not_offered');
  }
  if (request.mode === 1 && scope.config.artcAppId === undefined) {
    throw new ApiError('co_streaming_not_offered');
  }
  const wanted = newRoom(scope, request, id);
  // Asked before anything is made; the group needs it later.
  await requiredSetting(scope, 'message-app');
  const room = await begin(scope, wanted);
  return isVisible(room) ? room : finish(scope, room);
}

/** The row of the room, or the one that an earlier attempt left. */
async function begin(scope: Scope, wanted: Room): Promise<Room> {
  try {
    await insertRoom(scope.cloud.rows, wanted);
    return wanted;
  } catch (error) {
    if (!hasCode(error, 'OTSConditionCheckFail')) {
      throw error;
    }
  }
  const found = await readRoom(scope.cloud.rows, wanted.id);
  if (!found || found.work === 'delete') {
    throw new ApiError('room_closed');
  }
  if (found.anchorId !== wanted.anchorId) {
    throw new ApiError('not_room_owner');
  }
  if (found.work === 'create' && asked(found) !== asked(wanted)) {
    throw new ApiError('room_state', { en: 'being created from another request', zh: '正由另一请求创建' });
  }
  return found;
}

async function finish(scope: Scope, room: Room): Promise<Room> {
  try {
    await createGroup(scope, room);
  } catch (error) {
    throw hasCode(error, 'GroupDeleted') ? new ApiError('room_closed') : error;
  }
  const outcome = applyEvent(room, { type: 'created', at: scope.clock.now() });
  if ('changed' in outcome && (await replaceRoom(scope.cloud.rows, outcome.changed))) {
    return outcome.changed;
  }
  // Another attempt was faster, or the timer, which takes up creations that are minutes old.
  const found = await readRoom(scope.cloud.rows, room.id);
  if (found && isVisible(found)) {
    return found;
  }
  throw new ApiError('room_busy');
}

/** What the caller decides of a room. */
function asked({ title, notice, extends: more, anchorNick, coverUrl, mode }: Room): string {
  return JSON.stringify([title, notice, more, anchorNick, coverUrl, mode]);
}

function newRoom(scope: SessionScope, request: RequestOf<'createV1'>, id: string): Room {
  const now = scope.clock.now();
  return {
    id,
    anchorId: scope.caller,
    anchorNick: request.anchor_nick ?? undefined,
    title: request.title,
    notice: request.notice ?? undefined,
    extends: request.extends ?? undefined,
    coverUrl: acceptedCover(scope, request.cover_url) || undefined,
    mode: request.mode,
    meetingId: request.mode === 1 ? uuid(hex(scope, 16)) : undefined,
    status: PREPARING,
    createdAt: now,
    updatedAt: now,
    work: 'create',
    sessions: 0,
    eventAt: now,
    version: 1,
  };
}

function hex(scope: Pick<Scope, 'random'>, bytes: number): string {
  return Buffer.from(scope.random(bytes)).toString('hex');
}

/** A channel id has the form of a version 4 UUID, with dashes (appserver-contract.md §2.1). */
function uuid(digits: string): string {
  const variant = '89ab'[Number.parseInt(digits.charAt(16), 16) % 4];
  const parts = [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `${variant}${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ];
  return parts.join('-');
}
