/** An RTMP publisher and player for tests, written from the specification alone: it shares nothing with the server. */
import { createConnection, type Socket } from 'node:net';
import type { FlvTag } from './flv-reader.ts';

type Value = string | number | boolean | null | { readonly [name: string]: Value };

export interface Received {
  readonly type: number;
  readonly timeMs: number;
  readonly body: Buffer;
}

const OUT_CHUNK = 4_096;

export class RtmpClient {
  readonly socket: Socket;
  /** Everything but control messages, in order. */
  readonly received: Received[] = [];
  /** Codes of `onStatus` and `_result`, in order. */
  readonly codes: string[] = [];
  readonly descriptions: string[] = [];
  isClosed = false;
  #left: Buffer = Buffer.alloc(0);
  #inChunk = 128;
  #outChunk = 128;
  #greeted = 0;
  readonly #partial = new Map<number, { type: number; length: number; timeMs: number; body: Buffer }>();
  #wake: (() => void)[] = [];

  constructor(port: number) {
    this.socket = createConnection({ host: '127.0.0.1', port });
    this.socket.on('data', (bytes: Buffer) => this.#take(bytes));
    this.socket.on('error', () => this.socket.destroy());
    this.socket.on('close', () => {
      this.isClosed = true;
      this.#tell();
    });
    const hello = Buffer.alloc(1_537, 7);
    hello.writeUInt8(3, 0);
    hello.fill(0, 1, 9);
    this.socket.write(hello);
  }

  /** Resolves as soon as it holds. */
  async until(condition: (client: this) => boolean): Promise<void> {
    while (!condition(this)) {
      if (this.isClosed) throw new Error(`the connection is closed; heard ${this.codes.join(', ') || 'nothing'}`);
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
  }

  /** Resolves when the server has ended the connection. */
  async closed(): Promise<void> {
    while (!this.isClosed) await new Promise<void>((resolve) => this.#wake.push(resolve));
  }

  async connect(app: string, tcUrl = `rtmp://127.0.0.1/${app}`): Promise<void> {
    await this.until(() => this.#greeted === 2);
    this.message(1, 2, 0, Buffer.from([0, 0, OUT_CHUNK >> 8, OUT_CHUNK & 0xff]));
    this.#outChunk = OUT_CHUNK;
    this.command('connect', 1, { app, type: 'nonprivate', flashVer: 'test', tcUrl });
    await this.until(({ codes }) => codes.includes('NetConnection.Connect.Success'));
    this.command('releaseStream', 2, null, 'x');
    this.command('FCPublish', 3, null, 'x');
    this.command('createStream', 4, null);
  }

  /** `name`: the stream key, with the arguments of the URL. Resolves with the server's answer. */
  async publish(name: string): Promise<string> {
    return this.#ask('publish', name, /^NetStream\.Publish\./);
  }

  async play(name: string): Promise<string> {
    return this.#ask('play', name, /^NetStream\.Play\.(Start|StreamNotFound)/);
  }

  tag({ type, timeMs, body }: FlvTag): void {
    const isSetting = type === 18 ? Buffer.concat([text('@setDataFrame'), body]) : body;
    this.message(type, type === 8 ? 4 : 6, timeMs, isSetting, 1);
  }

  tags(tags: readonly FlvTag[]): void {
    for (const tag of tags) this.tag(tag);
  }

  command(name: string, transaction: number, ...values: readonly Value[]): void {
    this.message(20, 3, 0, Buffer.concat([text(name), number(transaction), ...values.map(write)]));
  }

  /** In chunks, all but the first without a header. */
  message(type: number, chunkStream: number, timeMs: number, body: Buffer, streamId = 0): void {
    const head = Buffer.alloc(12);
    head.writeUInt8(chunkStream, 0);
    head.writeUIntBE(Math.min(timeMs, 0xffffff), 1, 3);
    head.writeUIntBE(body.length, 4, 3);
    head.writeUInt8(type, 7);
    head.writeUInt32LE(streamId, 8);
    const extended = Buffer.alloc(timeMs >= 0xffffff ? 4 : 0);
    if (extended.length > 0) extended.writeUInt32BE(timeMs);
    const parts = [head, extended, body.subarray(0, this.#outChunk)];
    for (let at = this.#outChunk; at < body.length; at += this.#outChunk) {
      parts.push(Buffer.from([0xc0 | chunkStream]), extended, body.subarray(at, at + this.#outChunk));
    }
    this.socket.write(Buffer.concat(parts));
  }

  /** Leaves as OBS does. */
  async stop(): Promise<void> {
    this.command('FCUnpublish', 6, null, 'x');
    this.command('deleteStream', 7, null, 1);
    this.socket.end();
    await this.closed();
  }

  /** As when the process is killed. */
  kill(): void {
    this.socket.resetAndDestroy();
  }

  async #ask(command: string, name: string, answer: RegExp): Promise<string> {
    this.command(command, 5, null, name, 'live');
    await this.until(({ codes }) => codes.some((code) => answer.test(code)));
    return this.codes.find((code) => answer.test(code)) ?? '';
  }

  #take(bytes: Buffer): void {
    this.#left = Buffer.concat([this.#left, bytes]);
    if (this.#greeted === 0 && this.#left.length >= 1 + 2 * 1_536) {
      this.socket.write(this.#left.subarray(1, 1_537));
      this.#left = this.#left.subarray(1 + 2 * 1_536);
      this.#greeted = 2;
    }
    if (this.#greeted === 2) while (this.#chunk());
    this.#tell();
  }

  #chunk(): boolean {
    const bytes = this.#left;
    if (bytes.length < 1) return false;
    const format = bytes.readUInt8(0) >> 6;
    const id = bytes.readUInt8(0) & 0x3f;
    const headBytes = 1 + ([11, 7, 3, 0][format] ?? 0);
    if (bytes.length < headBytes) return false;
    const open = this.#partial.get(id) ?? { type: 0, length: 0, timeMs: 0, body: Buffer.alloc(0) };
    if (format === 0) {
      open.timeMs = bytes.readUIntBE(1, 3);
      open.length = bytes.readUIntBE(4, 3);
      open.type = bytes.readUInt8(7);
    } else if (format !== 3) throw new Error('this client does not expect compressed headers');
    const size = Math.min(this.#inChunk, open.length - open.body.length);
    if (bytes.length < headBytes + size) return false;
    open.body = Buffer.concat([open.body, bytes.subarray(headBytes, headBytes + size)]);
    this.#left = bytes.subarray(headBytes + size);
    this.#partial.set(id, open);
    if (open.body.length === open.length) {
      this.#partial.set(id, { ...open, body: Buffer.alloc(0) });
      this.#message(open);
    }
    return true;
  }

  #message({ type, timeMs, body }: Received): void {
    if (type === 1) this.#inChunk = body.readUInt32BE(0);
    if (type < 8) return;
    this.received.push({ type, timeMs, body });
    const code = propertyOf(body, 'code');
    const description = propertyOf(body, 'description');
    if (type === 20 && code) this.codes.push(code);
    if (type === 20 && description) this.descriptions.push(description);
  }

  #tell(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([2, bytes.length >> 8, bytes.length & 0xff]), bytes]);
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(9);
  bytes.writeDoubleBE(value, 1);
  return bytes;
}

function write(value: Value): Buffer {
  if (value === null) return Buffer.from([5]);
  if (typeof value === 'number') return number(value);
  if (typeof value === 'boolean') return Buffer.from([1, value ? 1 : 0]);
  if (typeof value === 'string') return text(value);
  const entries = Object.entries(value).flatMap(([name, inner]) => [text(name).subarray(1), write(inner)]);
  return Buffer.concat([Buffer.from([3]), ...entries, Buffer.from([0, 0, 9])]);
}

/** A text property of an object in a command. */
function propertyOf(body: Buffer, name: string): string | undefined {
  const at = body.indexOf(Buffer.concat([Buffer.from([0, name.length]), Buffer.from(name), Buffer.from([2])]));
  if (at < 0) return undefined;
  const start = at + 2 + name.length + 1;
  return body.toString('utf8', start + 2, start + 2 + body.readUInt16BE(start));
}
