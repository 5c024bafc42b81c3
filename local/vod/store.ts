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
  /** Only `Normal` videos play; `Normal` when absent. */
  readonly status?: string;
}

export interface Recording extends Required<Omit<NewRecording, 'width' | 'height' | 'coverUrl'>> {
  readonly videoId: string;
  /** The title of a live recording is its stream name (live.md §8). */
  readonly title: string;
  readonly createdAtMs: number;
  readonly width: number;
  readonly height: number;
  readonly coverUrl: string;
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
    return this.#recordings.delete(videoId);
  }

  save(): VodState {
    const recordings = [...this.#recordings.values()];
    return structuredClone({ recordings, ...(this.callback ? { callback: this.callback } : {}) });
  }

  load({ recordings, callback }: VodState): void {
    for (const recording of recordings) this.#recordings.set(recording.videoId, recording);
    this.callback = callback;
  }
}
