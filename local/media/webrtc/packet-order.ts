/** Brings packets into their order; one that does not come in time counts as lost. */
import { distance, type MediaPacket } from './rtp-source.ts';

/** Time for a repetition, which the publisher is asked for at once. */
export const PATIENCE_MS = 200;
const MOST_HELD = 512;

export class PacketOrder {
  readonly #onPacket: (packet: MediaPacket) => void;
  readonly #onLoss: () => void;
  readonly #held = new Map<number, MediaPacket>();
  #next: number | undefined;
  /** Since when the next packet is missing. */
  #missingSinceMs: number | undefined;

  constructor(onPacket: (packet: MediaPacket) => void, onLoss: () => void) {
    this.#onPacket = onPacket;
    this.#onLoss = onLoss;
  }

  push(packet: MediaPacket, nowMs: number): void {
    this.#next ??= packet.sequence;
    const ahead = distance(packet.sequence, this.#next, 16);
    // Far off: the sender began anew.
    if (Math.abs(ahead) > 3_000) this.#restart(packet.sequence);
    else if (ahead < 0) return;
    this.#held.set(packet.sequence, packet);
    this.#release();
    if (this.#held.size === 0) this.#missingSinceMs = undefined;
    else this.#missingSinceMs ??= nowMs;
    if (this.#held.size > MOST_HELD || nowMs - (this.#missingSinceMs ?? nowMs) > PATIENCE_MS) this.#skip(nowMs);
  }

  #restart(sequence: number): void {
    this.#held.clear();
    this.#next = sequence;
    this.#missingSinceMs = undefined;
    this.#onLoss();
  }

  #release(): void {
    for (;;) {
      const packet = this.#next === undefined ? undefined : this.#held.get(this.#next);
      if (!packet) return;
      this.#held.delete(packet.sequence);
      this.#next = (packet.sequence + 1) & 0xffff;
      this.#onPacket(packet);
    }
  }

  /** Goes on with the earliest packet that is there. */
  #skip(nowMs: number): void {
    const from = this.#next ?? 0;
    const [first] = [...this.#held.keys()].sort((a, b) => distance(a, from, 16) - distance(b, from, 16));
    if (first === undefined) return;
    this.#next = first;
    this.#missingSinceMs = nowMs;
    this.#onLoss();
    this.#release();
    if (this.#held.size === 0) this.#missingSinceMs = undefined;
  }
}
