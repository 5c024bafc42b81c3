/** Puts messages together from chunks (RTMP 1.0 §5.3), with bounds on everything that a peer could make grow. */
import { type Message, RtmpError } from './message.ts';

/** The largest message: a key picture in 4K is far smaller. */
export const MOST_MESSAGE_BYTES = 8 * 1024 * 1024;
/** All unfinished messages of a connection together. */
const MOST_PENDING_BYTES = 16 * 1024 * 1024;
export const MOST_CHUNK_STREAMS = 64;
const FIRST_CHUNK_SIZE = 128;
const EXTENDED = 0xffffff;
/** Bytes of the message header by format. */
const HEADER_BYTES = [11, 7, 3, 0] as const;

interface ChunkStream {
  timestampMs: number;
  deltaMs: number;
  length: number;
  type: number;
  streamId: number;
  isExtended: boolean;
  /** Where the message that is being received goes, and how much of it is there. */
  body: Buffer | undefined;
  received: number;
}

export class ChunkReader {
  readonly #streams = new Map<number, ChunkStream>();
  #buffer: Buffer = Buffer.alloc(0);
  #chunkSize = FIRST_CHUNK_SIZE;
  #pendingBytes = 0;
  /** The chunk whose payload is being read, and how much of it is still to come. */
  #current: { readonly stream: ChunkStream; left: number } | undefined;

  /** Throws RtmpError. */
  setChunkSize(size: number): void {
    if (size < 1 || size > 0x7fffffff) throw new RtmpError(`a chunk size of ${size} is impossible`);
    this.#chunkSize = size;
  }

  /** The sender gives up the message that it has begun. */
  abort(chunkStreamId: number): void {
    const stream = this.#streams.get(chunkStreamId);
    if (stream && stream !== this.#current?.stream) this.#forget(stream);
  }

  /** Calls back for each message that is complete with these bytes. Throws RtmpError. */
  push(bytes: Buffer, onMessage: (message: Message) => void): void {
    this.#buffer = this.#buffer.length === 0 ? bytes : Buffer.concat([this.#buffer, bytes]);
    for (;;) {
      if (!this.#current && !this.#readHeader()) return;
      const message = this.#readPayload();
      if (this.#current) return;
      if (message) onMessage(message);
    }
  }

  /** False when the header is not there yet. */
  #readHeader(): boolean {
    const buffer = this.#buffer;
    const [first] = buffer;
    if (first === undefined) return false;
    const low = first & 0x3f;
    const basicBytes = low === 0 ? 2 : low === 1 ? 3 : 1;
    const format = (first >> 6) as 0 | 1 | 2 | 3;
    const headEnd = basicBytes + HEADER_BYTES[format];
    if (buffer.length < headEnd) return false;
    const id = low === 0 ? (buffer[1] ?? 0) + 64 : low === 1 ? buffer.readUInt16LE(1) + 64 : low;
    const known = this.#streams.get(id);
    if (!known && format !== 0 && format !== 1) throw new RtmpError('a chunk stream begins without a message header');
    const isExtended = format === 3 ? known?.isExtended === true : buffer.readUIntBE(basicBytes, 3) === EXTENDED;
    if (isExtended && buffer.length < headEnd + 4) return false;
    const stream = known ?? this.#open(id);
    const extended = isExtended ? buffer.readUInt32BE(headEnd) : undefined;
    const isContinued = stream.body !== undefined;
    if (isContinued && format !== 3) throw new RtmpError('a message begins in the middle of another one');
    // Some senders repeat the long timestamp in every chunk of a message, some do not.
    const isRepeated = extended !== undefined && (format !== 3 || extended === this.#extendedOf(stream));
    if (!isContinued) this.#begin(stream, format, basicBytes, isExtended ? extended : undefined);
    this.#buffer = buffer.subarray(headEnd + (isRepeated ? 4 : 0));
    const left = Math.min(this.#chunkSize, stream.length - stream.received);
    this.#current = { stream, left };
    return true;
  }

  #begin(stream: ChunkStream, format: 0 | 1 | 2 | 3, at: number, extended: number | undefined): void {
    const buffer = this.#buffer;
    if (format !== 3) {
      const time = extended ?? buffer.readUIntBE(at, 3);
      stream.isExtended = extended !== undefined;
      stream.deltaMs = format === 0 ? 0 : time;
      if (format === 0) stream.timestampMs = time;
    }
    if (format < 2) {
      stream.length = buffer.readUIntBE(at + 3, 3);
      stream.type = buffer.readUInt8(at + 6);
    }
    if (format === 0) stream.streamId = buffer.readUInt32LE(at + 7);
    stream.timestampMs = (stream.timestampMs + stream.deltaMs) >>> 0;
    if (stream.length > MOST_MESSAGE_BYTES) throw new RtmpError(`a message of ${stream.length} bytes is too long`);
    this.#pendingBytes += stream.length;
    if (this.#pendingBytes > MOST_PENDING_BYTES) throw new RtmpError('too many bytes in messages that do not end');
    // Grows as data comes: what is only announced takes no memory.
    stream.body = Buffer.allocUnsafe(Math.min(stream.length, 64 * 1024));
    stream.received = 0;
  }

  /** What the extended field of a later chunk of this message would say. */
  #extendedOf(stream: ChunkStream): number {
    return stream.deltaMs === 0 ? stream.timestampMs : stream.deltaMs;
  }

  /** The message, when these bytes complete it. */
  #readPayload(): Message | undefined {
    const current = this.#current;
    if (!current) return undefined;
    const { stream } = current;
    const taken = Math.min(current.left, this.#buffer.length);
    this.#append(stream, this.#buffer.subarray(0, taken));
    this.#buffer = this.#buffer.subarray(taken);
    current.left -= taken;
    if (current.left > 0) return undefined;
    this.#current = undefined;
    if (stream.received < stream.length) return undefined;
    const { type, streamId, timestampMs } = stream;
    const body = (stream.body ?? Buffer.alloc(0)).subarray(0, stream.length);
    this.#forget(stream);
    return { type, streamId, timestampMs, body };
  }

  #append(stream: ChunkStream, bytes: Buffer): void {
    let body = stream.body ?? Buffer.alloc(0);
    const needed = stream.received + bytes.length;
    if (needed > body.length) {
      const grown = Buffer.allocUnsafe(Math.min(stream.length, Math.max(needed, body.length * 2)));
      body.copy(grown, 0, 0, stream.received);
      body = grown;
      stream.body = grown;
    }
    bytes.copy(body, stream.received);
    stream.received = needed;
  }

  #open(id: number): ChunkStream {
    if (this.#streams.size >= MOST_CHUNK_STREAMS) throw new RtmpError(`more than ${MOST_CHUNK_STREAMS} chunk streams`);
    const times = { timestampMs: 0, deltaMs: 0, isExtended: false };
    const stream: ChunkStream = { ...times, length: 0, type: 0, streamId: 0, body: undefined, received: 0 };
    this.#streams.set(id, stream);
    return stream;
  }

  #forget(stream: ChunkStream): void {
    if (stream.body) this.#pendingBytes -= stream.length;
    stream.body = undefined;
    stream.received = 0;
  }
}
