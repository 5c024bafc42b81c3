/**
 * What viewers of a relayed stream see: the anchor's camera, or the mix that its browser makes. Going from one to the other
 * happens at a key picture of the new one, under numbers and times that go on, so that nobody is interrupted.
 */
import type { Clock } from '../../clock.ts';
import { NAL, nalType } from '../h264/avc.ts';
import { RtpFan } from '../webrtc/rtp-fan.ts';
import {
  CLOCK_RATE,
  type ClockReport,
  type MediaPacket,
  type RtpReceiverSide,
  type RtpSource,
} from '../webrtc/rtp-source.ts';

export type RelayPicture = 'camera' | 'mix';

/** A mix that sends nothing for so long has broken off: the camera comes back. */
export const MIX_SILENCE_MS = 500;
const STAP_A = 24;

interface Numbering {
  /** Added to what comes in. */
  sequence: number;
  timestamp: number;
  lastSequence: number;
  lastTimestamp: number;
  lastAtMs: number;
  /** Numbers begin anew with the next packet of the other picture. */
  isStale: boolean;
}

export interface RelaySourceOptions {
  readonly camera: RtpFan;
  /** Absent: the publisher offers no mix. */
  readonly mix: RtpFan | undefined;
  readonly clock: Pick<Clock, 'now'>;
  readonly onSwitched: (picture: RelayPicture) => void;
}

export class RelaySource implements RtpSource {
  readonly has: { readonly video: boolean; readonly audio: boolean };
  readonly #options: RelaySourceOptions;
  readonly #out: RtpFan;
  readonly #numbering = new Map<'video' | 'audio', Numbering>();
  readonly #leave: (() => void)[];
  #current: RelayPicture = 'camera';
  #wanted: RelayPicture = 'camera';
  #mixHeardAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: RelaySourceOptions) {
    const { camera, mix } = options;
    this.#options = options;
    this.has = camera.has;
    this.#out = new RtpFan(camera.has, () => this.#sourceOf(this.#current)?.requestKey());
    this.#leave = [camera.receive(this.#input('camera'))];
    if (mix) this.#leave.push(mix.receive(this.#input('mix')));
  }

  /** What viewers see now. */
  get picture(): RelayPicture {
    return this.#current;
  }

  receive(receiver: RtpReceiverSide): () => void {
    return this.#out.receive(receiver);
  }

  requestKey(): void {
    this.#out.requestKey();
  }

  /** Goes over as soon as the wanted picture has a key. */
  want(picture: RelayPicture): void {
    this.#wanted = picture === 'mix' && !this.#options.mix ? 'camera' : picture;
    if (this.#wanted !== this.#current) this.#sourceOf(this.#wanted)?.requestKey();
  }

  close(): void {
    for (const leave of this.#leave) leave();
  }

  #sourceOf(picture: RelayPicture): RtpFan | undefined {
    return picture === 'mix' ? this.#options.mix : this.#options.camera;
  }

  #input(picture: RelayPicture): RtpReceiverSide {
    return {
      packet: (packet) => this.#packet(picture, packet),
      clock: (report) => {
        if (picture === this.#current) this.#clock(report);
      },
    };
  }

  #packet(picture: RelayPicture, packet: MediaPacket): void {
    const now = this.#options.clock.now();
    if (picture === 'mix') this.#mixHeardAtMs = now;
    else if (this.#current === 'mix' && now - this.#mixHeardAtMs > MIX_SILENCE_MS) this.want('camera');
    if (picture === this.#wanted && picture !== this.#current) {
      if (!this.#isBeginning(packet)) this.#sourceOf(picture)?.requestKey();
      else this.#switchTo(picture);
    }
    if (picture === this.#current) this.#out.packet(this.#numbered(packet, now));
  }

  /** Sound alone can begin anywhere. */
  #isBeginning({ kind, payload }: MediaPacket): boolean {
    if (!this.has.video) return true;
    if (kind !== 'video' || payload.length < 4) return false;
    const type = nalType(payload);
    return type === NAL.sps || (type === STAP_A && nalType(payload.subarray(3)) === NAL.sps);
  }

  #switchTo(picture: RelayPicture): void {
    this.#current = picture;
    for (const numbering of this.#numbering.values()) numbering.isStale = true;
    this.#options.onSwitched(picture);
  }

  #numbered(packet: MediaPacket, now: number): MediaPacket {
    const { kind } = packet;
    const numbering = this.#numbering.get(kind) ?? newNumbering();
    this.#numbering.set(kind, numbering);
    if (numbering.isStale) {
      const elapsed = Math.max(1, Math.round(((now - numbering.lastAtMs) * CLOCK_RATE[kind]) / 1_000));
      numbering.sequence = (numbering.lastSequence + 1 - packet.sequence) & 0xffff;
      numbering.timestamp = (numbering.lastTimestamp + elapsed - packet.timestamp) >>> 0;
      numbering.isStale = false;
    }
    numbering.lastSequence = (packet.sequence + numbering.sequence) & 0xffff;
    numbering.lastTimestamp = (packet.timestamp + numbering.timestamp) >>> 0;
    numbering.lastAtMs = now;
    return { ...packet, sequence: numbering.lastSequence, timestamp: numbering.lastTimestamp };
  }

  #clock(report: ClockReport): void {
    const numbering = this.#numbering.get(report.kind);
    if (!numbering || numbering.isStale) return;
    this.#out.clock({ ...report, timestamp: (report.timestamp + numbering.timestamp) >>> 0 });
  }
}

function newNumbering(): Numbering {
  return { sequence: 0, timestamp: 0, lastSequence: 0, lastTimestamp: 0, lastAtMs: 0, isStale: false };
}
