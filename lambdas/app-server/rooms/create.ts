/**
 * Creation in three steps that can be interrupted anywhere: the row as `create`, the messaging group under the room's
 * id, the row as ready. Nobody sees the room before the last step, and the timer removes what was abandoned (A7, W20).
 */
import { ApiError } from '../../api/errors.ts';
import type { RequestOf } from '../../api/routes.ts';
import { createGroup } from '../messaging/groups.ts';
import type { SessionScope } from '../scope.ts';
import { requiredSetting } from '../secrets.ts';
import { applyEvent, PREPARING, type Room } from './room.ts';
import { insertRoom, replaceRoom } from './store.ts';

export async function createRoom(scope: SessionScope, request: RequestOf<'createV1'>): Promise<Room> {
  if (request.im_server && !request.im_server.includes('aliyun_new')) {
    throw new ApiError('old_im_not_offered');
  }
  if (request.mode === 1 && scope.config.artcAppId === undefined) {
    throw new ApiError('co_streaming_not_offered');
  }
  // Asked before anything is made; the group needs it later.
  await requiredSetting(scope, 'message-app');
  const room = newRoom(scope, request);
  await insertRoom(scope.cloud.rows, room);
  await createGroup(scope, room);
  const outcome = applyEvent(room, { type: 'created', at: scope.clock.now() });
  if (!('changed' in outcome) || !(await replaceRoom(scope.cloud.rows, outcome.changed))) {
    // Only the timer touches a room that is being created, after minutes.
    throw new ApiError('room_busy');
  }
  return outcome.changed;
}

function newRoom(scope: SessionScope, request: RequestOf<'createV1'>): Room {
  const now = scope.clock.now();
  return {
    // Also the id of the messaging group and the name of the stream: letters and digits only (live.md §0.10).
    id: hex(scope, 16),
    anchorId: scope.caller,
    anchorNick: request.anchor_nick ?? undefined,
    title: request.title,
    notice: request.notice ?? undefined,
    extends: request.extends ?? undefined,
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

function hex(scope: SessionScope, bytes: number): string {
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
