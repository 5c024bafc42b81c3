/** Groups of the interactive-messaging service: a room's group has the room's id (appserver-contract.md §4.3). */
import * as z from 'zod/mini';
import { CloudError, hasCode } from '../../cloud/errors.ts';
import type { Param } from '../../cloud/openapi.ts';
import type { Room } from '../rooms/room.ts';
import type { Scope } from '../scope.ts';
import { requiredSetting } from '../secrets.ts';

/** Milliseconds for one call with all its attempts; Android gives up after 10 s altogether. */
const DEADLINE_MS = 3_000;

const created = z.object({ AlreadyDelete: z.optional(z.boolean()) });

const described = z.object({ OnlineUserCounts: z.optional(z.int()), TotalTimes: z.optional(z.int()) });

/** The service spells it so (live.md §0.12). */
const banned = z.object({ IsbannedAll: z._default(z.boolean(), false) });

/** Creating a group that exists is no error, so an interrupted creation is simply done again. */
export async function createGroup(scope: Scope, room: Pick<Room, 'id' | 'anchorId'>): Promise<void> {
  // The creator may mute and delete messages in the group (live.md §5).
  const answer = await call(scope, 'CreateLiveMessageGroup', { GroupId: room.id, CreatorId: room.anchorId });
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
    await call(scope, 'DeleteLiveMessageGroup', { GroupId: groupId });
  } catch (error) {
    if (!hasCode(error, 'ResourceNotExist')) {
      throw error;
    }
  }
}

/** How many are in the group, and how often somebody entered it. */
export async function groupStatistics(scope: Scope, groupId: string): Promise<{ online: number; entries: number }> {
  const answer = described.parse(await call(scope, 'DescribeLiveMessageGroup', { GroupId: groupId }, 2_000));
  return { online: answer.OnlineUserCounts ?? 0, entries: answer.TotalTimes ?? 0 };
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
    await call(scope, 'SendLiveMessageGroup', {
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

/** Mutes everybody in the group but its creator, or ends that. */
export async function setMuted(scope: Scope, groupId: string, mute: boolean): Promise<void> {
  await call(scope, mute ? 'BanLiveMessageGroup' : 'UnbanLiveMessageGroup', { GroupId: groupId });
}

export async function isMuted(scope: Scope, groupId: string): Promise<boolean> {
  return banned.parse(await call(scope, 'DescribeLiveMessageGroupBand', { GroupId: groupId })).IsbannedAll;
}

async function call(
  scope: Scope,
  action: string,
  params: Record<string, Param>,
  deadlineMs = DEADLINE_MS,
): Promise<Record<string, unknown>> {
  const app = await requiredSetting(scope, 'message-app');
  // The data centre must be that of the application, in every call (live.md §5).
  return scope.cloud.openApi.call(
    'live',
    action,
    { AppId: app.appId, DataCenter: app.dataCenter, ...params },
    { deadlineMs },
  );
}
