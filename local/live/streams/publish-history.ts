/** Every push of the last time, ended or not; for DescribeLiveStreamsPublishList. */
import type { OnlineStream, Streams } from './streams.ts';

const MOST_PUSHES = 500;

export interface PastPush extends OnlineStream {
  /** Milliseconds since the epoch; absent while it lasts. */
  readonly endedAtMs?: number;
}

export class PublishHistory {
  readonly #now: () => number;
  #pushes: PastPush[] = [];

  constructor(streams: Streams, now: () => number) {
    this.#now = now;
    streams.subscribe(({ kind, stream }) => {
      if (kind === 'published') this.#pushes = [...this.#pushes, stream].slice(-MOST_PUSHES);
      if (kind === 'ended') this.#end(stream);
    });
  }

  /** Oldest first. */
  on(ingestDomain: string): PastPush[] {
    return this.#pushes.filter(({ domain }) => domain === ingestDomain);
  }

  save(): PastPush[] {
    return structuredClone(this.#pushes);
  }

  /** No push outlives the local cloud. */
  load(pushes: readonly PastPush[]): void {
    this.#pushes = pushes.map((push) => ({ ...push, endedAtMs: push.endedAtMs ?? this.#now() }));
  }

  #end(ended: OnlineStream): void {
    const endedAtMs = this.#now();
    this.#pushes = this.#pushes.map((push) =>
      push.pushId === ended.pushId && push.endedAtMs === undefined ? { ...ended, endedAtMs } : push,
    );
  }
}
