/** A room as somebody inside sees it: fetched once, and kept true by the messages of its group. */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { ResponseOf } from '../../../lambdas/api/routes.ts';
import { stage } from '../configuration.ts';
import type { ClosedReason, Message, Messaging, MessagingLogin, Sender } from '../messaging/messaging.ts';
import { openMessaging } from '../messaging/open.ts';
import { MESSAGE } from '../messaging/types.ts';
import { api, session } from '../session.ts';
import { openHearts } from './hearts.ts';

export type RoomAnswer = ResponseOf<'get'>;

export interface Comment {
  readonly id: string;
  readonly sender: Sender;
  readonly text: string;
  readonly at: number;
}

export type Connection = 'connecting' | 'connected' | 'reconnecting' | 'closed';

export interface RoomModel {
  readonly id: string;
  readonly room: ReadonlySignal<RoomAnswer>;
  readonly comments: ReadonlySignal<readonly Comment[]>;
  readonly online: ReadonlySignal<number>;
  readonly views: ReadonlySignal<number>;
  readonly likes: ReadonlySignal<number>;
  readonly notice: ReadonlySignal<string>;
  /** Whether this user may not write now. */
  readonly isMuted: ReadonlySignal<boolean>;
  readonly mutedUsers: ReadonlySignal<readonly string[]>;
  readonly mutedAll: ReadonlySignal<boolean>;
  readonly connection: ReadonlySignal<Connection>;
  /** Why nothing comes any more; set with `closed`. */
  readonly closedBecause: ReadonlySignal<ClosedReason | undefined>;
  readonly messaging: Messaging;
  /** Everything that is no comment, like or notice: for co-streaming. */
  onSignal(listener: (message: Message) => void): () => void;
  comment(text: string): Promise<void>;
  /** Adds hearts; they are sent together every two seconds. */
  like(): void;
  /** Reads the room again. */
  refresh(): Promise<RoomAnswer>;
  leave(): void;
}

/** Comments that are kept on the page. */
const MOST_COMMENTS = 200;
/** A room whose messages do not come is read again this often, so that its state is never wrong for long. */
const REFRESH_EVERY_MS = 15_000;

export async function openRoom(id: string, self: Sender): Promise<RoomModel> {
  const userId = self.userId;
  const fetchRoom = (): Promise<RoomAnswer> =>
    api.value.call('get', { id, user_id: userId, im_server: ['aliyun_new'] });
  const state = stateOf(await fetchRoom(), userId);
  const listeners = new Set<(message: Message) => void>();

  const refresh = async (): Promise<RoomAnswer> => {
    const next = await fetchRoom();
    take(next, state);
    return next;
  };
  const refreshQuietly = (): void => {
    // The next message or turn reads it again.
    refresh().catch(() => undefined);
  };
  const receive = (message: Message): void => {
    if (CHANGES_ROOM.has(message.type)) refreshQuietly();
    else if (!note(message, state)) for (const listener of listeners) listener(message);
  };

  const messaging = await openMessaging({
    ...(stage.value?.messaging.origin === undefined ? {} : { origin: stage.value.messaging.origin }),
    self,
    login: () => messagingLogin(userId, id),
  });
  const readRecent = async (): Promise<void> => {
    for (const message of await messaging.recent()) receive(message);
  };
  messaging.on('message', receive);
  follow(messaging, state, () => {
    refreshQuietly();
    // The next loss or comment shows whether messages come.
    readRecent().catch(() => undefined);
  });
  await enter(messaging, id, state);
  await readRecent();
  const hearts = openHearts(id, userId, state.likes);
  const refreshTimer = setInterval(refreshQuietly, REFRESH_EVERY_MS);

  return {
    id,
    ...state,
    messaging,
    onSignal: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    comment: (text) => messaging.send(MESSAGE.comment, { content: text }),
    like: hearts.add,
    refresh,
    leave: () => {
      clearInterval(refreshTimer);
      hearts.close();
      messaging.leave().catch(() => undefined);
      messaging.close();
    },
  };
}

/** Messages after which the room itself is another one. */
const CHANGES_ROOM: ReadonlySet<number> = new Set([MESSAGE.started, MESSAGE.stopped, MESSAGE.roomState]);

