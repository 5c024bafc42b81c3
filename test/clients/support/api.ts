/** A recording stand-in of the AppServer's client, and of messaging, for models that use both. */
import { signal } from '@preact/signals';
import { Emitter } from '../../../clients/shared/emitter.ts';
import type { GroupState, Message, Messaging, MessagingEvents } from '../../../clients/shared/messaging/messaging.ts';

export type Answer = (request: Record<string, unknown>) => unknown;

export class FakeApi {
  readonly calls: [string, Record<string, unknown>][] = [];
  answers: Record<string, Answer> = {};

  call = async (id: string, request: Record<string, unknown> = {}): Promise<unknown> => {
    this.calls.push([id, request]);
    const answer = this.answers[id];
    if (!answer) throw new Error(`${id} is not expected`);
    return answer(request);
  };

  named(id: string): Record<string, unknown>[] {
    return this.calls.filter(([name]) => name === id).map(([, request]) => request);
  }
}

export class FakeMessaging implements Messaging {
  readonly events = new Emitter<MessagingEvents>();
  readonly sent: [number, object, boolean][] = [];
  state: GroupState = { online: 1, views: 1, mutedAll: false, mutedUsers: [] };
  stored: Message[] = [];
  isClosed = false;

  on = <Name extends keyof MessagingEvents>(name: Name, listener: MessagingEvents[Name]) =>
    this.events.on(name, listener);
  enter = async () => this.state;
  leave = async () => undefined;
  recent = async () => this.stored;
  sendTo = async () => undefined;
  send = async (type: number, payload: object, { isSignal = false } = {}) => {
    this.sent.push([type, payload, isSignal]);
  };
  close = () => {
    this.isClosed = true;
  };
}

export function message(type: number, payload: object, change: Partial<Message> = {}): Message {
  return {
    ...{
      id: `${type}-${JSON.stringify(payload)}`,
      groupId: 'room',
      type,
      payload: { ...payload },
      at: 1,
      isDirect: false,
    },
    sender: { userId: 'anna', nick: 'Anna', avatar: '' },
    ...change,
  };
}

export const fake = { api: new FakeApi(), messaging: new FakeMessaging() };

/** In place of clients/shared/session.ts. */
export const sessionModule = {
  api: {
    get value() {
      return fake.api;
    },
  },
  session: signal({ userId: 'bob', token: 't', expiresAt: 0 }),
};
