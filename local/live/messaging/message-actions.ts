/** Sends messages to groups and to users, lists and deletes them. */
import { flag, number, requiredText, text } from '../../openapi/read.ts';
import { type Action, type ActionContext, type Params, ServiceError } from '../../openapi/service.ts';
import type { LiveContext } from '../context.ts';
import { liveError } from '../errors.ts';
import { seconds } from '../timestamps.ts';
import { appOf, checkUserId, groupOf, limitedText } from './door.ts';
import type { NewMessage } from './group.ts';
import { MAX_BODY_BYTES, MAX_META_BYTES, MAX_TYPES } from './limits.ts';
import { listFrom } from './token-page.ts';

/** Nobody would ever read it: groups keep nothing for those who are away (live.md §0.13). UNCERTAIN: the code. */
function emptyGroup(groupId: string): ServiceError {
  return new ServiceError('InputInvalid', `Input invalid: GroupId: nobody is in the group ${groupId}.`);
}

export function sendLiveMessageGroup({ apps }: LiveContext): Action {
  return (params, context) => {
    const group = groupOf(apps, params);
    const message = newMessage(params, context, 'SenderMetaInfo');
    if (!group.takesType(message.msgType)) {
      throw liveError.inputInvalid('MsgType', `at most ${MAX_TYPES} message types in a group`);
    }
    if (group.members.size === 0) throw emptyGroup(group.record.id);
    const stored = group.add(message, flag(params, 'NoStorage') !== true);
    apps.tell({ kind: 'message', appId: requiredText(params, 'AppId'), groupId: group.record.id, message: stored });
    return { MsgTid: stored.msgTid };
  };
}

/** Nothing is kept for a receiver who is away. UNCERTAIN: whether the service refuses then. */
export function sendLiveMessageUser({ apps }: LiveContext): Action {
  return (params, context) => {
    const { appId } = appOf(apps, params);
    const receiverId = checkUserId('ReceiverId', requiredText(params, 'ReceiverId'));
    const message = { ...newMessage(params, context, 'SenderInfo'), seqNumber: 0, totalMessages: 0 };
    apps.tellApp({ kind: 'message', appId, receiverId, message });
    return { MsgTid: message.msgTid };
  };
}

/** Clients are told also of a message that the group does not keep. */
export function deleteLiveMessageGroupMessage({ apps }: LiveContext): Action {
  return (params) => {
    const group = groupOf(apps, params);
    const [appId, messageId] = [requiredText(params, 'AppId'), requiredText(params, 'MessageId')];
    group.forget(messageId);
    apps.tell({ kind: 'message-deleted', appId, groupId: group.record.id, messageId });
    return { GroupId: group.record.id, MessageId: messageId };
  };
}

export function deleteLiveMessageUserMessage({ apps }: LiveContext): Action {
  return (params) => {
    const receiverId = checkUserId('ReceiverId', requiredText(params, 'ReceiverId'));
    const messageId = requiredText(params, 'MessageId');
    apps.tellApp({ kind: 'message-deleted', appId: appOf(apps, params).appId, receiverId, messageId });
    return {};
  };
}

export function listLiveMessageGroupMessages({ apps }: LiveContext): Action {
  return (params) => {
    const group = groupOf(apps, params);
    const [begin, end] = [number(params, 'BeginTime') ?? 0, number(params, 'EndTime') ?? Number.POSITIVE_INFINITY];
    const type = number(params, 'MsgType');
    const wanted = group.messages.filter(({ timestampMs, msgType }) => {
      const time = seconds(timestampMs);
      return time >= begin && time <= end && (type === undefined || msgType === type);
    });
    const { items, next } = listFrom(wanted, params, number(params, 'PageSize'));
    const MessageList = items.map((message) => ({
      MsgTid: message.msgTid,
      Body: message.body,
      MsgType: message.msgType,
      Sender: { UserId: message.senderId, UserInfo: message.senderInfo },
      SeqNumber: message.seqNumber,
      Timestamp: seconds(message.timestampMs),
      TotalMessages: message.totalMessages,
    }));
    return { GroupId: group.record.id, MessageList, Hasmore: next !== undefined, NextPageToken: next ?? 0 };
  };
}

/** UNCERTAIN: `Weight` is taken for the level of the message, 0 normal or 1 high. */
function newMessage(params: Params, { requestId, clock }: ActionContext, infoName: string): NewMessage {
  return {
    msgTid: text(params, 'MsgTid') ?? requestId.replaceAll('-', '').toLowerCase(),
    body: limitedText(params, 'Body', MAX_BODY_BYTES),
    msgType: number(params, 'MsgType') ?? 0,
    senderId: checkUserId('SenderId', requiredText(params, 'SenderId')),
    senderInfo: limitedText(params, infoName, MAX_META_BYTES),
    timestampMs: clock.now(),
    level: number(params, 'Weight') === 1 ? 1 : 0,
    repeatCount: Math.max(1, number(params, 'StaticsIncrease') ?? 1),
  };
}
