/** A browser that publishes: its tracks as RTP sources, and the watch over whether it is still there. */
import type { RTCPeerConnection, RTCRtpTransceiver, RtcpPacket, RtpPacket } from 'werift';
import { RtcpSrPacket } from 'werift';
import type { Schedule } from '../../schedule.ts';
import { answerOffer, newPeer } from './peer.ts';
import { RtpFan } from './rtp-fan.ts';

/** Without any packet for so long a publisher is gone: werift itself notices after half a minute. */
export const SILENCE_MS = 2_000;
/** Time to connect. */
const CONNECT_MS = 10_000;
const LOOK_EVERY_MS = 250;
/** A publisher is not asked for key pictures more often than this. */
const KEY_REST_MS = 300;
/** Seconds from 1900 to 1970: NTP counts from the former. */
const NTP_EPOCH_SECONDS = 2_208_988_800;

export interface IncomingOptions {
  readonly schedule: Schedule;
  /** It is gone, or has to go: called once. */
  readonly onClosed: () => void;
}

export class Incoming {
  readonly #peer: RTCPeerConnection = newPeer();
  readonly #schedule: Schedule;
  readonly #onClosed: () => void;
  readonly #groups: RtpFan[] = [];
  #heardAtMs: number;
  #hasHeard = false;
  #isClosed = false;
  #cancelWatch: () => void = () => undefined;

  constructor({ schedule, onClosed }: IncomingOptions) {
    this.#schedule = schedule;
    this.#onClosed = onClosed;
    this.#heardAtMs = schedule.now();
    this.#peer.connectionStateChange.subscribe((state) => {
      if (state === 'failed' || state === 'closed') this.close();
    });
  }

  /** Pictures and sound in the order of the offer's sections: the first of each kind, the second of each kind, … */
  get groups(): readonly RtpFan[] {
    return this.#groups;
  }

  /** Answers the offer. Throws OfferError. */
  async accept(offer: string): Promise<string> {
    const answer = await answerOffer(this.#peer, offer, () => this.#group());
    this.#watch();
    return answer;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#cancelWatch();
    void this.#peer.close();
    this.#onClosed();
  }

  #group(): void {
    const of = (kind: 'video' | 'audio'): RTCRtpTransceiver[] =>
      this.#peer.getTransceivers().filter((transceiver) => transceiver.kind === kind);
    const [videos, audios] = [of('video'), of('audio')];
    for (let index = 0; index < Math.max(videos.length, audios.length); index += 1) {
      const [video, audio] = [videos[index], audios[index]];
      const fan = new RtpFan(
        { video: video !== undefined, audio: audio !== undefined },
        keyRequest(video, this.#schedule),
      );
      this.#groups.push(fan);
      for (const transceiver of [video, audio]) if (transceiver) this.#listen(transceiver, fan);
    }
  }

  #listen(transceiver: RTCRtpTransceiver, fan: RtpFan): void {
    const kind = transceiver.kind === 'video' ? 'video' : 'audio';
    transceiver.setDirection('recvonly');
    const onRtp = ({ header, payload }: RtpPacket): void => {
      this.#heardAtMs = this.#schedule.now();
      this.#hasHeard = true;
      const { sequenceNumber: sequence, timestamp, marker } = header;
      fan.packet({ kind, sequence, timestamp, marker, payload });
    };
    transceiver.onTrack.subscribe((track) => track.onReceiveRtp.subscribe(onRtp));
    for (const track of transceiver.receiver.tracks) track.onReceiveRtp.subscribe(onRtp);
    transceiver.receiver.onRtcp.subscribe((packet: RtcpPacket) => {
      if (!(packet instanceof RtcpSrPacket)) return;
      const { ntpTimestamp, rtpTimestamp } = packet.senderInfo;
      const wallMs =
        (Number(ntpTimestamp >> 32n) - NTP_EPOCH_SECONDS) * 1_000 +
        (Number(ntpTimestamp & 0xffffffffn) * 1_000) / 2 ** 32;
      fan.clock({ kind, wallMs, timestamp: rtpTimestamp });
    });
  }

  #watch(): void {
    if (this.#isClosed) return;
    const silentMs = this.#schedule.now() - this.#heardAtMs;
    if (silentMs >= (this.#hasHeard ? SILENCE_MS : CONNECT_MS)) this.close();
    else this.#cancelWatch = this.#schedule.after(LOOK_EVERY_MS, () => this.#watch());
  }
}

function keyRequest(video: RTCRtpTransceiver | undefined, schedule: Schedule): () => void {
  let askedAtMs = Number.NEGATIVE_INFINITY;
  return () => {
    const ssrc = video?.receiver.tracks[0]?.ssrc;
    if (!video || ssrc === undefined || schedule.now() - askedAtMs < KEY_REST_MS) return;
    askedAtMs = schedule.now();
    void video.receiver.sendRtcpPLI(ssrc);
  };
}