/** What messages and answers change; `RoomModel` shows it for reading alone. */
type RoomState = ReturnType<typeof stateOf>;

function stateOf(answer: RoomAnswer, userId: string) {
  const room = signal(answer);
  const mutedUsers = signal<readonly string[]>([]);
  const mutedAll = signal(false);
  return {
    room,
    comments: signal<readonly Comment[]>([]),
    online: signal(answer.metrics.online_count),
    views: signal(answer.metrics.pv),
    likes: signal(answer.metrics.like_count),
    notice: signal(answer.notice ?? ''),
    mutedUsers,
    mutedAll,
    isMuted: computed(() => room.value.anchor_id !== userId && (mutedAll.value || mutedUsers.value.includes(userId))),
    connection: signal<Connection>('connecting'),
    closedBecause: signal<ClosedReason | undefined>(undefined),
  };
}

/** What the AppServer answers about the room; counts never go back, as messages may have told of more already. */
function take(answer: RoomAnswer, { room, notice, likes, views }: RoomState): void {
  room.value = answer;
  notice.value = answer.notice ?? '';
  likes.value = Math.max(likes.value, answer.metrics.like_count);
  views.value = Math.max(views.value, answer.metrics.pv);
}

/** Comments, likes and notices; false for every other message. */
function note(message: Message, { comments, likes, notice }: RoomState): boolean {
  const { payload } = message;
  switch (message.type) {
    case MESSAGE.comment:
      if (typeof payload.content === 'string' && !comments.value.some(({ id }) => id === message.id)) {
        comments.value = [...comments.value, toComment(message, payload.content)].slice(-MOST_COMMENTS);
      }
      return true;
    case MESSAGE.likes:
      if (typeof payload.likeCount === 'number') likes.value = Math.max(likes.value, payload.likeCount);
      return true;
    case MESSAGE.notice:
      if (typeof payload.notice === 'string') notice.value = payload.notice;
      return true;
    default:
      return false;
  }
}

/** Everything that the group tells beside messages. */
function follow(messaging: Messaging, state: RoomState, onBack: () => void): void {
  const { comments, online, views, connection, closedBecause } = state;
  messaging.on('deleted', (messageId) => {
    comments.value = comments.value.filter((comment) => comment.id !== messageId);
  });
  messaging.on('members', (change) => {
    online.value = change.online;
    views.value += change.joined.length;
  });
  messaging.on('muted', (mutes) => setMutes(mutes, state));
  messaging.on('connection', (next, reason) => {
    const wasLost = connection.value === 'reconnecting';
    connection.value = next;
    if (next === 'closed') closedBecause.value = reason ?? 'left';
    if (next === 'connected' && wasLost) onBack();
  });
}

async function enter(messaging: Messaging, id: string, state: RoomState): Promise<void> {
  const group = await messaging.enter(id);
  state.connection.value = 'connected';
  state.online.value = group.online;
  state.views.value = Math.max(state.views.value, group.views);
  setMutes(group, state);
}

function setMutes(mutes: { mutedAll: boolean; mutedUsers: readonly string[] }, state: RoomState): void {
  state.mutedAll.value = mutes.mutedAll;
  state.mutedUsers.value = mutes.mutedUsers;
}

async function messagingLogin(userId: string, roomId: string): Promise<MessagingLogin> {
  const answer = await api.value.call('tokenV2', {
    user_id: userId,
    device_id: deviceId(),
    device_type: 'web',
    im_server: ['aliyun_new'],
    room_id: roomId,
  } as Parameters<typeof api.value.call<'tokenV2'>>[1]);
  return answer.aliyun_new_im;
}

/** One per browser: a second one of the same user is another device. */
function deviceId(): string {
  const store = 'interactive-live.device';
  const kept = localStorage.getItem(store);
  if (kept) return kept;
  const made = crypto.randomUUID();
  localStorage.setItem(store, made);
  return made;
}

export function selfOf(nick: string): Sender {
  return { userId: session.value?.userId ?? '', nick, avatar: '' };
}

function toComment(message: Message, text: string): Comment {
  return { id: message.id, sender: message.sender, text, at: message.at };
}
