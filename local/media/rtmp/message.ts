/** RTMP messages and what may be in them (RTMP 1.0 §5.4, §7.1). */

export const MESSAGE = {
  setChunkSize: 1,
  abort: 2,
  acknowledgement: 3,
  userControl: 4,
  windowSize: 5,
  peerBandwidth: 6,
  audio: 8,
  video: 9,
  dataAmf3: 15,
  commandAmf3: 17,
  data: 18,
  command: 20,
} as const;

export interface Message {
  readonly type: number;
  readonly streamId: number;
  /** Milliseconds of the sender's clock, 32 bits. */
  readonly timestampMs: number;
  readonly body: Buffer;
}

/** The other side does not keep to the protocol, or asks for more than is allowed; its connection ends. */
export class RtmpError extends Error {
  override readonly name = 'RtmpError';
}
