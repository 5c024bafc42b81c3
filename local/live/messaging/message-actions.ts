/** SendLiveMessageGroup and ListLiveMessageGroupMessages. */
import { flag, number, requiredText, text } from '../../openapi/read.ts';
import { type Action, ServiceError } from '../../openapi/service.ts';
import type { LiveContext } from '../context.ts';
import { liveError } from '../errors.ts';
import { seconds } from '../timestamps.ts';
import { checkUserId, groupOf, limitedText } from './door.ts';
import { listFrom } from './token-page.ts';

const MAX_BODY_BYTES = 15 * 1024;
const MAX_META_BYTES = 512;
/** Message types that one group may use. */
const MAX_TYPES = 30;

/** Nobody would ever read it: groups keep nothing for those who are away (live.md §0.13). UNCERTAIN: the code. */
function emptyGroup(groupId: string): ServiceError {
  return new ServiceError('InputInvalid', `Input invalid: GroupId: nobody is in the group ${groupId}.`);
}

export function sendLiveMessageGroup({ apps, clock }: LiveContext): Action {
  return (params, { requestId }) => {
    const group = groupOf(apps, params);
    const msgType = number(params, 'MsgType') ?? 0;
    const { msgAmount, id } = group.record;
    if (!Object.hasOwn(msgAmount, msgType) && Object.keys(msgAmount).length >= MAX_TYPES) {
      throw liveError.inputInvalid('MsgType', `at most ${MAX_TYPES} message types in a group`);
    }
    const message = {
      msgTid: text(params, 'MsgTid') ?? requestId.replaceAll('-', '').toLowerCase(),
      body: limitedText(params, 'Body', MAX_BODY_BYTES),
      msgType,
      senderId: checkUserId('SenderId', requiredText(params, 'SenderId')),
      senderInfo: limitedText(params, 'SenderMetaInfo', MAX_META_BYTES),
      timestampMs: clock.now(),
    };
    if (group.members.size === 0) throw emptyGroup(id);
    const stored = group.add(message, flag(params, 'NoStorage') !== true);
    apps.tell({ kind: 'message', appId: requiredText(params, 'AppId'), groupId: id, message: stored });
    return { MsgTid: stored.msgTid };
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
      TotalMessages: wanted.length,
    }));
    return { GroupId: group.record.id, MessageList, Hasmore: next !== undefined, NextPageToken: next ?? 0 };
  };
}
