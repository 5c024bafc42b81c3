/** What an RTMP publisher sends becomes a feed. */
import type { Feed } from '../feed/feed.ts';
import { Timeline } from '../feed/timeline.ts';
import { parseAudioBody, parseVideoBody } from '../flv/tag.ts';
import { joinUnits, parseAvcRecord, splitUnits, videoConfig } from '../h264/avc.ts';
import { readAmf0 } from './amf0.ts';
import { MESSAGE, type Message, RtmpError } from './message.ts';

/** FLV's own units are four bytes long almost everywhere; others are rewritten. */
const LENGTH_BYTES = 4;

export class RtmpPublisher {
  readonly #feed: Feed;
  readonly #timeline = new Timeline();
  #lengthBytes = LENGTH_BYTES;
  #isConfigured = { video: false, audio: false };

  constructor(feed: Feed) {
    this.#feed = feed;
  }

  /** Throws RtmpError or UnsupportedCodecError. */
  message({ type, timestampMs, body }: Message): void {
    if (type === MESSAGE.video) this.#video(timestampMs, body);
    else if (type === MESSAGE.audio) this.#audio(timestampMs, body);
    else if (type === MESSAGE.data) this.#metadata(body);
  }

  #video(timestampMs: number, body: Buffer): void {
    const parsed = parseVideoBody(body);
    if (parsed.kind === 'config') {
      const sets = parseAvcRecord(parsed.record);
      // The record is made anew: it may announce lengths that are no longer true, or have a tail that players dislike.
      const config = sets && videoConfig(sets.sps, sets.pps);
      if (!sets || !config) throw new RtmpError('the H.264 configuration is malformed');
      this.#lengthBytes = sets.lengthBytes;
      this.#isConfigured = { ...this.#isConfigured, video: true };
      this.#feed.configure({ ...config, record: Buffer.from(config.record) });
    } else if (parsed.kind === 'frame' && this.#isConfigured.video) {
      const dtsMs = this.#timeline.at('video', timestampMs);
      const data = this.#withLongLengths(parsed.data);
      this.#feed.push({ kind: 'video', dtsMs, ptsMs: dtsMs + parsed.offsetMs, isKey: parsed.isKey, data });
    }
  }

  #audio(timestampMs: number, body: Buffer): void {
    const parsed = parseAudioBody(body);
    if (parsed.kind === 'config') {
      if (!parsed.config) throw new RtmpError('the AAC configuration is malformed');
      this.#isConfigured = { ...this.#isConfigured, audio: true };
      this.#feed.configure(parsed.config);
    } else if (parsed.kind === 'frame' && this.#isConfigured.audio) {
      const dtsMs = this.#timeline.at('audio', timestampMs);
      this.#feed.push({ kind: 'audio', dtsMs, ptsMs: dtsMs, isKey: true, data: parsed.data });
    }
  }

  /** `@setDataFrame onMetaData {…}`: which tracks will come. Everything else in it is told by the tracks themselves. */
  #metadata(body: Buffer): void {
    const values = readAmf0(body);
    if (!values.includes('onMetaData')) return;
    const properties = values.find((value) => typeof value === 'object' && value !== null && !Array.isArray(value));
    if (!properties || Array.isArray(properties)) return;
    const has = (name: string): boolean => Object.hasOwn(properties as object, name);
    if (has('videocodecid') || has('audiocodecid')) {
      this.#feed.expect({ video: has('videocodecid'), audio: has('audiocodecid') });
    }
  }

  #withLongLengths(data: Buffer): Buffer {
    if (this.#lengthBytes === LENGTH_BYTES) return data;
    const units = splitUnits(data, this.#lengthBytes);
    if (!units) throw new RtmpError('the lengths of NAL units do not add up');
    return joinUnits(units);
  }
}
