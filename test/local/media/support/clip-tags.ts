/** The tags of a short film, as often one after the other as is wanted. */
import { FlvReader, type FlvTag } from './flv-reader.ts';

export class ClipTags {
  /** Metadata and configurations, which come first. */
  readonly head: readonly FlvTag[];
  /** Pictures and sound. Tags of packet type 2, an end of sequence, are left out. */
  readonly frames: readonly FlvTag[];
  readonly #lengthMs: number;

  constructor(flv: Buffer, lengthMs: number) {
    const reader = new FlvReader();
    reader.push(flv);
    this.head = reader.tags.filter(({ type, body }) => type === 18 || body[1] === 0);
    this.frames = reader.frames;
    this.#lengthMs = lengthMs;
  }

  /** Their times go on. */
  repeated(times: number): FlvTag[] {
    const rounds = Array.from({ length: times }, (_, round) =>
      this.frames.map((tag) => ({ ...tag, timeMs: tag.timeMs + round * this.#lengthMs })),
    );
    return [...this.head, ...rounds.flat()];
  }
}
