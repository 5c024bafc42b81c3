/**
 * Files for what Live records: one for each recording as long as its tracks allow, pauses and reconnections included.
 *
 *     push begins ─► file grows ─push ends─► pending ─Live asks (fileOf)─► finished, handed to VOD
 *                                              ▲ push begins again │ crash ─► mended at the next start, pending
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordedFile, RecordingFiles, Segment } from '../../live/recording/files.ts';
import type { Tracks } from '../feed/frame.ts';
import type { Publication } from '../feed/hub.ts';
import type { PieceSink } from '../mp4/packager.ts';
import { mend } from './mend.ts';
import { partsPlaylist } from './parts-playlist.ts';
import { type FinishedFile, type Placement, RecordingFile } from './recording-file.ts';

export interface RecordingsOptions {
  readonly directory: string;
  readonly clock: { now(): number };
  readonly random: (bytes: number) => Buffer;
  /** Where recordings are served: `http://host:port`. */
  readonly origin: () => string;
  readonly log: (line: string) => void;
}

/** A file that Live has not asked for yet. */
interface Pending {
  readonly id: string;
  /** Streaming domain, whose recording it is, and stream. */
  readonly domain: string;
  readonly stream: string;
  /** Milliseconds since the epoch. */
  readonly startMs: number;
  /** Absent for one that was left by a crash and has been mended. */
  readonly file?: RecordingFile;
  readonly mended?: FinishedFile;
}

export class Recordings implements RecordingFiles {
  readonly #options: RecordingsOptions;
  #pending: Pending[] = [];

  constructor(options: RecordingsOptions) {
    this.#options = options;
  }

  /** Takes up what the last run has left. Before anything else. */
  async open(): Promise<void> {
    const { directory, log } = this.#options;
    await mkdir(directory, { recursive: true, mode: 0o700 });
    for (const name of await readdir(directory)) {
      const [, id] = /^([0-9a-f]{32})\.json$/.exec(name) ?? [];
      if (id === undefined) continue;
      try {
        const note = JSON.parse(await readFile(join(directory, name), 'utf8')) as Omit<Pending, 'id'>;
        const mended = await mend(this.#path(id));
        if (mended) this.#pending.push({ ...note, id, mended });
        else await this.#remove(id);
      } catch (error) {
        log(`media: the recording ${id} cannot be read, and is left as it is: ${(error as Error).message}`);
      }
    }
  }

  /** What has to be told of a publication so that it is recorded for this streaming domain. */
  record({ stream }: Publication, domain: string): PieceSink {
    let tracks: Tracks = {};
    let held: { readonly file: RecordingFile; readonly placement: Placement } | undefined;
    return {
      tracks: (changed) => {
        tracks = changed;
        held = undefined;
      },
      piece: (piece) => {
        const file = this.#current(domain, stream.stream, tracks);
        if (held?.file !== file) held = { file, placement: file.place(piece.startMs) };
        if (!file.add(piece, held.placement)) this.#options.log(`media: ${stream.stream} is no longer recorded`);
      },
      end: () => undefined,
    };
  }

  async fileOf({ domain, stream, endMs }: Segment): Promise<RecordedFile | undefined> {
    const isMeant = (held: Pending): boolean =>
      held.domain === domain && held.stream === stream && held.startMs <= endMs;
    const meant = this.#pending.filter(isMeant);
    this.#pending = this.#pending.filter((held) => !isMeant(held));
    const finished: { readonly name: string; readonly file: FinishedFile }[] = [];
    for (const { id, file, mended } of meant) {
      const done = mended ?? (await file?.finish());
      if (done) finished.push({ name: `${id}.mp4`, file: done });
      if (done) await rm(join(this.#options.directory, `${id}.json`), { force: true });
      else await this.#remove(id);
    }
    return this.#handOver(finished);
  }

  /** The video of this play URL has been deleted. Addresses of anything else are left alone. */
  async delete(url: string): Promise<void> {
    const [, name = '', extension] = /\/vod\/([0-9a-f]{32}\.(mp4|m3u8))$/.exec(url) ?? [];
    if (extension === undefined) return;
    const { directory, log } = this.#options;
    try {
      const text = extension === 'm3u8' ? await readFile(join(directory, name), 'utf8') : '';
      const parts = text.match(/[0-9a-f]{32}\.mp4/g) ?? [];
      for (const file of new Set([...parts, name])) await rm(join(directory, file), { force: true });
    } catch (error) {
      log(`media: a deleted recording is still there: ${(error as Error).message}`);
    }
  }

  /** Everything is on disk; what has not been asked for stays for the next start. */
  async close(): Promise<void> {
    await Promise.all(this.#pending.map(({ file }) => file?.close()));
  }

  /** The file that is being written, or a new one when there is none that takes these tracks. */
  #current(domain: string, stream: string, tracks: Tracks): RecordingFile {
    const last = this.#pending.filter((held) => held.domain === domain && held.stream === stream).at(-1);
    if (last?.file?.takes(tracks)) return last.file;
    const { random, clock, log } = this.#options;
    const id = random(16).toString('hex');
    const startMs = clock.now();
    const file = new RecordingFile(this.#path(id), tracks);
    this.#pending.push({ id, domain, stream, startMs, file });
    writeFile(join(this.#options.directory, `${id}.json`), JSON.stringify({ domain, stream, startMs }), {
      mode: 0o600,
    }).catch((error: Error) => log(`media: a crash would lose the recording of ${stream}: ${error.message}`));
    return file;
  }

  async #handOver(
    files: readonly { readonly name: string; readonly file: FinishedFile }[],
  ): Promise<RecordedFile | undefined> {
    const [first] = files;
    if (!first) return undefined;
    const { directory, origin, random } = this.#options;
    const sum = (of: (file: FinishedFile) => number): number => files.reduce((total, { file }) => total + of(file), 0);
    const { width, height } = first.file;
    const size = {
      sizeBytes: sum((file) => file.sizeBytes),
      durationMs: sum((file) => file.durationMs),
      width,
      height,
    };
    if (files.length === 1) return { url: `${origin()}/vod/${first.name}`, format: 'mp4', ...size };
    const name = `${random(16).toString('hex')}.m3u8`;
    await writeFile(join(directory, name), partsPlaylist(files), { mode: 0o600 });
    return { url: `${origin()}/vod/${name}`, format: 'm3u8', ...size };
  }

  #path(id: string): string {
    return join(this.#options.directory, `${id}.mp4`);
  }

  async #remove(id: string): Promise<void> {
    await rm(this.#path(id), { force: true });
    await rm(join(this.#options.directory, `${id}.json`), { force: true });
  }
}
