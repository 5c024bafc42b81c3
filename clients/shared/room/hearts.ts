/** Hearts of this user: shown at once, and sent together every two seconds. */
import type { Signal } from '@preact/signals';
import { api } from '../session.ts';

export interface Hearts {
  add(): void;
  /** Sends those that wait, and no more. */
  close(): void;
}

/** As often as the AppServer tells the group about likes. */
const LIKES_EVERY_MS = 2_000;

/** @param likes all hearts of the room, those that wait here included */
export function openHearts(roomId: string, userId: string, likes: Signal<number>): Hearts {
  let waiting = 0;
  const send = (): void => {
    const count = waiting;
    if (count === 0) return;
    waiting = 0;
    api.value.call('sendLikeMessage', { chatroom_id: roomId, user_id: userId, like_count: count }).then(
      (answer) => {
        likes.value = Math.max(likes.value, answer.count);
      },
      () => {
        waiting += count;
      },
    );
  };
  const timer = setInterval(send, LIKES_EVERY_MS);
  return {
    add: () => {
      waiting += 1;
      likes.value += 1;
    },
    close: () => {
      clearInterval(timer);
      send();
    },
  };
}
