/** Mutes groups and users, and says who is muted; the service calls it "band". */
import { flag, requiredText, texts } from '../../openapi/read.ts';
import type { Action, Params } from '../../openapi/service.ts';
import type { LiveContext } from '../context.ts';
import { groupOf, userIds } from './door.ts';
import type { GroupRecord } from './group.ts';
import { MAX_MUTED_IN_CALL } from './limits.ts';

/** Mutes everybody but the users named. */
export function banLiveMessageGroup(live: LiveContext): Action {
  return change(live, (record, params) => {
    record.exceptUsers = userIds(params, 'ExceptUsers', MAX_MUTED_IN_CALL);
    record.bannedAll = true;
  });
}

export function unbanLiveMessageGroup(live: LiveContext): Action {
  return change(live, (record) => {
    record.bannedAll = false;
    record.exceptUsers = [];
  });
}

export function addLiveMessageGroupBand(live: LiveContext): Action {
  return change(live, (record, params) => {
    record.bannedUsers = [...new Set([...record.bannedUsers, ...userIds(params, 'BannedUsers', MAX_MUTED_IN_CALL)])];
  });
}

export function removeLiveMessageGroupBand(live: LiveContext): Action {
  return change(live, (record, params) => {
    const freed = userIds(params, 'UnbannedUsers', MAX_MUTED_IN_CALL);
    record.bannedUsers = record.bannedUsers.filter((user) => !freed.includes(user));
  });
}

/** Replaces the lists that are given; `BannnedUsers` is spelled as the service spells it. */
export function modifyLiveMessageGroupBand(live: LiveContext): Action {
  return change(live, (record, params) => {
    record.bannedAll = flag(params, 'BannedAll') ?? record.bannedAll;
    if (texts(params, 'BannnedUsers')) record.bannedUsers = userIds(params, 'BannnedUsers', MAX_MUTED_IN_CALL);
    if (texts(params, 'ExceptUsers')) record.exceptUsers = userIds(params, 'ExceptUsers', MAX_MUTED_IN_CALL);
  });
}

export function describeLiveMessageGroupBand({ apps }: LiveContext): Action {
  return (params) => {
    const { record } = groupOf(apps, params);
    return {
      GroupId: record.id,
      IsbannedAll: record.bannedAll,
      BannedUserList: record.bannedUsers,
      UnbannedUserList: record.exceptUsers,
    };
  };
}

function change({ apps }: LiveContext, apply: (record: GroupRecord, params: Params) => void): Action {
  return (params) => {
    const { record } = groupOf(apps, params);
    apply(record, params);
    apps.tell({ kind: 'muted', appId: requiredText(params, 'AppId'), groupId: record.id });
    return {};
  };
}
