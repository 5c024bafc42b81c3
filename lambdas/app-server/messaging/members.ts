/**
 * Muting users in a group, removing them, and deleting messages, within the limits of the service: 30 users in a call, 10
 * calls a second of those that mute (live.md §1, §5).
 */
import * as z from 'zod/mini';
import { hasCode } from '../../cloud/errors.ts';
import { perCloud } from '../per-cloud.ts';
import type { Scope } from '../scope.ts';
import { callMessaging } from './call.ts';
import { Pace } from './pace.ts';

const USERS_IN_CALL = 30;
const MUTES_A_SECOND = 10;
const KICKS_A_SECOND = 50;

const pacesOf = perCloud(() => ({ mute: new Pace(MUTES_A_SECOND), kick: new Pace(KICKS_A_SECOND) }));

const names = z.optional(z.array(z.string()));

/** The service spells it so (live.md §0.12). */
const band = z.object({
  IsbannedAll: z._default(z.boolean(), false),
  BannedUserList: names,
  UnbannedUserList: names,
});

export interface MuteStatus {
  /** Everybody is muted but `except`, the creator and the administrators. */
  readonly all: boolean;
  readonly users: readonly string[];
  readonly except: readonly string[];
}

/** Mutes everybody in the group but its creator, or ends that. */
export async function setMuted(scope: Scope, groupId: string, mute: boolean): Promise<void> {
  await paced(scope, 'mute', mute ? 'BanLiveMessageGroup' : 'UnbanLiveMessageGroup', { GroupId: groupId });
}

/** Muting somebody who is muted, or who is not there, is no error. */
export async function muteUsers(scope: Scope, groupId: string, users: readonly string[]): Promise<void> {
  const calls = batches(users).map((batch) => ({ GroupId: groupId, BannedUsers: batch.join(',') }));
  await Promise.all(calls.map((params) => paced(scope, 'mute', 'AddLiveMessageGroupBand', params)));
}

export async function unmuteUsers(scope: Scope, groupId: string, users: readonly string[]): Promise<void> {
  const calls = batches(users).map((batch) => ({ GroupId: groupId, UnbannedUsers: batch.join(',') }));
  await Promise.all(calls.map((params) => paced(scope, 'mute', 'RemoveLiveMessageGroupBand', params)));
}

export async function muteStatus(scope: Scope, groupId: string): Promise<MuteStatus> {
  const params = { GroupId: groupId };
  const answer = band.parse(await callMessaging(scope, 'DescribeLiveMessageGroupBand', params, 2_000));
  return { all: answer.IsbannedAll, users: answer.BannedUserList ?? [], except: answer.UnbannedUserList ?? [] };
}

/**
 * Removes users from the group; they can join it again. UNCERTAIN: the code for somebody who is not in it; whoever is not
 * there need not be removed, so that is no error.
 */
export async function kickUsers(scope: Scope, groupId: string, users: readonly string[]): Promise<void> {
  await Promise.all(
    users.map(async (user) => {
      try {
        await paced(scope, 'kick', 'KickLiveMessageGroupUser', { GroupId: groupId, KickoffUser: user });
      } catch (error) {
        if (!hasCode(error, 'ResourceNotExist', 'InputInvalid')) {
          throw error;
        }
      }
    }),
  );
}

/** Deletes a message of the group, for everybody who is in it. */
export async function deleteMessage(
  scope: Scope,
  groupId: string,
  messageId: string,
  deleterId: string,
): Promise<void> {
  const params = { GroupId: groupId, MessageId: messageId, DeleterId: deleterId };
  await callMessaging(scope, 'DeleteLiveMessageGroupMessage', params);
}

async function paced(
  scope: Scope,
  kind: 'mute' | 'kick',
  action: string,
  params: Record<string, string>,
): Promise<void> {
  await pacesOf(scope.cloud)[kind].turn(scope.clock, action);
  await callMessaging(scope, action, params);
}

function batches(users: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(users.length / USERS_IN_CALL) }, (_, index) =>
    users.slice(index * USERS_IN_CALL, (index + 1) * USERS_IN_CALL),
  );
}
