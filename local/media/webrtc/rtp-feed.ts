/** What a browser publishes by RTP becomes a feed, for FLV, HLS and recordings. */
import type { Clock } from '../../clock.ts';
import type { Schedule } from '../../schedule.ts';
import { opusConfig } from '../audio/opus.ts';
import type { Feed } from '../feed/feed.ts';
import { joinUnits, NAL, nalType, videoConfig } from '../h264/avc.ts';
import { type AccessUnit, H264Depacketizer } from './h264-depacketizer.ts';
import { MediaClock } from './media-clock.ts';
import { PacketOrder } from './packet-order.ts';
import type { MediaPacket, RtpSource } from './rtp-source.ts';

/** WebRTC sends no key pictures by itself: without them nobody could join, and HLS would have no segments. */
const KEY_EVERY_MS = 1_000;

export interface RtpFeedOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly schedule: Schedule;
}

/** Answers how to stop. */
export function feedFromRtp(source: RtpSource, feed: Feed, { clock, schedule }: RtpFeedOptions): () => void {
  const times = new MediaClock();
  feed.expect(source.has);
  if (source.has.audio) feed.configure(opusConfig());
  const pictures = new Pictures(feed, times, clock, () => source.requestKey());
  const sound = new PacketOrder(
    ({ payload, timestamp }) => {
      if (payload.length === 0) return;
      const dtsMs = times.at('audio', timestamp, clock.now());
      feed.push({ kind: 'audio', dtsMs, ptsMs: dtsMs, isKey: true, data: payload });
    },
    () => undefined,
  );
  const leave = source.receive({
    packet: (packet) => (packet.kind === 'video' ? pictures.push(packet) : sound.push(packet, clock.now())),
    clock: (report) => times.report(report),
  });
  let cancel: () => void = () => undefined;
  const ask = (): void => {
    source.requestKey();
    cancel = schedule.after(KEY_EVERY_MS, ask);
  };
  if (source.has.video) ask();
  return () => {
    cancel();
    leave();
  };
}

class Pictures {
  readonly #feed: Feed;
  readonly #times: MediaClock;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #depacketizer = new H264Depacketizer((unit) => this.#picture(unit));
  readonly #order: PacketOrder;
  /** After a loss nothing can be decoded up to the next key picture. */
  #isBroken = true;
  #sps: readonly Buffer[] = [];
  #pps: readonly Buffer[] = [];

  constructor(feed: Feed, times: MediaClock, clock: Pick<Clock, 'now'>, requestKey: () => void) {
    this.#feed = feed;
    this.#times = times;
    this.#clock = clock;
    this.#order = new PacketOrder(
      (packet) => this.#depacketizer.push(packet),
      () => {
        this.#depacketizer.reset();
        this.#isBroken = true;
        requestKey();
      },
    );
  }

  push(packet: MediaPacket): void {
    this.#order.push(packet, this.#clock.now());
  }

  #picture({ timestamp, units }: AccessUnit): void {
    const of = (type: number): Buffer[] => units.filter((unit) => nalType(unit) === type);
    const isKey = of(NAL.idr).length > 0;
    const dtsMs = this.#times.at('video', timestamp, this.#clock.now());
    if (of(NAL.sps).length > 0) this.#sps = of(NAL.sps);
    if (of(NAL.pps).length > 0) this.#pps = of(NAL.pps);
    if (isKey) {
      const config = videoConfig(this.#sps, this.#pps);
      if (config) this.#feed.configure(config);
      this.#isBroken = !config;
    }
    if (this.#isBroken) return;
    // The configuration carries the parameter sets.
    const data = units.filter((unit) => nalType(unit) !== NAL.sps && nalType(unit) !== NAL.pps);
    if (data.length === 0) return;
    this.#feed.push({ kind: 'video', dtsMs, ptsMs: dtsMs, isKey, data: joinUnits(data) });
  }
}
