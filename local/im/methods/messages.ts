/** listRecentMessage, listMessage and deleteMessage, over the messages that the group keeps. */
import { joinedGroupOf, managedGroupOf, messageJson } from '../groups.ts';
import type { Method } from '../method.ts';
import { integer, text } from '../params.ts';

const ANY = Number.MAX_SAFE_INTEGER;

/** The newest ones after `seqnum`, oldest first. UNCERTAIN: the order, and what `seqnum` means to the service. */
export const listRecentMessage: Method = (params, session, context) => {
  const group = joinedGroupOf(params, session, context);
  const after = integer(params, 'seqnum', 0, ANY, 0);
  const size = integer(params, 'pageSize', 1, 50, 50);
  const newer = group.messages.filter(({ seqNumber }) => seqNumber > after);
  const { id } = group.record;
  return { groupId: id, messageList: newer.slice(-size).map((message) => messageJson(message, id)) };
};

/** Of one type, in pages of 10, at most 30 (SDK); times are in seconds. */
export const listMessage: Method = (params, session, context) => {
  const group = joinedGroupOf(params, session, context);
  const type = integer(params, 'type', 0, ANY);
  const [begin, end] = [integer(params, 'beginTime', 0, ANY, 0), integer(params, 'endTime', 0, ANY, ANY)];
  const size = integer(params, 'pageSize', 1, 30, 10);
  // The place of the first message of the page, counted from one: the official client begins with 1.
  const start = Math.max(1, integer(params, 'nextPageToken', 0, ANY, 1));
  const wanted = group.messages.filter(({ msgType, timestampMs }) => {
    const time = Math.floor(timestampMs / 1000);
    return msgType === type && time >= begin && time <= end;
  });
  if (integer(params, 'sortType', 0, 1, 0) === 1) wanted.reverse();
  const { id } = group.record;
  return {
    groupId: id,
    messageList: wanted.slice(start - 1, start - 1 + size).map((message) => messageJson(message, id)),
    hasMore: start - 1 + size < wanted.length,
    nextPageToken: start + size,
  };
};

/** Also of a message that the group does not keep: its members are told. */
export const deleteMessage: Method = (params, session, context) => {
  const group = managedGroupOf(params, session, context);
  const messageId = text(params, 'messageId', 128);
  group.forget(messageId);
  context.live.apps.tell({
    kind: 'message-deleted',
    appId: session.app.appId,
    groupId: group.record.id,
    messageId,
  });
  return {};
};
