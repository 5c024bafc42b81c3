/** A feed as FLV tags: each frame is encoded once for all viewers, and who joins gets the pictures since the last key. */
import type { Feed, FeedSink } from '../feed/feed.ts';
import type { Frame, Tracks } from '../feed/frame.ts';
import { writeAmf0 } from '../rtmp/amf0-write.ts';
import { configTag, frameTag, metadata, TAG, type Tag, tagOf } from './tag.ts';

/** A longer run without a key picture is not kept: who joins then begins at the next one. */
const GOP_BYTES = 8 * 1024 * 1024;

export interface TagViewer {
  /** Everything that a player needs to begin, in order. */
  start(tags: readonly Tag[], tracks: Tracks): void;
  tag(tag: Tag): void;
  end(): void;
}

export class TagStream implements FeedSink {
  readonly #feed: Feed;
  #tracks: Tracks = {};
  /** Since the last key picture, with it; undefined when there is none that could be begun with. */
  #gop: Tag[] | undefined;
  #gopBytes = 0;
  readonly #viewers = new Set<TagViewer>();
  /** They get everything from the next key picture on. */
  readonly #waiting = new Set<TagViewer>();

  constructor(feed: Feed) {
    this.#feed = feed;
    feed.attach(this);
  }

  /** Viewers, those included who wait for the first picture. */
  get viewers(): number {
    return this.#viewers.size + this.#waiting.size;
  }

  /** Bytes that are kept for those who join. */
  get keptBytes(): number {
    return this.#gopBytes;
  }

  /** Answers how to leave. */
  join(viewer: TagViewer): () => void {
    if (this.#feed.ended) {
      viewer.end();
      return () => undefined;
    }
    if (this.#gop) this.#begin(viewer);
    else this.#waiting.add(viewer);
    return () => {
      this.#viewers.delete(viewer);
      this.#waiting.delete(viewer);
    };
  }

  tracks(tracks: Tracks): void {
    const before = this.#tracks;
    this.#tracks = tracks;
    const at = this.#gop?.at(-1)?.timestampMs ?? 0;
    if (tracks.video && tracks.video !== before.video) this.#toViewers(configTag(tracks.video, at));
    if (tracks.audio && tracks.audio !== before.audio) this.#toViewers(configTag(tracks.audio, at));
  }

  frame(frame: Frame): void {
    const tag = frameTag(frame, this.#tracks.audio);
    // Without pictures any sound is a good beginning.
    const isBeginning = tag.isKeyPicture || (!this.#tracks.video && frame.kind === 'audio');
    const watching = [...this.#viewers];
    this.#keep(tag, isBeginning);
    if (isBeginning) {
      for (const viewer of this.#waiting) this.#begin(viewer);
      this.#waiting.clear();
    }
    for (const viewer of watching) viewer.tag(tag);
  }

  end(): void {
    for (const viewer of [...this.#viewers, ...this.#waiting]) viewer.end();
    this.#viewers.clear();
    this.#waiting.clear();
    this.#gop = undefined;
    this.#gopBytes = 0;
  }

  #keep(tag: Tag, isBeginning: boolean): void {
    if (isBeginning) {
      this.#gop = [];
      this.#gopBytes = 0;
    }
    if (!this.#gop) return;
    this.#gop.push(tag);
    this.#gopBytes += tag.bytes.length;
    if (this.#gopBytes > GOP_BYTES) {
      this.#gop = undefined;
      this.#gopBytes = 0;
    }
  }

  /** A changed configuration is part of what a later viewer has to decode: it is kept in its place. */
  #toViewers(tag: Tag): void {
    this.#gop?.push(tag);
    for (const viewer of [...this.#viewers]) viewer.tag(tag);
  }

  #begin(viewer: TagViewer): void {
    const { video, audio } = this.#tracks;
    const at = this.#gop?.[0]?.timestampMs ?? 0;
    const script = [...writeAmf0('onMetaData'), ...writeAmf0(metadata(video, audio))];
    const configs = [video, audio].flatMap((config) => (config ? [configTag(config, at)] : []));
    this.#viewers.add(viewer);
    viewer.start([tagOf(TAG.script, 0, script), ...configs, ...(this.#gop ?? [])], this.#tracks);
  }
}
