/** muteAll, cancelMuteAll, muteUser, cancelMuteUser: of creator, administrators and logins with the role `admin`. */
import type { GroupRecord } from '../../live/messaging/group.ts';
import { MAX_MUTED_IN_CALL } from '../../live/messaging/limits.ts';
import { managedGroupOf, muteStatus } from '../groups.ts';
import type { Method } from '../method.ts';
import { type Params, userIds } from '../params.ts';

export const muteAll = change((record) => {
  record.bannedAll = true;
});

export const cancelMuteAll = change((record) => {
  record.bannedAll = false;
  record.exceptUsers = [];
});

export const muteUser = change((record, params) => {
  const users = userIds(params, 'userList', MAX_MUTED_IN_CALL);
  record.bannedUsers = [...new Set([...record.bannedUsers, ...users])];
});

export const cancelMuteUser = change((record, params) => {
  const users = userIds(params, 'userList', MAX_MUTED_IN_CALL);
  record.bannedUsers = record.bannedUsers.filter((user) => !users.includes(user));
});

export const listMuteUsers: Method = (params, session, context) => muteStatus(managedGroupOf(params, session, context));

function change(apply: (record: GroupRecord, params: Params) => void): Method {
  return (params, session, context) => {
    const { record } = managedGroupOf(params, session, context);
    apply(record, params);
    context.live.apps.tell({ kind: 'muted', appId: session.app.appId, groupId: record.id });
    return {};
  };
}
