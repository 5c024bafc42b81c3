/** One file of a recording: playable while it grows, seekable once it is finished. */
import { type FileHandle, open } from 'node:fs/promises';
import type { Tracks } from '../feed/frame.ts';
import { fragment, type TrackRun } from '../mp4/fragment.ts';
import { initSegment, timescaleOf } from '../mp4/init-segment.ts';
import type { Piece } from '../mp4/packager.ts';
import { emptyRoom, type IndexedPart, indexRoom } from '../mp4/segment-index.ts';

/** Bytes that may wait for the disk; a recording that the disk cannot take ends. */
const MOST_WAITING_BYTES = 64 * 1024 * 1024;

export interface FinishedFile {
  readonly sizeBytes: number;
  readonly durationMs: number;
  /** Bytes of the beginning that every part needs, index included. */
  readonly headBytes: number;
  readonly parts: readonly IndexedPart[];
  readonly width: number;
  readonly height: number;
}

/** Where a push lies in the file: times of its pieces are moved by so many milliseconds. */
export interface Placement {
  readonly shiftMs: number;
}

export class RecordingFile {
  readonly path: string;
  readonly #tracks: Tracks;
  readonly #init: Buffer;
  readonly #parts: IndexedPart[] = [];
  #endMs = 0;
  #waitingBytes = 0;
  #failure: Error | undefined;
  /** Everything that has been asked of the disk. */
  #work: Promise<void>;
  #handle: FileHandle | undefined;

  constructor(path: string, tracks: Tracks) {
    this.path = path;
    this.#tracks = tracks;
    this.#init = initSegment(tracks);
    this.#work = this.#attempt(async () => {
      this.#handle = await open(path, 'w', 0o600);
      await this.#handle.appendFile(Buffer.concat([this.#init, emptyRoom()]));
    });
  }

  /** Whether a stream with these tracks can go on in this file: pictures bring their parameters, sound does not. */
  takes({ video, audio }: Tracks): boolean {
    const { video: ownVideo, audio: ownAudio } = this.#tracks;
    if (!!video !== !!ownVideo || !!audio !== !!ownAudio) return false;
    return !audio || !ownAudio || (audio.codec === ownAudio.codec && audio.record.equals(ownAudio.record));
  }

  /** For a push whose first piece starts at this time of its own. */
  place(startMs: number): Placement {
    return { shiftMs: this.#endMs - startMs };
  }

  /** False when the file can take no more. */
  add({ runs, startMs, durationMs }: Piece, { shiftMs }: Placement): boolean {
    if (this.#failure || this.#waitingBytes > MOST_WAITING_BYTES) return false;
    const bytes = fragment(
      this.#parts.length + 1,
      runs.map((run) => this.#moved(run, shiftMs)),
    );
    this.#parts.push({ bytes: bytes.length, durationMs });
    this.#endMs = Math.max(this.#endMs, startMs + shiftMs + durationMs);
    this.#waitingBytes += bytes.length;
    this.#then(async () => {
      await this.#handle?.appendFile(bytes);
      this.#waitingBytes -= bytes.length;
    });
    return true;
  }

  /** Writes the index; undefined when nothing was recorded. Throws when the disk failed. */
  async finish(): Promise<FinishedFile | undefined> {
    const leading = this.#tracks.video ?? this.#tracks.audio;
    this.#then(async () => {
      if (!leading) return;
      const room = indexRoom(this.#parts, { kind: leading.kind, timescale: timescaleOf(leading) });
      if (this.#parts.length > 0) await this.#handle?.write(room, 0, room.length, this.#init.length);
    });
    await this.close();
    if (this.#failure) throw this.#failure;
    if (this.#parts.length === 0) return undefined;
    const headBytes = this.#init.length + emptyRoom().length;
    const sizeBytes = this.#parts.reduce((sum, { bytes }) => sum + bytes, headBytes);
    const { width = 0, height = 0 } = this.#tracks.video ?? {};
    return { sizeBytes, durationMs: Math.round(this.#endMs), headBytes, parts: this.#parts, width, height };
  }

  /** Resolves when everything so far is on disk and the file is closed; an index is then missing. */
  async close(): Promise<void> {
    this.#then(async () => {
      const handle = this.#handle;
      this.#handle = undefined;
      await handle?.close();
    });
    await this.#work;
  }

  #moved(run: TrackRun, shiftMs: number): TrackRun {
    const config = this.#tracks[run.kind];
    const shift = config ? Math.round((shiftMs * timescaleOf(config)) / 1_000) : 0;
    return { ...run, baseTime: Math.max(0, run.baseTime + shift) };
  }

  #then(step: () => Promise<void>): void {
    this.#work = this.#work.then(() => this.#attempt(step));
  }

  async #attempt(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      this.#failure ??= error as Error;
    }
  }
}
