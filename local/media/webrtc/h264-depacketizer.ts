/** Puts pictures together from RTP payloads (RFC 6184): single NAL units, STAP-A and FU-A, which is what browsers send. */
import { nalType } from '../h264/avc.ts';
import type { MediaPacket } from './rtp-source.ts';

const STAP_A = 24;
const FU_A = 28;
/** A picture larger than this is not one. */
const MOST_BYTES = 8 * 1024 * 1024;

export interface AccessUnit {
  readonly timestamp: number;
  readonly units: readonly Buffer[];
}

export class H264Depacketizer {
  readonly #onUnit: (unit: AccessUnit) => void;
  #units: Buffer[] = [];
  #fragments: Buffer[] = [];
  #bytes = 0;
  #timestamp: number | undefined;

  constructor(onUnit: (unit: AccessUnit) => void) {
    this.#onUnit = onUnit;
  }

  /** Packets in their order, none missing; after a loss `reset` comes first. */
  push({ payload, timestamp, marker }: MediaPacket): void {
    // Padding, by which senders probe the network.
    if (payload.length === 0) return;
    if (this.#timestamp !== timestamp) this.#finish();
    this.#timestamp = timestamp;
    this.#bytes += payload.length;
    if (this.#bytes > MOST_BYTES) {
      this.reset();
      return;
    }
    const type = nalType(payload);
    if (type === STAP_A) this.#aggregate(payload);
    else if (type === FU_A) this.#fragment(payload);
    else if (type > 0 && type < STAP_A) this.#units.push(payload);
    if (marker) this.#finish();
  }

  /** What has been gathered is incomplete. */
  reset(): void {
    this.#units = [];
    this.#fragments = [];
    this.#bytes = 0;
    this.#timestamp = undefined;
  }

  #aggregate(payload: Buffer): void {
    for (let at = 1; at + 2 <= payload.length; ) {
      const end = at + 2 + payload.readUInt16BE(at);
      if (end > payload.length || end === at + 2) return;
      this.#units.push(payload.subarray(at + 2, end));
      at = end;
    }
  }

  #fragment(payload: Buffer): void {
    const [indicator = 0, header = 0] = payload;
    if (payload.length < 3) return;
    const isStart = (header & 0x80) !== 0;
    if (isStart) this.#fragments = [Buffer.from([(indicator & 0xe0) | (header & 0x1f)])];
    // The middle of a unit whose beginning is missing.
    if (this.#fragments.length === 0) return;
    this.#fragments.push(payload.subarray(2));
    if ((header & 0x40) === 0) return;
    this.#units.push(Buffer.concat(this.#fragments));
    this.#fragments = [];
  }

  #finish(): void {
    const timestamp = this.#timestamp ?? 0;
    const units = this.#units;
    this.reset();
    if (units.length > 0) this.#onUnit({ timestamp, units });
  }
}
