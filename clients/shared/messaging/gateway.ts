/** One WebSocket connection to the local messaging gateway: requests with answers, pushes, heartbeat. */

const SUBPROTOCOL = 'live-im.1';
const ANSWER_WITHIN_MS = 10_000;
const OPEN_WITHIN_MS = 10_000;

export interface GroupMessage {
  readonly groupId?: string;
  readonly messageId: string;
  readonly type: number;
  readonly data: string;
  readonly sender: { readonly userId: string; readonly userExtension?: string };
  readonly timestamp: number;
}

export interface Group {
  readonly groupId: string;
  readonly statistics: { readonly pv: number; readonly onlineCount: number };
  readonly muteStatus: { readonly muteAll: boolean; readonly muteUserList: readonly string[] };
}

/** What the gateway answered instead of a result; `code` and `name` as in docs/im-protocol.md. */
export class GatewayRefusal extends Error {
  readonly code: number;

  constructor(code: number, name: string, message: string) {
    super(message);
    this.name = name;
    this.code = code;
  }
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

interface Frame {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly name: string; readonly message: string };
  readonly event?: string;
  readonly data?: Record<string, unknown>;
}

export class Gateway {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #stopBeating: () => void = () => undefined;
  #push: (event: string, data: Record<string, unknown>) => void = () => undefined;
  #lost: () => void = () => undefined;
  #isClosed = false;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => this.#receive(JSON.parse(String(data)) as Frame));
    socket.addEventListener('close', () => this.#end());
  }

  /**
   * @param origin `http://…` of the local cloud
   * @throws GatewayRefusal `Unreachable`
   */
  static async open(origin: string): Promise<Gateway> {
    const socket = new WebSocket(`${origin.replace(/^http/, 'ws')}/im`, SUBPROTOCOL);
    await new Promise<void>((resolve, reject) => {
      const failed = (): void => {
        clearTimeout(timer);
        socket.close();
        reject(new GatewayRefusal(500, 'Unreachable', 'no answer'));
      };
      const timer = setTimeout(failed, OPEN_WITHIN_MS);
      socket.addEventListener('error', failed, { once: true });
      socket.addEventListener(
        'open',
        () => {
          clearTimeout(timer);
          resolve();
        },
        { once: true },
      );
    });
    return new Gateway(socket);
  }

  onPush(listener: (event: string, data: Record<string, unknown>) => void): void {
    this.#push = listener;
  }

  /** Called once when the connection is gone and nobody here closed it. */
  onLost(listener: () => void): void {
    this.#lost = listener;
    if (this.#socket.readyState >= WebSocket.CLOSING && !this.#isClosed) listener();
  }

  /** Browsers do not see the gateway's pings, so a dead connection shows only when no answer comes. */
  beat(seconds: number): void {
    const ping = (): void => {
      this.request('ping', {}).catch(() => {
        // The browser may wait long for the other side to agree to the closing.
        this.#socket.close();
        this.#end();
      });
    };
    const timer = setInterval(ping, seconds * 1_000);
    // Back from a loss of the network: whether the connection has survived is known at once.
    addEventListener('online', ping);
    this.#stopBeating = () => {
      clearInterval(timer);
      removeEventListener('online', ping);
    };
  }

  request<Result>(method: string, params: object): Promise<Result> {
    const id = ++this.#lastId;
    return new Promise<Result>((resolve, reject) => {
      if (this.#socket.readyState !== WebSocket.OPEN) {
        reject(new GatewayRefusal(500, 'Unreachable', 'the connection is closed'));
        return;
      }
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new GatewayRefusal(500, 'Unreachable', `no answer to ${method}`));
      }, ANSWER_WITHIN_MS);
      this.#waiting.set(id, { resolve: resolve as (result: unknown) => void, reject, timer });
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#socket.close();
    this.#end();
  }

  #receive({ id, result, error, event, data }: Frame): void {
    if (event !== undefined) {
      this.#push(event, data ?? {});
      return;
    }
    const waiting = id === undefined ? undefined : this.#waiting.get(id);
    if (id === undefined || !waiting) return;
    this.#waiting.delete(id);
    clearTimeout(waiting.timer);
    if (error) waiting.reject(new GatewayRefusal(error.code, error.name, error.message));
    else waiting.resolve(result);
  }

  #end(): void {
    this.#stopBeating();
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(new GatewayRefusal(500, 'Unreachable', 'the connection is closed'));
    }
    this.#waiting.clear();
    if (!this.#isClosed) {
      this.#isClosed = true;
      this.#lost();
    }
  }
}
