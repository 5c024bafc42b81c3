/** A message group: who may administrate it, who is in it, what was said, who is muted. */
import { MAX_TYPES } from './limits.ts';

export interface StoredMessage {
  readonly msgTid: string;
  readonly body: string;
  readonly msgType: number;
  readonly senderId: string;
  readonly senderInfo: string;
  readonly seqNumber: number;
  readonly timestampMs: number;
  /** 0 normal, 1 high. */
  readonly level: number;
  /** By how much it raises the count of its type. */
  readonly repeatCount: number;
  /** Messages of its type in the group, itself included. */
  readonly totalMessages: number;
}

export type NewMessage = Omit<StoredMessage, 'seqNumber' | 'totalMessages'>;

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
const SUPER_LARGE_ABOVE = 2_000;

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

  /** After a lost connection: no new entry is counted. UNCERTAIN: whether the service counts one. */
  rejoin(userId: string, info: string): void {
    this.members.set(userId, info);
  }

  isManagedBy(userId: string): boolean {
    return userId === this.record.creatorId || this.record.administrators.includes(userId);
  }

  /** Creator and administrators are exempt (live.md §5). */
  isMuted(userId: string): boolean {
    const { bannedAll, exceptUsers, bannedUsers } = this.record;
    if (this.isManagedBy(userId)) return false;
    return bannedAll ? !exceptUsers.includes(userId) : bannedUsers.includes(userId);
  }

  /** False when the group has used as many types as it may, and this is a new one. */
  takesType(msgType: number): boolean {
    return Object.hasOwn(this.record.msgAmount, msgType) || Object.keys(this.record.msgAmount).length < MAX_TYPES;
  }

  /** Counts the message and keeps it unless told not to; answers it with its place in the group. */
  add(message: NewMessage, keep: boolean): StoredMessage {
    const { msgAmount } = this.record;
    const before = Object.hasOwn(msgAmount, message.msgType) ? (msgAmount[message.msgType] ?? 0) : 0;
    const totalMessages = before + message.repeatCount;
    msgAmount[message.msgType] = totalMessages;
    const stored = { ...message, seqNumber: ++this.#sequence, totalMessages };
    if (keep) this.messages = [...this.messages.slice(1 - MAX_MESSAGES), stored];
    return stored;
  }

  /** Takes a message out of the list; nothing happens when it is not kept. */
  forget(msgTid: string): void {
    this.messages = this.messages.filter((message) => message.msgTid !== msgTid);
  }
}
