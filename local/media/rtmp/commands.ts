/** Commands of the server to a client, as messages (RTMP 1.0 §7.2). */
import type { Amf0 } from './amf0.ts';
import { writeAmf0 } from './amf0-write.ts';
import { MESSAGE, type Message } from './message.ts';

/** Bytes after which the other side is asked to acknowledge. */
const WINDOW_BYTES = 2_500_000;
const STREAM_BEGIN = 0;
const STREAM_END = 1;

export function command(streamId: number, ...values: readonly Amf0[]): Message {
  return { type: MESSAGE.command, streamId, timestampMs: 0, body: Buffer.concat(values.flatMap(writeAmf0)) };
}

export function data(streamId: number, ...values: readonly Amf0[]): Message {
  return { ...command(streamId, ...values), type: MESSAGE.data };
}

/** `onStatus`, e.g. of code `NetStream.Publish.Start`. */
export function status(streamId: number, level: 'status' | 'error', code: string, description: string): Message {
  return command(streamId, 'onStatus', 0, null, { level, code, description });
}

export function connected(transaction: number): Message {
  const properties = { fmsVer: 'FMS/3,0,1,123', capabilities: 31 };
  const information = {
    ...{ level: 'status', code: 'NetConnection.Connect.Success', description: 'Connection succeeded.' },
    objectEncoding: 0,
  };
  return command(0, '_result', transaction, properties, information);
}

export function setChunkSize(size: number): Message {
  return control(MESSAGE.setChunkSize, uint32(size));
}

export function windowSize(): Message {
  return control(MESSAGE.windowSize, uint32(WINDOW_BYTES));
}

export function peerBandwidth(): Message {
  // Type 2: dynamic.
  return control(MESSAGE.peerBandwidth, Buffer.concat([uint32(WINDOW_BYTES), Buffer.from([2])]));
}

export function acknowledgement(receivedBytes: number): Message {
  return control(MESSAGE.acknowledgement, uint32(receivedBytes % 2 ** 32));
}

export function streamBegin(streamId: number): Message {
  return control(MESSAGE.userControl, Buffer.concat([Buffer.from([0, STREAM_BEGIN]), uint32(streamId)]));
}

export function streamEnd(streamId: number): Message {
  return control(MESSAGE.userControl, Buffer.concat([Buffer.from([0, STREAM_END]), uint32(streamId)]));
}

function control(type: number, body: Buffer): Message {
  return { type, streamId: 0, timestampMs: 0, body };
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
