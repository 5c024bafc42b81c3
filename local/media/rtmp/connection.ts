/**
 * One RTMP connection, from handshake to the end of what it publishes or plays.
 *
 *     hello ─► commands ─connect, createStream─► ready ─publish─► publishing ─┐
 *                                                  └──play─► playing ─────────┴─deleteStream, error, close─► over
 */
import { type Amf0, readAmf0 } from './amf0.ts';
import { ChunkReader } from './chunk-reader.ts';
import { CHUNK_SIZE, writeMessage } from './chunk-writer.ts';
import * as commands from './commands.ts';
import { answerHello, HELLO_BYTES, PACKET_BYTES } from './handshake.ts';
import { MESSAGE, type Message, RtmpError } from './message.ts';
import type { PlayerOutput } from './player.ts';
import { type StreamAddress, streamAddress } from './stream-address.ts';

/** Chunk streams that the server writes on. */
const CONTROL = 2;
const COMMANDS = 3;
const MEDIA = 6;
const STREAM_ID = 1;
/** Until it has been announced. */
const FIRST_CHUNK_SIZE = 128;

/** What the connection writes to: a socket. */
export interface Wire {
  write(parts: readonly Buffer[]): void;
  waitingBytes(): number;
  /** Lets what has been written arrive. */
  end(): void;
}

/** What a connection does once it is let in. */
export interface Publishing {
  /** May throw RtmpError. */
  message(message: Message): void;
  stop(): void;
}

export interface RtmpDoor {
  /** A text tells why not. */
  publish(address: StreamAddress, cut: () => void): Publishing | string;
  /** Answers how to stop, or why not. */
  play(address: StreamAddress, output: PlayerOutput): (() => void) | string;
}

export class RtmpConnection {
  readonly #wire: Wire;
  readonly #door: RtmpDoor;
  readonly #random: (bytes: number) => Buffer;
  readonly #reader = new ChunkReader();
  /** Of the handshake, until it is over. */
  #hello: Buffer = Buffer.alloc(0);
  #phase: 'hello' | 'reply' | 'messages' | 'over' = 'hello';
  #chunkSize = FIRST_CHUNK_SIZE;
  #app: Amf0;
  #tcUrl: Amf0;
  #publishing: Publishing | undefined;
  #stopPlaying: (() => void) | undefined;
  #receivedBytes = 0;
  #acknowledgedBytes = 0;
  #windowBytes = Number.POSITIVE_INFINITY;

  constructor(wire: Wire, door: RtmpDoor, random: (bytes: number) => Buffer) {
    this.#wire = wire;
    this.#door = door;
    this.#random = random;
  }

  /** True once it publishes or plays; before that it may not stay for long. */
  get isBusy(): boolean {
    return this.#publishing !== undefined || this.#stopPlaying !== undefined;
  }

  /** Throws RtmpError (and what publishing throws) when the peer has to go. */
  push(bytes: Buffer): void {
    if (this.#phase === 'over') return;
    this.#receivedBytes += bytes.length;
    const rest = this.#phase === 'messages' ? bytes : this.#shakeHands(bytes);
    if (rest.length > 0 && this.#phase === 'messages') {
      this.#reader.push(rest, (message) => {
        if (this.#phase === 'messages') this.#take(message);
      });
    }
    if (this.#receivedBytes - this.#acknowledgedBytes >= this.#windowBytes) {
      this.#acknowledgedBytes = this.#receivedBytes;
      this.#send(commands.acknowledgement(this.#receivedBytes), CONTROL);
    }
  }

  /** The other side is gone, or has to go. */
  close(): void {
    this.#phase = 'over';
    this.#stop();
  }

