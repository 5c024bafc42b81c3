/** Pictures and sound as RTP, from one publisher to any number of receivers. */

export interface MediaPacket {
  readonly kind: 'video' | 'audio';
  /** 16 bits. */
  readonly sequence: number;
  /** 32 bits: 90 kHz for pictures, 48 kHz for sound. */
  readonly timestamp: number;
  /** The last packet of a picture. */
  readonly marker: boolean;
  readonly payload: Buffer;
}

/** What a sender report says: when, by the sender's wall clock, this timestamp was. */
export interface ClockReport {
  readonly kind: 'video' | 'audio';
  readonly wallMs: number;
  readonly timestamp: number;
}

export interface RtpReceiverSide {
  packet(packet: MediaPacket): void;
  /** Tells how timestamps of the tracks belong together. */
  clock?(report: ClockReport): void;
}

export interface RtpSource {
  readonly has: { readonly video: boolean; readonly audio: boolean };
  /** Answers how to leave. */
  receive(receiver: RtpReceiverSide): () => void;
  /** Asks the publisher for a picture from which decoding can begin. */
  requestKey(): void;
}

export const CLOCK_RATE = { video: 90_000, audio: 48_000 } as const;

/** How far `later` is after `earlier`, in numbers of so many bits; negative when it is before. */
export function distance(later: number, earlier: number, bits: 16 | 32): number {
  const span = 2 ** bits;
  const difference = (((later - earlier) % span) + span) % span;
  return difference >= span / 2 ? difference - span : difference;
}
