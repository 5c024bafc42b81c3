/** A browser that plays: gets what a source sends, as it comes. */
import { type RTCPeerConnection, type RTCRtpTransceiver, RtpHeader, RtpPacket } from 'werift';
import type { Schedule } from '../../schedule.ts';
import { answerOffer, newPeer } from './peer.ts';
import { noPlayoutDelay } from './playout-delay.ts';
import type { MediaPacket, RtpSource } from './rtp-source.ts';

/** Players report every second or so; one that says nothing for so long is gone. */
const SILENCE_MS = 10_000;
const LOOK_EVERY_MS = 1_000;

export interface OutgoingOptions {
  readonly source: RtpSource;
  readonly schedule: Schedule;
  readonly onClosed: () => void;
}

export class Outgoing {
  readonly #peer: RTCPeerConnection = newPeer();
  readonly #options: OutgoingOptions;
  #leave: () => void = () => undefined;
  #cancelWatch: () => void = () => undefined;
  #heardAtMs: number;
  #isClosed = false;

  constructor(options: OutgoingOptions) {
    this.#options = options;
    this.#heardAtMs = options.schedule.now();
    this.#peer.connectionStateChange.subscribe((state) => {
      if (state === 'connected') options.source.requestKey();
      if (state === 'failed' || state === 'closed') this.close();
    });
  }

  /** Answers the offer. Throws OfferError. */
  async accept(offer: string): Promise<string> {
    const answer = await answerOffer(this.#peer, offer, () => this.#send());
    this.#watch();
    return answer;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#leave();
    this.#cancelWatch();
    void this.#peer.close();
    this.#options.onClosed();
  }

  #send(): void {
    const { source } = this.#options;
    const transceivers = new Map<'video' | 'audio', RTCRtpTransceiver>();
    for (const transceiver of this.#peer.getTransceivers()) {
      const kind = transceiver.kind === 'video' ? 'video' : 'audio';
      if (transceivers.has(kind) || !source.has[kind]) {
        transceiver.setDirection('inactive');
        continue;
      }
      transceivers.set(kind, transceiver);
      transceiver.setDirection('sendonly');
      transceiver.sender.onPictureLossIndication.subscribe(() => source.requestKey());
      transceiver.sender.onRtcp.subscribe(() => {
        this.#heardAtMs = this.#options.schedule.now();
      });
    }
    this.#leave = source.receive({
      packet: (packet) => {
        // Each receiver needs a packet of its own: werift writes numbers of the connection into it.
        const transceiver = transceivers.get(packet.kind);
        if (transceiver) void transceiver.sender.sendRtp(packetOf(packet, noPlayoutDelay(transceiver)));
      },
    });
  }

  #watch(): void {
    if (this.#isClosed) return;
    if (this.#options.schedule.now() - this.#heardAtMs >= SILENCE_MS) this.close();
    else this.#cancelWatch = this.#options.schedule.after(LOOK_EVERY_MS, () => this.#watch());
  }
}

function packetOf(
  { sequence, timestamp, marker, payload }: MediaPacket,
  extensions: RtpHeader['extensions'],
): RtpPacket {
  return new RtpPacket(new RtpHeader({ version: 2, sequenceNumber: sequence, timestamp, marker, extensions }), payload);
}
