/** Everything that is being published now, in step with the streams of the Live double. */
import type { StreamName } from '../../live/streams/stream-name.ts';
import type { OnlineStream, Push, Streams } from '../../live/streams/streams.ts';
import { TagStream } from '../flv/tag-stream.ts';
import { Feed, type FeedOptions } from './feed.ts';
import type { Frame, Tracks } from './frame.ts';

/** Arrivals of media are told to Live no more often than this. */
const TELL_EVERY_MS = 500;

/** A stream with everything that is made of it. */
export interface Publication {
  readonly stream: OnlineStream;
  readonly feed: Feed;
  readonly tags: TagStream;
}

export interface HubOptions {
  readonly streams: Streams;
  readonly clock: { now(): number };
  /** Told of each publication before its first frame. */
  readonly onPublished?: (publication: Publication) => void;
}

export class Hub {
  readonly #options: HubOptions;
  readonly #live = new Map<number, Publication & { readonly cut: () => void }>();
  readonly #unsubscribe: () => void;

  constructor(options: HubOptions) {
    this.#options = options;
    this.#unsubscribe = options.streams.subscribe(({ kind, stream }) => {
      if (kind === 'cut') this.#cut(stream.pushId);
    });
  }

  /**
   * A push whose right to publish has been checked. Answers the publication, or why Live refuses it. `cut`: called when it
   * has to end at once, e.g. because it was forbidden.
   */
  publish(push: Push, cut: () => void, options: FeedOptions = {}): Publication | string {
    const { streams, onPublished } = this.#options;
    const problem = streams.publishProblem(push);
    if (problem) return problem;
    streams.publish(push);
    const stream = streams.find(push);
    if (!stream) return 'UNKNOWN DOMAIN';
    const feed = new Feed(options);
    const publication = { stream, feed, tags: new TagStream(feed) };
    this.#live.set(stream.pushId, { ...publication, cut });
    feed.attach(this.#reporter(stream));
    onPublished?.(publication);
    return publication;
  }

  /** The publisher has stopped. */
  unpublish({ stream, feed }: Publication): void {
    if (!this.#live.delete(stream.pushId)) return;
    feed.end('stopped');
    this.#options.streams.unpublish(stream);
  }

  /** What is published under this name now. `domain`: ingest or streaming domain. */
  find(name: StreamName): Publication | undefined {
    const online = this.#options.streams.find(name);
    return online?.app === name.app ? this.#live.get(online.pushId) : undefined;
  }

  all(): Publication[] {
    return [...this.#live.values()];
  }

  close(): void {
    this.#unsubscribe();
    for (const publication of this.all()) this.unpublish(publication);
  }

  #cut(pushId: number): void {
    const publication = this.#live.get(pushId);
    if (!publication) return;
    this.#live.delete(pushId);
    publication.feed.end('cut');
    publication.cut();
  }

  /** Tells Live the size of the picture, and that media arrives. */
  #reporter(stream: OnlineStream) {
    const { streams, clock } = this.#options;
    let toldAtMs = Number.NEGATIVE_INFINITY;
    const arrived = (): void => {
      if (clock.now() - toldAtMs < TELL_EVERY_MS) return;
      toldAtMs = clock.now();
      streams.data(stream);
    };
    // Silence counts from the beginning: a publisher that never sends anything is cut as well.
    arrived();
    return {
      tracks: ({ video }: Tracks) => {
        if (video) streams.describe(stream, video);
      },
      frame: (_frame: Frame) => arrived(),
      end: () => undefined,
    };
  }
}
