/** Messaging through the gateway of the local cloud (docs/im-protocol.md). */
import { ApiFailure } from '../../../lambdas/api/client.ts';
import { Emitter } from '../emitter.ts';
import { backoff, pause } from '../pause.ts';
import { DISCONNECT, EXIT } from './closed.ts';
import { Gateway, GatewayRefusal, type Group, type GroupMessage } from './gateway.ts';
import {
  type ClosedReason,
  type GroupState,
  type Message,
  type Messaging,
  MessagingError,
  type MessagingEvents,
  type MessagingOptions,
  type SendOptions,
} from './messaging.ts';
import { readPayload, readSender, writeDirect, writeExtension } from './payload.ts';

const MUTED = 442;
/** There is no such group, or no longer. */
const GONE: ReadonlySet<number> = new Set([440, 441]);
const TOKEN_EXPIRED = 'TokenExpired';
/** Milliseconds before each further try; the last one is kept. */
const BACKOFF = [500, 1_000, 2_000, 4_000, 8_000];

export function openLocalMessaging(options: MessagingOptions): Messaging {
  return new LocalMessaging(options);
}

class LocalMessaging implements Messaging {
  readonly #options: MessagingOptions;
  readonly #events = new Emitter<MessagingEvents>();
  #gateway: Gateway | undefined;
  #groupId = '';
  readonly #closing = new AbortController();
  #session: string | undefined;

  constructor(options: MessagingOptions) {
    this.#options = options;
  }

  on<Name extends keyof MessagingEvents>(name: Name, listener: MessagingEvents[Name]): () => void {
    return this.#events.on(name, listener);
  }

  async enter(groupId: string): Promise<GroupState> {
    this.#groupId = groupId;
    try {
      return await this.#connect();
    } catch (error) {
      throw toError(error);
    }
  }

  async leave(): Promise<void> {
    await this.#request('leaveGroup', { groupId: this.#groupId });
  }

  async send(type: number, payload: object, { isSignal = false }: SendOptions = {}): Promise<void> {
    const ways = isSignal ? { skipAudit: true, skipMuteCheck: true, noStorage: true } : {};
    await this.#request('sendGroupMessage', { groupId: this.#groupId, type, data: JSON.stringify(payload), ...ways });
  }

  async sendTo(userId: string, type: number, payload: object): Promise<void> {
    const data = writeDirect(this.#groupId, payload);
    await this.#request('sendC2cMessage', { receiverId: userId, type, data, skipAudit: true });
  }

  async recent(): Promise<readonly Message[]> {
    const answer = await this.#request<{ messageList: GroupMessage[] }>('listRecentMessage', {
      groupId: this.#groupId,
    });
    return answer.messageList.flatMap((message) => this.#toMessage(message, false) ?? []);
  }

  close(): void {
    this.#closing.abort();
    this.#gateway?.close();
  }