  /** Answers what comes after the handshake. */
  #shakeHands(bytes: Buffer): Buffer {
    this.#hello = Buffer.concat([this.#hello, bytes]);
    if (this.#phase === 'hello') {
      if (this.#hello.length < HELLO_BYTES) return Buffer.alloc(0);
      const answer = answerHello(this.#hello.subarray(0, HELLO_BYTES), this.#random);
      if (!answer) throw new RtmpError('the handshake is not that of RTMP');
      this.#wire.write([answer]);
      this.#hello = this.#hello.subarray(HELLO_BYTES);
      this.#phase = 'reply';
    }
    if (this.#hello.length < PACKET_BYTES) return Buffer.alloc(0);
    const rest = this.#hello.subarray(PACKET_BYTES);
    this.#hello = Buffer.alloc(0);
    this.#phase = 'messages';
    return rest;
  }

  #take(message: Message): void {
    const { type, body } = message;
    const number = (): number => (body.length >= 4 ? body.readUInt32BE(0) : 0);
    if (type === MESSAGE.setChunkSize) this.#reader.setChunkSize(number());
    else if (type === MESSAGE.abort) this.#reader.abort(number());
    else if (type === MESSAGE.windowSize) this.#windowBytes = Math.max(number(), 1_024);
    else if (type === MESSAGE.command) this.#command(readAmf0(body));
    // AMF3 commands of ordinary clients are AMF0 behind one byte.
    else if (type === MESSAGE.commandAmf3) this.#command(readAmf0(body.subarray(1)));
    else this.#publishing?.message(message);
  }

  #command([name, transaction, argument, target]: readonly Amf0[]): void {
    const id = typeof transaction === 'number' ? transaction : 0;
    switch (name) {
      case 'connect':
        this.#connect(id, argument);
        break;
      case 'createStream':
        this.#send(commands.command(0, '_result', id, null, STREAM_ID), COMMANDS);
        break;
      case 'publish':
        this.#publish(target);
        break;
      case 'play':
        this.#play(target);
        break;
      case 'releaseStream':
      case 'FCPublish':
      case 'getStreamLength':
        this.#send(commands.command(0, '_result', id, null, 0), COMMANDS);
        break;
      case 'deleteStream':
      case 'closeStream':
      case 'FCUnpublish':
        this.#stop();
        break;
      default:
      // `_checkbw`, `_result` of nothing, and whatever else clients say needs no answer.
    }
  }

  #connect(transaction: number, properties: Amf0): void {
    if (typeof properties !== 'object' || properties === null || Array.isArray(properties)) {
      throw new RtmpError('connect without its properties');
    }
    this.#app = properties.app;
    this.#tcUrl = properties.tcUrl;
    this.#send(commands.windowSize(), CONTROL);
    this.#send(commands.peerBandwidth(), CONTROL);
    this.#send(commands.setChunkSize(CHUNK_SIZE), CONTROL);
    this.#chunkSize = CHUNK_SIZE;
    this.#send(commands.connected(transaction), COMMANDS);
  }

  #publish(name: Amf0): void {
    if (this.isBusy) throw new RtmpError('one connection publishes or plays one stream');
    const address = streamAddress(this.#app, this.#tcUrl, name);
    const answer = address
      ? this.#door.publish(address, () => this.#refuse('NetStream.Publish.Denied', 'the stream was cut'))
      : 'rtmp://host:port/app/stream?auth_key=… is expected';
    if (typeof answer === 'string') {
      this.#refuse('NetStream.Publish.BadName', answer);
      return;
    }
    this.#publishing = answer;
    this.#send(commands.streamBegin(STREAM_ID), CONTROL);
    this.#send(commands.status(STREAM_ID, 'status', 'NetStream.Publish.Start', 'publishing'), COMMANDS);
  }

  #play(name: Amf0): void {
    if (this.isBusy) throw new RtmpError('one connection publishes or plays one stream');
    const address = streamAddress(this.#app, this.#tcUrl, name);
    if (!address) {
      this.#refuse('NetStream.Play.StreamNotFound', 'rtmp://host:port/app/stream?auth_key=… is expected');
      return;
    }
    let isStarted = false;
    const start = (): void => {
      isStarted = true;
      this.#send(commands.streamBegin(STREAM_ID), CONTROL);
      this.#send(commands.status(STREAM_ID, 'status', 'NetStream.Play.Reset', 'playing anew'), COMMANDS);
      this.#send(commands.status(STREAM_ID, 'status', 'NetStream.Play.Start', 'playing'), COMMANDS);
      this.#send(commands.data(STREAM_ID, '|RtmpSampleAccess', true, true), COMMANDS);
    };
    const answer = this.#door.play(address, {
      send: (message) => {
        if (!isStarted) start();
        this.#send(message, MEDIA);
      },
      waitingBytes: () => this.#wire.waitingBytes(),
      ended: () => {
        this.#send(commands.streamEnd(STREAM_ID), CONTROL);
        this.#refuse('NetStream.Play.UnpublishNotify', 'the stream has ended');
      },
      tooSlow: () => this.#refuse('NetStream.Play.InsufficientBW', 'too slow'),
    });
    if (typeof answer === 'string') {
      this.#refuse('NetStream.Play.StreamNotFound', answer);
      return;
    }
    this.#stopPlaying = answer;
    if (!isStarted) start();
  }

  /** Tells why, and ends. */
  #refuse(code: string, description: string): void {
    if (this.#phase === 'over') return;
    this.#send(commands.status(STREAM_ID, 'error', code, description), COMMANDS);
    this.close();
    this.#wire.end();
  }

  #stop(): void {
    this.#publishing?.stop();
    this.#publishing = undefined;
    this.#stopPlaying?.();
    this.#stopPlaying = undefined;
  }

  #send(message: Message, chunkStreamId: number): void {
    if (this.#phase !== 'over') this.#wire.write(writeMessage(message, chunkStreamId, this.#chunkSize));
  }
}
