/** Messaging through the vendor's Web SDK. */
import { Emitter } from '../emitter.ts';
import { globalOf, loadScript, SDK } from '../vendor/script.ts';
import { type AliVCInteraction, CODE, type ImEngine, type ImGroup, type ImMessage } from './aliyun-sdk.ts';
import { DISCONNECT, EXIT } from './closed.ts';
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

export function openAliyunMessaging(options: MessagingOptions): Messaging {
  return new AliyunMessaging(options);
}

class AliyunMessaging implements Messaging {
  readonly #options: MessagingOptions;
  readonly #events = new Emitter<MessagingEvents>();
  #engine: ImEngine | undefined;
  #groupId = '';

  constructor(options: MessagingOptions) {
    this.#options = options;
  }

  on<Name extends keyof MessagingEvents>(name: Name, listener: MessagingEvents[Name]): () => void {
    return this.#events.on(name, listener);
  }

  async enter(groupId: string): Promise<GroupState> {
    this.#groupId = groupId;
    await loadScript(SDK.im);
    const engine = globalOf<AliVCInteraction>('AliVCInteraction').ImEngine.createEngine();
    this.#engine = engine;
    try {
      await this.#logIn(engine, true);
      this.#listen(engine);
      const group = await this.#groups().joinGroup(groupId);
      this.#events.emit('connection', 'connected');
      return toState(group);
    } catch (error) {
      this.close();
      throw toError(error);
    }
  }

  async leave(): Promise<void> {
    await told(this.#groups().leaveGroup(this.#groupId));
  }

  async send(type: number, payload: object, { isSignal = false }: SendOptions = {}): Promise<void> {
    const ways = isSignal ? { skipAudit: true, skipMuteCheck: true, noStorage: true } : {};
    const data = JSON.stringify(payload);
    await told(this.#messages().sendGroupMessage({ groupId: this.#groupId, type, data, ...ways }));
  }

  async sendTo(userId: string, type: number, payload: object): Promise<void> {
    const data = writeDirect(this.#groupId, payload);
    await told(this.#messages().sendC2cMessage({ receiverId: userId, type, data, skipAudit: true }));
  }

  async recent(): Promise<readonly Message[]> {
    const { messageList } = await told(this.#messages().listRecentMessage({ groupId: this.#groupId }));
    return messageList.flatMap((message) => this.#toMessage(message, false) ?? []);
  }

  close(): void {
    const engine = this.#engine;
    this.#engine = undefined;
    if (!engine) return;
    engine.removeAllListeners();
    // The page does not wait for it, and a log-out that fails ends with the connection.
    engine
      .logout()
      .catch(() => undefined)
      .finally(() => engine.unInit());
  }

  async #logIn(engine: ImEngine, isFirst: boolean): Promise<void> {
    const { app_id, app_sign, app_token, auth } = await this.#options.login();
    if (isFirst) await engine.init({ appId: app_id, appSign: app_sign });
    await engine.login({
      user: { userId: auth.user_id, userExtension: writeExtension(this.#options.self) },
      userAuth: { timestamp: auth.timestamp, nonce: auth.nonce, role: auth.role, token: app_token },
    });
  }

  #listen(engine: ImEngine): void {
    const receive = (message: ImMessage, isDirect: boolean): void => {
      const read = this.#toMessage(message, isDirect);
      if (read) this.#events.emit('message', read);
    };
    const messages = this.#messages();
    messages.on('recvgroupmessage', (message) => receive(message, false));
    messages.on('recvc2cmessage', (message) => receive(message, true));
    messages.on('deletegroupmessage', (messageId) => this.#events.emit('deleted', messageId));
    const groups = this.#groups();
    groups.on('memberchange', (_groupId, online, joined, left) =>
      this.#events.emit('members', { online, joined: joined.map(readSender), left: left.map(readSender) }),
    );
    groups.on('mutechange', (_groupId, status) =>
      this.#events.emit('muted', { mutedAll: status.muteAll, mutedUsers: status.muteUserList ?? [] }),
    );
    groups.on('exit', (_groupId, reason) => this.#end(EXIT[reason] ?? 'removed'));
    engine.on('linklost', () => this.#events.emit('connection', 'reconnecting'));
    engine.on('reconnectsuccess', () => void this.#catchUp());
    engine.on('disconnect', (reason) => this.#end(DISCONNECT[reason] ?? 'removed'));
    engine.on('tokenexpired', () => {
      this.#logIn(engine, false).catch(() => this.#end('token-expired'));
    });
  }

  async #catchUp(): Promise<void> {
    this.#events.emit('connection', 'connected');
    try {
      const state = toState(await this.#groups().queryGroup(this.#groupId));
      this.#events.emit('members', { online: state.online, joined: [], left: [] });
      this.#events.emit('muted', state);
    } catch {
      // The next notice of the group corrects the numbers.
    }
  }

  #end(reason: ClosedReason): void {
    this.close();
    this.#events.emit('connection', 'closed', reason);
  }

  #toMessage(message: ImMessage, isDirect: boolean): Message | undefined {
    const read = readPayload(message.data, isDirect);
    const groupId = isDirect ? read?.groupId : (message.groupId ?? this.#groupId);
    if (!read || groupId !== this.#groupId) return undefined;
    const { messageId: id, type, timestamp: at } = message;
    return { id, groupId, type, payload: read.payload, sender: readSender(message.sender), at, isDirect };
  }

  #messages() {
    return required(this.#engine?.getMessageManager());
  }

  #groups() {
    return required(this.#engine?.getGroupManager());
  }
}

function required<Manager>(manager: Manager | undefined): Manager {
  if (manager === undefined) throw new MessagingError('unavailable', 'not connected');
  return manager;
}

function toState({ statistics, muteStatus }: ImGroup): GroupState {
  return {
    online: statistics.onlineCount,
    views: statistics.pv,
    mutedAll: muteStatus.muteAll,
    mutedUsers: muteStatus.muteUserList ?? [],
  };
}

async function told<Value>(call: Promise<Value>): Promise<Value> {
  try {
    return await call;
  } catch (error) {
    throw toError(error);
  }
}

/** The SDK throws errors with a numeric `code`. */
function toError(error: unknown): unknown {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: string };
  if (typeof code !== 'number') return error;
  if (code === CODE.muted) return new MessagingError('muted', message ?? '');
  return new MessagingError(code < 500 ? 'refused' : 'unavailable', message ?? String(code));
}