  async #connect(): Promise<GroupState> {
    const { origin, self, login } = this.#options;
    if (origin === undefined) throw new MessagingError('unavailable', 'the stage does not say where messaging listens');
    try {
      const { app_id, app_sign, app_token, auth } = await login();
      const gateway = await Gateway.open(origin);
      this.#gateway = gateway;
      if (this.#closing.signal.aborted) throw new MessagingError('unavailable', 'closed meanwhile');
      gateway.onPush((event, data) => this.#receive(event, data));
      const session = await gateway.request<{ session: string; heartbeatSeconds: number }>('login', {
        appId: app_id,
        appSign: app_sign,
        appToken: app_token,
        auth,
        userExtension: writeExtension(self),
        ...(this.#session === undefined ? {} : { session: this.#session }),
      });
      this.#session = session.session;
      gateway.beat(session.heartbeatSeconds);
      const group = await gateway.request<Group>('joinGroup', { groupId: this.#groupId });
      gateway.onLost(() => void this.#reconnect());
      this.#events.emit('connection', 'connected');
      return toState(group);
    } catch (error) {
      this.#gateway?.close();
      throw error;
    }
  }

  /** The gateway keeps a session for two minutes; a page that is open keeps trying for as long as it is. */
  async #reconnect(): Promise<void> {
    const { signal } = this.#closing;
    for (let attempt = 0; !signal.aborted; attempt++) {
      this.#events.emit('connection', 'reconnecting');
      await pause(backoff(BACKOFF, attempt), signal);
      if (signal.aborted) return;
      try {
        const state = await this.#connect();
        this.#events.emit('members', { online: state.online, joined: [], left: [] });
        this.#events.emit('muted', state);
        return;
      } catch (error) {
        const reason = finalReason(error);
        if (reason) this.#end(reason);
      }
    }
  }

  #receive(event: string, data: Record<string, unknown>): void {
    switch (event) {
      case 'recvgroupmessage':
      case 'recvc2cmessage': {
        const message = this.#toMessage(data as unknown as GroupMessage, event === 'recvc2cmessage');
        if (message) this.#events.emit('message', message);
        return;
      }
      case 'deletegroupmessage':
        this.#events.emit('deleted', String(data.messageId));
        return;
      case 'memberchange': {
        const users = (list: unknown) => (list as { userId: string; userExtension?: string }[]).map(readSender);
        this.#events.emit('members', {
          online: Number(data.memberCount),
          joined: users(data.joinUsers),
          left: users(data.leaveUsers),
        });
        return;
      }
      case 'mutechange':
        this.#events.emit('muted', {
          mutedAll: Boolean(data.muteAll),
          mutedUsers: (data.muteUserList as string[] | undefined) ?? [],
        });
        return;
      case 'exit':
        this.#end(EXIT[Number(data.reason)] ?? 'removed');
        return;
      case 'disconnect':
        this.#end(DISCONNECT[Number(data.reason)] ?? 'removed');
    }
  }

  #end(reason: ClosedReason): void {
    if (this.#closing.signal.aborted) return;
    this.close();
    this.#events.emit('connection', 'closed', reason);
  }

  #toMessage(message: GroupMessage, isDirect: boolean): Message | undefined {
    const read = readPayload(message.data, isDirect);
    const groupId = message.groupId ?? read?.groupId;
    if (!read || groupId !== this.#groupId) return undefined;
    return {
      id: message.messageId,
      groupId,
      type: message.type,
      payload: read.payload,
      sender: readSender(message.sender),
      at: message.timestamp,
      isDirect,
    };
  }

  async #request<Result>(method: string, params: object): Promise<Result> {
    if (!this.#gateway) throw new MessagingError('unavailable', 'not connected');
    try {
      return await this.#gateway.request<Result>(method, params);
    } catch (error) {
      throw toError(error);
    }
  }
}

function toState(group: Group): GroupState {
  return {
    online: group.statistics.onlineCount,
    views: group.statistics.pv,
    mutedAll: group.muteStatus.muteAll,
    mutedUsers: group.muteStatus.muteUserList,
  };
}

/** Why coming back is no longer tried; undefined when it may work the next time. */
function finalReason(error: unknown): ClosedReason | undefined {
  if (error instanceof ApiFailure) {
    if (error.status === 401) return 'token-expired';
    return error.status === 403 || error.status === 404 ? 'removed' : undefined;
  }
  if (!(error instanceof GatewayRefusal) || error.name === TOKEN_EXPIRED) return undefined;
  if (GONE.has(error.code)) return 'group-deleted';
  return error.code < 500 ? 'removed' : undefined;
}

function toError(error: unknown): unknown {
  if (!(error instanceof GatewayRefusal)) return error;
  if (error.code === MUTED) return new MessagingError('muted', error.message);
  return new MessagingError(
    error.name === TOKEN_EXPIRED || error.code < 500 ? 'refused' : 'unavailable',
    error.message,
  );
}
