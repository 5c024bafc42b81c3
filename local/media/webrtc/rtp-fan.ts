/** Hands what one publisher sends to everybody who receives it. */
import type { ClockReport, MediaPacket, RtpReceiverSide, RtpSource } from './rtp-source.ts';

export class RtpFan implements RtpSource {
  readonly has: { readonly video: boolean; readonly audio: boolean };
  readonly #requestKey: () => void;
  readonly #receivers = new Set<RtpReceiverSide>();

  constructor(has: { readonly video: boolean; readonly audio: boolean }, requestKey: () => void) {
    this.has = has;
    this.#requestKey = requestKey;
  }

  receive(receiver: RtpReceiverSide): () => void {
    this.#receivers.add(receiver);
    // Who comes later waits for a picture that can be decoded.
    this.requestKey();
    return () => this.#receivers.delete(receiver);
  }

  requestKey(): void {
    this.#requestKey();
  }

  packet(packet: MediaPacket): void {
    for (const receiver of [...this.#receivers]) receiver.packet(packet);
  }

  clock(report: ClockReport): void {
    for (const receiver of [...this.#receivers]) receiver.clock?.(report);
  }
}
