/** A message group: who may administrate it, who is in it, what was said, who is muted. */

export interface StoredMessage {
  readonly msgTid: string;
  readonly body: string;
  readonly msgType: number;
  readonly senderId: string;
  readonly senderInfo: string;
  readonly seqNumber: number;
  readonly timestampMs: number;
}

export interface GroupRecord {
  readonly id: string;
  name: string;
  info: string;
  readonly creatorId: string;
  administrators: string[];
  readonly createdAtMs: number;
  deletedAtMs?: number;
  deletor?: string;
  /** Joins since the beginning ("pv"). */
  totalTimes: number;
  /** Messages by type since the beginning. */
  msgAmount: Record<string, number>;
  bannedAll: boolean;
  /** Muted users while not everybody is muted. */
  bannedUsers: string[];
  /** Users who may speak while everybody is muted. */
  exceptUsers: string[];
}

/** Kept messages of a group; the oldest go first. */
const MAX_MESSAGES = 1_000;

/** Above so many members a group is super-large: no member list (live.md §5). */
export const SUPER_LARGE_ABOVE = 2_000;

export class Group {
  readonly record: GroupRecord;
  /** Users who are in the group now, with what they say about themselves; not kept over a restart. */
  readonly members = new Map<string, string>();
  messages: StoredMessage[] = [];
  #sequence = 0;

  constructor(record: GroupRecord) {
    this.record = record;
  }

  get isSuperLarge(): boolean {
    return this.members.size > SUPER_LARGE_ABOVE;
  }

  join(userId: string, info: string): void {
    if (!this.members.has(userId)) this.record.totalTimes += 1;
    this.members.set(userId, info);
  }

  /** Creator and administrators are exempt (live.md §5). */
  isMuted(userId: string): boolean {
    const { creatorId, administrators, bannedAll, exceptUsers, bannedUsers } = this.record;
    if (userId === creatorId || administrators.includes(userId)) return false;
    return bannedAll ? !exceptUsers.includes(userId) : bannedUsers.includes(userId);
  }

  /** Counts the message and keeps it unless told not to; answers it with its place in the group. */
  add(message: Omit<StoredMessage, 'seqNumber'>, keep: boolean): StoredMessage {
    const amount = Object.hasOwn(this.record.msgAmount, message.msgType) ? this.record.msgAmount[message.msgType] : 0;
    this.record.msgAmount[message.msgType] = (amount ?? 0) + 1;
    const stored = { ...message, seqNumber: ++this.#sequence };
    if (keep) this.messages = [...this.messages.slice(1 - MAX_MESSAGES), stored];
    return stored;
  }
}
