/** A room as somebody inside sees it: fetched once, and kept true by the messages of its group. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { ResponseOf } from '../../../lambdas/api/routes.ts';
import { stage } from '../configuration.ts';
import type { ClosedReason, Message, Messaging, MessagingLogin, Sender } from '../messaging/messaging.ts';
import { openMessaging } from '../messaging/open.ts';
import { MESSAGE } from '../messaging/types.ts';
import { api, session } from '../session.ts';

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
/** As often as the AppServer tells the group about likes. */
const LIKES_EVERY_MS = 2_000;
/** A room whose messages do not come is read again this often, so that its state is never wrong for long. */
const REFRESH_EVERY_MS = 15_000;

export async function openRoom(id: string, self: Sender): Promise<RoomModel> {
  const userId = self.userId;
  const fetchRoom = (): Promise<RoomAnswer> =>
    api.value.call('get', { id, user_id: userId, im_server: ['aliyun_new'] });
  const room = signal(await fetchRoom());
  const comments = signal<readonly Comment[]>([]);
  const online = signal(room.value.metrics.online_count);
  const views = signal(room.value.metrics.pv);
  const likes = signal(room.value.metrics.like_count);
  const notice = signal(room.value.notice ?? '');
  const mutedUsers = signal<readonly string[]>([]);
  const mutedAll = signal(false);
  const isMuted = signal(false);
  const connection = signal<Connection>('connecting');
  const closedBecause = signal<ClosedReason | undefined>(undefined);
  const listeners = new Set<(message: Message) => void>();
  let hearts = 0;

  const refresh = async (): Promise<RoomAnswer> => {
    const next = await fetchRoom();
    room.value = next;
    notice.value = next.notice ?? '';
    likes.value = Math.max(likes.value, next.metrics.like_count);
    views.value = Math.max(views.value, next.metrics.pv);
    return next;
  };
  const refreshQuietly = (): void => {
    // The next message or turn reads it again.
    refresh().catch(() => undefined);
  };
  const setMutes = (state: { mutedAll: boolean; mutedUsers: readonly string[] }): void => {
    mutedAll.value = state.mutedAll;
    mutedUsers.value = state.mutedUsers;
    const isAnchor = room.value.anchor_id === userId;
    isMuted.value = !isAnchor && (state.mutedAll || state.mutedUsers.includes(userId));
  };
  const receive = (message: Message): void => {
    const { payload } = message;
    switch (message.type) {
      case MESSAGE.comment:
        if (typeof payload.content === 'string') add(toComment(message, payload.content));
        return;
      case MESSAGE.likes:
        if (typeof payload.likeCount === 'number') likes.value = Math.max(likes.value, payload.likeCount);
        return;
      case MESSAGE.notice:
        if (typeof payload.notice === 'string') notice.value = payload.notice;
        return;
      case MESSAGE.started:
      case MESSAGE.stopped:
      case MESSAGE.roomState:
        refreshQuietly();
        return;
      default:
        for (const listener of listeners) listener(message);
    }
  };
  const add = (comment: Comment): void => {
    if (comments.value.some((known) => known.id === comment.id)) return;
    comments.value = [...comments.value, comment].slice(-MOST_COMMENTS);
  };

  const messaging = await openMessaging({
    ...(stage.value?.messaging.origin === undefined ? {} : { origin: stage.value.messaging.origin }),
    self,
    login: () => messagingLogin(userId, id),
  });
  messaging.on('message', receive);
  messaging.on('deleted', (messageId) => {
    comments.value = comments.value.filter((comment) => comment.id !== messageId);
  });
  messaging.on('members', (change) => {
    online.value = change.online;
    views.value += change.joined.length;
  });
  messaging.on('muted', setMutes);
  messaging.on('connection', (state, reason) => {
    const wasLost = connection.value === 'reconnecting';
    connection.value = state;
    if (state === 'closed') closedBecause.value = reason ?? 'left';
    if (state === 'connected' && wasLost) catchUp();
  });
  const readRecent = async (): Promise<void> => {
    for (const message of await messaging.recent()) receive(message);
  };
  const catchUp = (): void => {
    refreshQuietly();
    // The next loss or comment shows whether messages come.
    readRecent().catch(() => undefined);
  };
  const state = await messaging.enter(id);
  connection.value = 'connected';
  online.value = state.online;
  views.value = Math.max(views.value, state.views);
  setMutes(state);
  await readRecent();

  const sendHearts = (): void => {
    const count = hearts;
    if (count === 0) return;
    hearts = 0;
    api.value.call('sendLikeMessage', { chatroom_id: id, user_id: userId, like_count: count }).then(
      (answer) => {
        likes.value = Math.max(likes.value, answer.count);
      },
      () => {
        hearts += count;
      },
    );
  };
  const likesTimer = setInterval(sendHearts, LIKES_EVERY_MS);
  const refreshTimer = setInterval(refreshQuietly, REFRESH_EVERY_MS);

  return {
    id,
    room,
    comments,
    online,
    views,
    likes,
    notice,
    isMuted,
    mutedUsers,
    mutedAll,
    connection,
    closedBecause,
    messaging,
    onSignal: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    comment: (text) => messaging.send(MESSAGE.comment, { content: text }),
    like: () => {
      hearts += 1;
      likes.value += 1;
    },
    refresh,
    leave: () => {
      clearInterval(likesTimer);
      clearInterval(refreshTimer);
      sendHearts();
      messaging.leave().catch(() => undefined);
      messaging.close();
    },
  };
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
