/** One client's WebSocket: writes frames, never buffers without bound, knows when it last heard something. */
import type { WebSocket } from 'ws';
import type { Clock } from '../clock.ts';
import type { Session } from './session.ts';

/** Bytes that may wait for a slow receiver; whoever falls further behind is dropped and reads the list on return. */
const MAX_WAITING_BYTES = 512 * 1024;

export class Connection {
  lastHeardMs: number;
  readonly #webSocket: WebSocket;
  readonly #clock: Clock;
  readonly #log: (line: string) => void;
  #session: Session | undefined;
  #idleSinceMs: number;

  constructor(webSocket: WebSocket, clock: Clock, log: (line: string) => void) {
    this.#webSocket = webSocket;
    this.#clock = clock;
    this.#log = log;
    this.#idleSinceMs = clock.now();
    this.lastHeardMs = clock.now();
  }

  get session(): Session | undefined {
    return this.#session;
  }

  /** Since when nobody is logged in on it; undefined while somebody is. */
  get idleSinceMs(): number | undefined {
    return this.#session ? undefined : this.#idleSinceMs;
  }

  get isOpen(): boolean {
    return this.#webSocket.readyState === this.#webSocket.OPEN;
  }

  attach(session: Session): void {
    this.#session = session;
  }

  detach(): void {
    this.#session = undefined;
    this.#idleSinceMs = this.#clock.now();
  }

  heard(): void {
    this.lastHeardMs = this.#clock.now();
  }

  /** A text; as bytes when many are to get the same one, so that it is encoded once. */
  send(text: string | Buffer): void {
    if (!this.isOpen) return;
    if (this.#webSocket.bufferedAmount > MAX_WAITING_BYTES) {
      this.#log(`im: dropped a slow receiver: ${this.session?.userId ?? 'not logged in'}`);
      this.#webSocket.terminate();
      return;
    }
    this.#webSocket.send(text, { binary: false });
  }

  ping(): void {
    if (this.isOpen) this.#webSocket.ping();
  }

  /** Says goodbye and waits for the other side, which `ws` bounds. */
  close(code: number, reason: string): void {
    this.#webSocket.close(code, reason);
  }

  /** At once, without a goodbye. */
  terminate(): void {
    this.#webSocket.terminate();
  }
}
