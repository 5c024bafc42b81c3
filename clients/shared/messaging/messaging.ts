/**
 * Messaging as the pages need it: a group a room, messages to the group and to one user. Two adapters implement it:
 * `local` for the gateway of the local cloud, `aliyun` for the vendor's Web SDK.
 */
import type { ResponseOf } from '../../../lambdas/api/routes.ts';

/** What the AppServer's token route gives. */
export type MessagingLogin = ResponseOf<'tokenV2'>['aliyun_new_im'];

/** Who wrote: the name and picture travel with each message (appserver-contract.md §4.1). */
export interface Sender {
  readonly userId: string;
  readonly nick: string;
  readonly avatar: string;
}

export interface Message {
  readonly id: string;
  readonly groupId: string;
  /** A number of appserver-contract.md §4.2. */
  readonly type: number;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly sender: Sender;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Whether it was written to this user alone. */
  readonly isDirect: boolean;
}

export interface GroupState {
  readonly online: number;
  readonly views: number;
  readonly mutedAll: boolean;
  readonly mutedUsers: readonly string[];
}

export interface MessagingEvents {
  message: (message: Message) => void;
  /** A message was taken back by the anchor. */
  deleted: (messageId: string) => void;
  members: (change: { online: number; joined: readonly Sender[]; left: readonly Sender[] }) => void;
  muted: (change: { mutedAll: boolean; mutedUsers: readonly string[] }) => void;
  /** `connected` again after `reconnecting`; nothing more comes after `closed`. */
  connection: (state: 'connected' | 'reconnecting' | 'closed', reason?: ClosedReason) => void;
}

export type ClosedReason = 'other-device' | 'removed' | 'group-deleted' | 'token-expired' | 'left';

export interface SendOptions {
  /** Signals between clients are neither audited, nor stopped by a mute, nor kept (appserver-contract.md §4.1). */
  readonly isSignal?: boolean;
}

export interface Messaging {
  /** Joins the room's group; connects first. @throws MessagingError */
  enter(groupId: string): Promise<GroupState>;
  leave(): Promise<void>;
  send(type: number, payload: object, options?: SendOptions): Promise<void>;
  sendTo(userId: string, type: number, payload: object): Promise<void>;
  /** The latest stored messages of the group, oldest first. */
  recent(): Promise<readonly Message[]>;
  on<Name extends keyof MessagingEvents>(name: Name, listener: MessagingEvents[Name]): () => void;
  close(): void;
}

export interface MessagingOptions {
  /** Address of the local gateway; absent for the vendor's service. */
  readonly origin?: string;
  readonly self: Sender;
  /** Asks the AppServer for a (new) login each time the adapter needs one. */
  readonly login: () => Promise<MessagingLogin>;
}

export type MessagingProblem = 'muted' | 'not-sent' | 'unavailable' | 'refused';

/** What went wrong, for words to be chosen from. */
export class MessagingError extends Error {
  readonly problem: MessagingProblem;

  constructor(problem: MessagingProblem, detail: string) {
    super(detail);
    this.name = 'MessagingError';
    this.problem = problem;
  }
}
