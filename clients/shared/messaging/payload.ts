/** How payloads and senders travel as text (appserver-contract.md §4.1). */
import type { Sender } from './messaging.ts';

export interface ReadPayload {
  readonly payload: Readonly<Record<string, unknown>>;
  /** The room that a direct message is about. */
  readonly groupId: string | undefined;
}

/** @returns undefined when it is not of the agreed form: somebody else's message, and no error */
export function readPayload(data: string, isDirect: boolean): ReadPayload | undefined {
  const outer = parseObject(data);
  if (!isDirect || !outer) return outer && { payload: outer, groupId: undefined };
  const inner = typeof outer.data === 'string' ? parseObject(outer.data) : undefined;
  return inner && typeof outer.groupId === 'string' ? { payload: inner, groupId: outer.groupId } : undefined;
}

export function writeDirect(groupId: string, payload: object): string {
  return JSON.stringify({ groupId, data: JSON.stringify(payload) });
}

export function readSender(sender: { readonly userId: string; readonly userExtension?: string }): Sender {
  const { userNick, userAvatar } = parseObject(sender.userExtension ?? '') ?? {};
  return {
    userId: sender.userId,
    nick: typeof userNick === 'string' && userNick !== '' ? userNick : sender.userId,
    avatar: typeof userAvatar === 'string' ? userAvatar : '',
  };
}

export function writeExtension(self: Sender): string {
  return JSON.stringify({ userNick: self.nick, userAvatar: self.avatar });
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
