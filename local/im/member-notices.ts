/** Tells the members of a group who came and who went: at once when it is quiet, in batches when it is not. */
import type { Clock } from '../clock.ts';
import type { Group } from '../live/messaging/group.ts';
import type { Schedule } from '../schedule.ts';
import { pushText } from './protocol.ts';
import type { User } from './session.ts';

/** Between two notices of a super-large group (live.md §5). */
const SUPER_LARGE_INTERVAL_MS = 5_000;
/** Between two notices of any other group, so that a thousand people entering are not a million notices. */
const INTERVAL_MS = 200;
/** Users that a notice names; it always gives the number of members. */
const MAX_NAMED = 50;

interface Pending {
  lastSentMs: number;
  isScheduled: boolean;
  /** Whoever comes and goes between two notices is in neither list. */
  readonly joined: Map<string, User>;
  readonly left: Map<string, User>;
}

export interface NoticeOptions {
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly broadcast: (appId: string, group: Group, text: string) => void;
}

export class MemberNotices {
  readonly #options: NoticeOptions;
  readonly #pending = new WeakMap<Group, Pending>();

  constructor(options: NoticeOptions) {
    this.#options = options;
  }

  joined(appId: string, group: Group, user: User): void {
    const pending = this.#of(group);
    if (!pending.left.delete(user.userId)) pending.joined.set(user.userId, user);
    this.#send(appId, group, pending);
  }

  left(appId: string, group: Group, user: User): void {
    const pending = this.#of(group);
    if (!pending.joined.delete(user.userId)) pending.left.set(user.userId, user);
    this.#send(appId, group, pending);
  }

  #of(group: Group): Pending {
    const known = this.#pending.get(group);
    if (known) return known;
    const pending = { lastSentMs: Number.NEGATIVE_INFINITY, isScheduled: false, joined: new Map(), left: new Map() };
    this.#pending.set(group, pending);
    return pending;
  }

  #send(appId: string, group: Group, pending: Pending): void {
    if (pending.isScheduled || (pending.joined.size === 0 && pending.left.size === 0)) return;
    const { clock, schedule, broadcast } = this.#options;
    const interval = group.isSuperLarge ? SUPER_LARGE_INTERVAL_MS : INTERVAL_MS;
    const waitMs = pending.lastSentMs + interval - clock.now();
    if (waitMs > 0) {
      pending.isScheduled = true;
      schedule.after(waitMs, () => {
        pending.isScheduled = false;
        this.#send(appId, group, pending);
      });
      return;
    }
    const { id } = group.record;
    const [joinUsers, leaveUsers] = [pending.joined, pending.left].map((users) => [...users.values()]);
    pending.joined.clear();
    pending.left.clear();
    pending.lastSentMs = clock.now();
    const named = {
      joinUsers: (joinUsers ?? []).slice(0, MAX_NAMED).map((user) => ({ ...user })),
      leaveUsers: (leaveUsers ?? []).slice(0, MAX_NAMED).map((user) => ({ ...user })),
    };
    broadcast(appId, group, pushText('memberchange', { groupId: id, memberCount: group.members.size, ...named }));
  }
}
