/** Groups of the interactive-messaging service: a room's group has the room's id (appserver-contract.md §4.3). */
import * as z from 'zod/mini';
import { CloudError, hasCode } from '../../cloud/errors.ts';
import type { Room } from '../rooms/room.ts';
import type { Scope } from '../scope.ts';
import { callMessaging } from './call.ts';

const created = z.object({ AlreadyDelete: z.optional(z.boolean()) });

const described = z.object({
  OnlineUserCounts: z._default(z.int(), 0),
  TotalTimes: z._default(z.int(), 0),
  Delete: z._default(z.boolean(), false),
});

/** Creating a group that exists is no error, so an interrupted creation is simply done again. */
export async function createGroup(scope: Scope, room: Pick<Room, 'id' | 'anchorId'>): Promise<void> {
  // The creator may mute and delete messages in the group (live.md §5).
  const answer = await callMessaging(scope, 'CreateLiveMessageGroup', { GroupId: room.id, CreatorId: room.anchorId });
  if (created.parse(answer).AlreadyDelete) {
    throw new CloudError({
      product: 'live',
      action: 'CreateLiveMessageGroup',
      code: 'GroupDeleted',
      text: `group ${room.id} was deleted and its id cannot be used again; create another room`,
    });
  }
}

/** Deleting a group that is not there is no error. */
export async function deleteGroup(scope: Scope, groupId: string): Promise<void> {
  try {
    await callMessaging(scope, 'DeleteLiveMessageGroup', { GroupId: groupId });
  } catch (error) {
    if (!hasCode(error, 'ResourceNotExist')) {
      throw error;
    }
  }
}

export interface GroupStatistics {
  readonly online: number;
  /** How often somebody entered. */
  readonly entries: number;
  readonly isDeleted: boolean;
}

export async function groupStatistics(scope: Scope, groupId: string): Promise<GroupStatistics> {
  const answer = described.parse(await callMessaging(scope, 'DescribeLiveMessageGroup', { GroupId: groupId }, 2_000));
  return { online: answer.OnlineUserCounts, entries: answer.TotalTimes, isDeleted: answer.Delete };
}

/**
 * Sends a system message in the name of the anchor. The service refuses it when nobody is in the group, and nobody would
 * read it then, so a failure is only logged (live.md §0.13).
 */
export async function announce(
  scope: Scope,
  room: Pick<Room, 'id' | 'anchorId'>,
  type: number,
  body: object,
): Promise<void> {
  try {
    await callMessaging(scope, 'SendLiveMessageGroup', {
      GroupId: room.id,
      SenderId: room.anchorId,
      MsgType: type,
      Body: JSON.stringify(body),
      NoStorage: true,
    });
  } catch (error) {
    scope.log.info('a message to a group was not sent', { room: room.id, type, error });
  }
}
