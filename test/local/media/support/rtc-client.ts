/** A browser's part in WHIP and WHEP, with werift and made-up media: what real browsers do is tested with real ones. */

import { onTestFinished } from 'vitest';
import {
  MediaStreamTrack,
  RTCPeerConnection,
  RTCRtpHeaderExtensionParameters,
  RtpHeader,
  RtpPacket,
  useH264,
  useOPUS,
} from 'werift';

/** Parameter sets of 640x360, and pictures that nobody will decode. */
const SPS = Buffer.from('6742c016d900a02ff97011000003000100000300140f162e48', 'hex');
const PPS = Buffer.from('68cb83cb20', 'hex');
const SLICE_KEY = 0x65;
const SLICE = 0x41;

const PLAYOUT_DELAY = 'http://www.webrtc.org/experiments/rtp-hdrext/playout-delay';

export interface Answer {
  readonly status: number;
  readonly text: string;
  /** Of the session. */
  readonly location: string;
}

export class RtcClient {
  readonly peer: RTCPeerConnection;
  readonly received: { kind: string; payload: Buffer; sequence: number; timestamp: number; extensions: Buffer[] }[] =
    [];
  /** Key pictures that have been asked for. */
  asked = 0;
  #wake: (() => void)[] = [];
  readonly #tracks: MediaStreamTrack[] = [];
  readonly #sequences = new Map<number, number>();

  constructor() {
    this.peer = new RTCPeerConnection({
      codecs: { video: [useH264()], audio: [useOPUS()] },
      headerExtensions: { video: [new RTCRtpHeaderExtensionParameters({ uri: PLAYOUT_DELAY })] },
      ...{ iceServers: [], iceAdditionalHostAddresses: ['127.0.0.1'], iceUseIpv6: false, bundlePolicy: 'max-bundle' },
    });
    onTestFinished(() => this.peer.close());
  }

  /** Offers to send; a second group of tracks is for the mix. */
  send(groups = 1): void {
    for (let group = 0; group < groups; group += 1) {
      for (const kind of ['audio', 'video'] as const) {
        const track = new MediaStreamTrack({ kind });
        this.#tracks.push(track);
        const { sender } = this.peer.addTransceiver(track, { direction: 'sendonly' });
        sender.onPictureLossIndication.subscribe(() => {
          this.asked += 1;
          this.#tell();
        });
      }
    }
  }

  /** Offers to receive. */
  receive(): void {
    for (const kind of ['audio', 'video'] as const) {
      const transceiver = this.peer.addTransceiver(kind, { direction: 'recvonly' });
      transceiver.onTrack.subscribe((track) => {
        track.onReceiveRtp.subscribe(({ header, payload }) => {
          const { sequenceNumber: sequence, timestamp } = header;
          const extensions = header.extensions.map((extension) => Buffer.from(extension.payload));
          this.received.push({ kind, payload: Buffer.from(payload), sequence, timestamp, extensions });
          this.#tell();
        });
      });
    }
  }

  async offer(): Promise<string> {
    await this.peer.setLocalDescription(await this.peer.createOffer());
    return this.peer.localDescription?.sdp ?? '';
  }

  /** Resolves when it is connected, or has been refused. */
  async post(url: string): Promise<Answer> {
    const answer = await fetch(url, {
      method: 'POST',
      body: await this.offer(),
      headers: { 'content-type': 'application/sdp' },
    });
    const text = await answer.text();
    if (answer.status === 201) {
      await this.peer.setRemoteDescription({ type: 'answer', sdp: text });
      while (this.peer.connectionState !== 'connected') {
        await new Promise<void>((resolve) => this.peer.connectionStateChange.once(() => resolve()));
      }
    }
    return { status: answer.status, text, location: answer.headers.get('location') ?? '' };
  }

  /** A key picture as browsers send it: parameter sets and slice in packets of their own. */
  key(timeMs: number, group = 0, mark = 0): void {
    this.#video(timeMs, group, [SPS, PPS, Buffer.from([SLICE_KEY, mark, 0x80])]);
  }

  picture(timeMs: number, group = 0, mark = 0): void {
    this.#video(timeMs, group, [Buffer.from([SLICE, mark, 0x80])]);
  }

  sound(timeMs: number, group = 0, mark = 0): void {
    this.#write(group * 2, timeMs * 48, true, Buffer.from([0xfc, mark]));
  }

  async until(condition: (client: this) => boolean): Promise<void> {
    while (!condition(this)) await new Promise<void>((resolve) => this.#wake.push(resolve));
  }

  #video(timeMs: number, group: number, units: readonly Buffer[]): void {
    for (const [index, unit] of units.entries())
      this.#write(group * 2 + 1, timeMs * 90, index === units.length - 1, unit);
  }

  #write(track: number, timestamp: number, marker: boolean, payload: Buffer): void {
    const sequenceNumber = (this.#sequences.get(track) ?? 1_000 * track) + 1;
    this.#sequences.set(track, sequenceNumber);
    this.#tracks[track]?.writeRtp(
      new RtpPacket(new RtpHeader({ version: 2, sequenceNumber, timestamp, marker }), payload),
    );
  }

  #tell(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}
