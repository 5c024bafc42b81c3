/** Creates, describes, changes, deletes and restores groups of an IM application. */
import { requiredText, text } from '../../openapi/read.ts';
import type { Action } from '../../openapi/service.ts';
import type { LiveContext } from '../context.ts';
import { liveError } from '../errors.ts';
import { seconds } from '../timestamps.ts';
import { anyGroupOf, checkUserId, dataCenterOf, groupOf, limitedText, newGroupId, userIds } from './door.ts';
import { groupSummary } from './group-summary.ts';
import { MAX_ADMINISTRATORS, MAX_INFO_BYTES, MAX_NAME_BYTES } from './limits.ts';

/** A deleted group can be restored for so long. */
const RESTORABLE_MS = 30 * 24 * 3600 * 1000;

/** The id of a deleted group cannot be used again (`AlreadyDelete`). */
export function createLiveMessageGroup({ apps }: LiveContext): Action {
  return (params) => {
    const { group, isNew } = apps.ensureGroup(requiredText(params, 'AppId'), dataCenterOf(params), {
      id: newGroupId(params),
      name: limitedText(params, 'GroupName', MAX_NAME_BYTES),
      info: limitedText(params, 'GroupInfo', MAX_INFO_BYTES),
      creatorId: text(params, 'CreatorId') ? checkUserId('CreatorId', requiredText(params, 'CreatorId')) : '',
      administrators: userIds(params, 'Administrators', MAX_ADMINISTRATORS),
    });
    const isDeleted = group.record.deletedAtMs !== undefined;
    return { GroupId: group.record.id, AlreadyExists: !isNew && !isDeleted, AlreadyDelete: isDeleted };
  };
}

/** Also of a deleted group. */
export function describeLiveMessageGroup({ apps }: LiveContext): Action {
  return (params) => {
    const group = anyGroupOf(apps, params);
    const { record } = group;
    return {
      ...groupSummary(group),
      ...(record.deletedAtMs === undefined
        ? {}
        : { Deletatime: seconds(record.deletedAtMs), Deletor: record.deletor ?? '' }),
      OnlineUserCounts: group.members.size,
      TotalTimes: record.totalTimes,
      MsgAmount: record.msgAmount,
      SuperLargeGroup: group.isSuperLarge,
    };
  };
}

/** Only what `ModifyInfo` and `ModifyAdmin` name is changed. */
export function modifyLiveMessageGroup({ apps }: LiveContext): Action {
  return (params) => {
    const { record } = groupOf(apps, params);
    const info = limitedText(params, 'GroupInfo', MAX_INFO_BYTES);
    const administrators = userIds(params, 'AdminList', MAX_ADMINISTRATORS);
    if (params.ModifyInfo === true) record.info = info;
    if (params.ModifyAdmin === true) record.administrators = administrators;
    apps.tell({ kind: 'changed', appId: requiredText(params, 'AppId'), groupId: record.id });
    return {};
  };
}

/** Succeeds when it is already deleted. */
export function deleteLiveMessageGroup({ apps }: LiveContext): Action {
  return (params) => {
    const group = anyGroupOf(apps, params);
    apps.deleteGroup(requiredText(params, 'AppId'), group, text(params, 'OperatorId') ?? '');
    return { GroupId: group.record.id };
  };
}

export function recoverLiveMessageDeletedGroup({ apps, clock }: LiveContext): Action {
  return (params) => {
    const { record } = anyGroupOf(apps, params);
    const { deletedAtMs } = record;
    if (deletedAtMs === undefined) throw liveError.inputInvalid('GroupId', `the group ${record.id} is not deleted`);
    if (clock.now() > deletedAtMs + RESTORABLE_MS) {
      throw liveError.resourceNotExist(`group ${record.id}: it was deleted more than 30 days ago`);
    }
    delete record.deletedAtMs;
    delete record.deletor;
    return { GroupId: record.id };
  };
}
