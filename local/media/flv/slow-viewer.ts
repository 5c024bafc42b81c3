/** What happens to a viewer who cannot keep up: pictures are left out up to the next key, and in the end it has to go. */
import type { Tag } from './tag.ts';

/** Bytes that may wait for a viewer before pictures are left out. */
export const MOST_WAITING_BYTES = 2 * 1024 * 1024;
/** A viewer for whom nothing could be sent for so long is disconnected. */
export const MOST_BEHIND_MS = 10_000;

export type Verdict = 'send' | 'skip' | 'drop';

export class SlowViewerPolicy {
  /** Time of the first tag that was left out; undefined while nothing is. */
  #skippingSinceMs: number | undefined;

  /** `waitingBytes`: what the connection has not taken yet. */
  judge(tag: Tag, waitingBytes: number): Verdict {
    if (this.#skippingSinceMs === undefined) {
      if (waitingBytes <= MOST_WAITING_BYTES) return 'send';
      this.#skippingSinceMs = tag.timestampMs;
      return 'skip';
    }
    if (waitingBytes <= MOST_WAITING_BYTES / 2 && (tag.isKeyPicture || !tag.isVideo)) {
      // Sound may go on at once; pictures only from a key on, since what they build on is missing.
      if (tag.isKeyPicture) this.#skippingSinceMs = undefined;
      return 'send';
    }
    return tag.timestampMs - this.#skippingSinceMs > MOST_BEHIND_MS && waitingBytes > MOST_WAITING_BYTES / 2
      ? 'drop'
      : 'skip';
  }
}
