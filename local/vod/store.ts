/** Videos recorded from live streams, and the account's one message callback. */
import type { Clock } from '../clock.ts';
import { ServiceError } from '../openapi/service.ts';

/** What a recorder tells about a finished recording. */
export interface NewRecording {
  /** Streaming domain. */
  readonly domainName: string;
  readonly appName: string;
  readonly streamName: string;
  /** Milliseconds since the epoch. */
  readonly startMs: number;
  readonly endMs: number;
  readonly playUrl: string;
  /** Container, e.g. `mp4` or `m3u8`. */
  readonly format: string;
  readonly sizeBytes: number;
  readonly width?: number;
  readonly height?: number;
  readonly coverUrl?: string;
  /** Length of the file in milliseconds; from start to end when absent. */
  readonly durationMs?: number;
  /** Only `Normal` videos play; `Normal` when absent. */
  readonly status?: VideoStatus;
}

/**
 * `Uploading`: the file is on its way. `Normal`: it plays. `UploadFail`: there is no file, only what is known about the
 * recording; so it is where no media server supplies files.
 */
export type VideoStatus = 'Uploading' | 'Transcoding' | 'ProducingMedia' | 'Normal' | 'UploadFail';

/** What is known about a recording before its file is there. */
export type RecordingSpan = Pick<NewRecording, 'domainName' | 'appName' | 'streamName' | 'startMs' | 'endMs'>;

/** The file of a recording as the media server made it. */
export interface RecordedFile {
  /** Where players find it. */
  readonly url: string;
  /** Container, e.g. `mp4` or `m3u8`. */
  readonly format: string;
  readonly sizeBytes: number;
  readonly durationMs: number;
  readonly width: number;
  readonly height: number;
  readonly coverUrl?: string;
}

export interface Recording extends Required<Omit<NewRecording, 'width' | 'height' | 'coverUrl' | 'durationMs'>> {
  readonly videoId: string;
  /** The title of a live recording is its stream name (live.md §8). */
  readonly title: string;
  readonly createdAtMs: number;
  readonly width: number;
  readonly height: number;
  readonly coverUrl: string;
  readonly durationMs?: number;
}

export interface MessageCallback {
  readonly CallbackType: string;
  readonly CallbackURL: string;
  readonly EventTypeList: string;
  readonly AuthSwitch: string;
  readonly AuthKey: string;
}

export interface VodState {
  readonly recordings: Recording[];
  readonly callback?: MessageCallback;
}

export class VodStore {
  readonly #clock: Clock;
  readonly #random: (bytes: number) => Buffer;
  readonly #recordings = new Map<string, Recording>();
  readonly #deletionListeners = new Set<(recording: Recording) => void>();
  callback: MessageCallback | undefined;

  constructor(clock: Clock, random: (bytes: number) => Buffer) {
    this.#clock = clock;
    this.#random = random;
  }

  add(recording: NewRecording): Recording {
    const added: Recording = {
      status: 'Normal',
      width: 0,
      height: 0,
      coverUrl: '',
      ...recording,
      videoId: this.#random(16).toString('hex'),
      title: recording.streamName,
      createdAtMs: this.#clock.now(),
    };
    this.#recordings.set(added.videoId, added);
    return added;
  }

  /** A recording that has ended and whose file is on its way. */
  begin(span: RecordingSpan): Recording {
    return this.add({ ...span, playUrl: '', format: '', sizeBytes: 0, status: 'Uploading' });
  }

  /** `file` undefined: there is none. Undefined when the video was deleted meanwhile. */
  complete(videoId: string, file: RecordedFile | undefined): Recording | undefined {
    const begun = this.#recordings.get(videoId);
    if (!begun) return undefined;
    const { url: playUrl, ...told } = file ?? { url: '' };
    const recording: Recording = { ...begun, ...told, playUrl, status: file ? 'Normal' : 'UploadFail' };
    this.#recordings.set(videoId, recording);
    return recording;
  }

  /** Newest first. */
  all(): Recording[] {
    return [...this.#recordings.values()].reverse();
  }

  find(videoId: string): Recording | undefined {
    return this.#recordings.get(videoId);
  }

  /** Throws `InvalidVideo.NotFound`. */
  get(videoId: string): Recording {
    const recording = this.find(videoId);
    if (!recording) throw new ServiceError('InvalidVideo.NotFound', `The video does not exist: ${videoId}.`, 404);
    return recording;
  }

  delete(videoId: string): boolean {
    const recording = this.#recordings.get(videoId);
    if (!recording) return false;
    this.#recordings.delete(videoId);
    for (const listener of this.#deletionListeners) listener(recording);
    return true;
  }

  onDeleted(listener: (recording: Recording) => void): void {
    this.#deletionListeners.add(listener);
  }

  save(): VodState {
    const recordings = [...this.#recordings.values()];
    return structuredClone({ recordings, ...(this.callback ? { callback: this.callback } : {}) });
  }

  /** A file that was on its way when the local cloud ended does not come any more. */
  load({ recordings, callback }: VodState): void {
    for (const recording of recordings) {
      const status = recording.status === 'Uploading' ? 'UploadFail' : recording.status;
      this.#recordings.set(recording.videoId, { ...recording, status });
    }
    this.callback = callback;
  }
}
