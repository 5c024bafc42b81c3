/** Whether the caller may talk in a room's messaging group (W30). */
import type { Statistics } from './store.ts';

export interface UserStatus {
  readonly mute: boolean;
  /** Why: everybody is muted, or this user is. */
  readonly mute_source: ('group' | 'user')[];
}

/** Undefined when it is not known. The anchor made the group and is never muted in it (live.md §5). */
export function userStatus(
  { mute }: Pick<Statistics, 'mute'>,
  room: { readonly anchorId: string },
  caller: string,
): UserStatus | undefined {
  if (!mute) {
    return undefined;
  }
  const isAnchor = caller === room.anchorId;
  const byGroup = !isAnchor && mute.all && !mute.except.includes(caller);
  const byUser = !isAnchor && mute.users.includes(caller);
  return {
    mute: byGroup || byUser,
    mute_source: [...(byGroup ? ['group' as const] : []), ...(byUser ? ['user' as const] : [])],
  };
}
