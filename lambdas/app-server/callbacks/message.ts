/** What the messaging service reports about users: entries are counted, and who is banned is removed again (A19). */
import { ApiError } from '../../api/errors.ts';
import { ID_PATTERN } from '../../api/fields.ts';
import type { RequestOf } from '../../api/routes.ts';
import { kickUsers } from '../messaging/members.ts';
import { bannedAmong } from '../moderation/bans.ts';
import { noteTraffic } from '../reactions/statistics.ts';
import { countViewers } from '../reactions/viewers.ts';
import { isVisible } from '../rooms/room.ts';
import { readRoom } from '../rooms/store.ts';
import type { Scope } from '../scope.ts';
import { requiredSetting } from '../secrets.ts';
import { messageSignatureProblem } from './message-signature.ts';
import { applyOnce } from './receipts.ts';
import type { SignedHeaders } from './signature.ts';

type MessageCallback = RequestOf<'messageCallback'>;

/** Event numbers (live.md §4). */
const JOIN = 3;
const LEAVE = 4;
const RECONNECT = 5;

/** What happened in one group. */
interface Traffic {
  /** How often somebody joined and left. */
  joins: number;
  leaves: number;
  /** Who is in the group after joining or coming back. */
  readonly present: Set<string>;
}

/** @throws ApiError `callback_refused` */
export async function messageEvents(scope: Scope, callback: MessageCallback, headers: SignedHeaders): Promise<void> {
  await verify(scope, callback, headers);
  const signed = {
    service: 'message',
    timestamp: headers.timestamp ?? '',
    subject: callback.transactionid,
    content: callback,
  };
  await applyOnce(scope, signed, async () => {
    await Promise.all([...trafficOf(callback)].map(([groupId, traffic]) => apply(scope, groupId, traffic)));
  });
}

async function verify(scope: Scope, callback: MessageCallback, headers: SignedHeaders): Promise<void> {
  const [app, address] = await Promise.all([
    requiredSetting(scope, 'message-app'),
    requiredSetting(scope, 'public-url'),
  ]);
  const problem =
    messageSignatureProblem(headers, address.url, app, scope.clock.now()) ??
    (callback.appid === app.appId ? undefined : 'wrong application');
  if (problem) {
    scope.log.warn('a messaging callback was refused', { problem });
    throw new ApiError('callback_refused', problem);
  }
}

function trafficOf(callback: MessageCallback): Map<string, Traffic> {
  const byGroup = new Map<string, Traffic>();
  const of = (groupId: string): Traffic => {
    const traffic = byGroup.get(groupId) ?? { joins: 0, leaves: 0, present: new Set<string>() };
    byGroup.set(groupId, traffic);
    return traffic;
  };
  for (const { uid, events } of callback.eves) {
    for (const { e, g = '', gs = [] } of events) {
      if (e === JOIN && g) {
        of(g).joins++;
        of(g).present.add(uid);
      } else if (e === LEAVE && g) {
        of(g).leaves++;
        of(g).present.delete(uid);
      } else if (e === RECONNECT) {
        for (const group of gs) {
          of(group).present.add(uid);
        }
      }
    }
  }
  return byGroup;
}

/** Groups that are no room here are somebody else's business: AUICall makes its own. */
async function apply(scope: Scope, groupId: string, { joins, leaves, present }: Traffic): Promise<void> {
  const room = ID_PATTERN.test(groupId) ? await readRoom(scope.cloud.rows, groupId) : undefined;
  if (!room || !isVisible(room)) {
    return;
  }
  const others = [...present].filter((user) => user !== room.anchorId && ID_PATTERN.test(user));
  const banned = await bannedAmong(scope, others, groupId);
  await Promise.all([
    kickUsers(scope, groupId, [...banned]),
    countViewers(
      scope,
      groupId,
      others.filter((user) => !banned.has(user)),
    ),
    joins + leaves > 0 && noteTraffic(scope, groupId, joins),
  ]);
}
