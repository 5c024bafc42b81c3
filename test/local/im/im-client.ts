/** A tiny client of the IM protocol (docs/im-protocol.md), for tests and measurements. */
import { type ClientOptions, WebSocket } from 'ws';
import type { Json } from '../../../local/product.ts';

export type Data = { [name: string]: Json };

export interface Push {
  readonly event: string;
  readonly data: Data;
}

/** How the gateway refused a request. */
export class RefusedError extends Error {
  readonly code: number;
  constructor({ code, name, message }: { code: number; name: string; message: string }) {
    super(message);
    this.name = name;
    this.code = code;
  }
}

interface Waiting {
  readonly event: string;
  readonly resolve: (data: Data) => void;
  readonly reject: (error: Error) => void;
}

export class ImClient {
  /** Pushes that nobody has waited for. */
  readonly pushes: Push[] = [];
  readonly webSocket: WebSocket;
  /** Resolves with the close code. */
  readonly closed: Promise<number>;
  readonly #answers = new Map<number, { resolve: (data: Data) => void; reject: (error: Error) => void }>();
  #waiting: Waiting[] = [];
  #lastId = 0;

  private constructor(webSocket: WebSocket) {
    this.webSocket = webSocket;
    webSocket.on('message', (data) => this.#receive(JSON.parse(String(data))));
    // A reset shows in the close code.
    webSocket.on('error', () => undefined);
    this.closed = new Promise((resolve) => {
      webSocket.on('close', (code) => {
        const error = new Error(`the connection was closed with ${code}`);
        for (const { reject } of [...this.#answers.values(), ...this.#waiting]) reject(error);
        resolve(code);
      });
    });
  }

  static connect(url: string, subprotocol = 'live-im.1', options: ClientOptions = {}): Promise<ImClient> {
    const webSocket = new WebSocket(url, subprotocol, { perMessageDeflate: false, ...options });
    const client = new ImClient(webSocket);
    return new Promise((resolve, reject) => {
      webSocket.once('open', () => resolve(client));
      webSocket.once('error', reject);
    });
  }

  /** Rejects with a `RefusedError`. */
  request(method: string, params: object = {}): Promise<Data> {
    const id = ++this.#lastId;
    this.webSocket.send(JSON.stringify({ id, method, params }));
    return new Promise((resolve, reject) => this.#answers.set(id, { resolve, reject }));
  }

  /** The next push of this kind, also when it has already come. */
  next(event: string): Promise<Data> {
    const index = this.pushes.findIndex((push) => push.event === event);
    const [push] = index < 0 ? [] : this.pushes.splice(index, 1);
    if (push) return Promise.resolve(push.data);
    return new Promise((resolve, reject) => this.#waiting.push({ event, resolve, reject }));
  }

  /** All pushes of this kind that came so far; the answer to a ping shows that no other was under way. */
  async all(event: string): Promise<Data[]> {
    await this.request('ping');
    const found = this.pushes.filter((push) => push.event === event);
    for (const push of found) this.pushes.splice(this.pushes.indexOf(push), 1);
    return found.map(({ data }) => data);
  }

  close(): Promise<number> {
    this.webSocket.close(1000);
    return this.closed;
  }

  /** As when the network is gone: without a goodbye. */
  drop(): Promise<number> {
    this.webSocket.terminate();
    return this.closed;
  }

  #receive(
    frame: Partial<Push> & { id?: number; result?: Data; error?: { code: number; name: string; message: string } },
  ) {
    if (frame.id !== undefined) {
      const answer = this.#answers.get(frame.id);
      this.#answers.delete(frame.id);
      if (frame.error) answer?.reject(new RefusedError(frame.error));
      else answer?.resolve(frame.result ?? {});
      return;
    }
    const push = { event: String(frame.event), data: frame.data ?? {} };
    const waiting = this.#waiting.find(({ event }) => event === push.event);
    this.#waiting = this.#waiting.filter((each) => each !== waiting);
    if (waiting) waiting.resolve(push.data);
    else this.pushes.push(push);
  }
}
