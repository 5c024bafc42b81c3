/** One stream while it is being published: from its publisher to everything that plays, packages or records it. */
import type { AudioConfig, Frame, TrackConfig, Tracks, VideoConfig } from './frame.ts';

/** Frames wait for the other track for so long, counted in their own time: viewers need to know all tracks at once. */
const WAIT_MS = 1_000;
/** And never more than so many bytes of them. */
const WAIT_BYTES = 4 * 1024 * 1024;

export interface FeedSink {
  /** Before the first frame, and again whenever a track begins or changes. */
  tracks(tracks: Tracks): void;
  frame(frame: Frame): void;
  /** `cut`: it was forbidden; else its publisher stopped. */
  end(reason: EndReason): void;
}

export type EndReason = 'stopped' | 'cut';

export interface FeedOptions {
  /** Which tracks the publisher announces; undefined when it does not tell. */
  readonly expects?: { readonly video: boolean; readonly audio: boolean };
}

export class Feed {
  #expects: FeedOptions['expects'];
  #video: VideoConfig | undefined;
  #audio: AudioConfig | undefined;
  /** Frames that came before it was clear which tracks there are; undefined once that is. */
  #waiting: Frame[] | undefined = [];
  #waitingBytes = 0;
  readonly #sinks = new Set<FeedSink>();
  #ended: EndReason | undefined;

  constructor({ expects }: FeedOptions = {}) {
    this.#expects = expects;
  }

  get tracks(): Tracks {
    return { ...(this.#video && { video: this.#video }), ...(this.#audio && { audio: this.#audio }) };
  }

  /** True once it is clear which tracks there are. */
  get isRunning(): boolean {
    return this.#waiting === undefined;
  }

  get ended(): EndReason | undefined {
    return this.#ended;
  }

  /** The publisher tells which tracks will come. */
  expect(tracks: { readonly video: boolean; readonly audio: boolean }): void {
    this.#expects = tracks;
    this.#startIfComplete();
  }

  /** What is sent from now on goes to the sink as well; answers how to stop that. */
  attach(sink: FeedSink): () => void {
    if (this.#ended) {
      sink.end(this.#ended);
      return () => undefined;
    }
    this.#sinks.add(sink);
    if (this.isRunning) sink.tracks(this.tracks);
    return () => this.#sinks.delete(sink);
  }

  /** A configuration equal to the present one changes nothing. */
  configure(config: TrackConfig): void {
    const before = config.kind === 'video' ? this.#video : this.#audio;
    if (this.#ended || (before?.codec === config.codec && before.record.equals(config.record))) return;
    if (config.kind === 'video') this.#video = config;
    else this.#audio = config;
    if (this.isRunning) this.#tell((sink) => sink.tracks(this.tracks));
    else this.#startIfComplete();
  }

  /** A frame of a track that has no configuration yet cannot be decoded by anybody, and is dropped. */
  push(frame: Frame): void {
    if (this.#ended || !(frame.kind === 'video' ? this.#video : this.#audio)) return;
    if (!this.#waiting) {
      this.#tell((sink) => sink.frame(frame));
      return;
    }
    this.#waiting.push(frame);
    this.#waitingBytes += frame.data.length;
    const waitedMs = frame.dtsMs - (this.#waiting[0]?.dtsMs ?? frame.dtsMs);
    if (waitedMs >= WAIT_MS || this.#waitingBytes > WAIT_BYTES) this.#start();
  }

  end(reason: EndReason): void {
    if (this.#ended) return;
    if (this.#waiting && this.#waiting.length > 0) this.#start();
    this.#ended = reason;
    this.#tell((sink) => sink.end(reason));
    this.#sinks.clear();
  }

  #startIfComplete(): void {
    if (this.isRunning || (!this.#video && !this.#audio)) return;
    const { video, audio } = this.#expects ?? { video: true, audio: true };
    if ((this.#video || !video) && (this.#audio || !audio)) this.#start();
  }

  #start(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    this.#tell((sink) => sink.tracks(this.tracks));
    for (const frame of waiting) this.#tell((sink) => sink.frame(frame));
  }

  #tell(call: (sink: FeedSink) => void): void {
    for (const sink of [...this.#sinks]) call(sink);
  }
}
