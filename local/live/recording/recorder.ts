/**
 * Records streams as their streaming domains are configured, and hands each piece to VOD.
 *
 *     push begins ─► recording ─(CycleDuration)─► piece complete, next piece begins
 *                    │      ▲
 *           push ends▼      │push begins again within DelayTime
 *                    paused ─(DelayTime)─► piece complete, recording over
 */
import type { Schedule } from '../../schedule.ts';
import { argumentsOf } from '../callbacks/stream-callbacks.ts';
import type { DomainStore } from '../domains/store.ts';
import { keyOf } from '../streams/stream-name.ts';
import type { OnlineStream, Streams } from '../streams/streams.ts';
import type { RecordingFiles, RecordingSink, Segment } from './files.ts';
import { millisecondsOf, recordingConfig } from './matching-config.ts';
import type { RecordingCallbacks } from './recording-callbacks.ts';

/** A stream counts as ended after an interruption of three minutes, unless `DelayTime` says otherwise. */
export const DELAY_MS = 180_000;
const CYCLE_MS = 3_600_000;

/** A recording that is not over. */
export interface OpenRecording {
  /** Streaming domain. */
  readonly domain: string;
  readonly ingestDomain: string;
  readonly app: string;
  readonly stream: string;
  readonly pushArguments: string;
  readonly cycleMs: number;
  readonly delayMs: number;
  /** When the present piece began. */
  readonly startMs: number;
  /** When the push ended; absent while it lasts. */
  readonly pausedAtMs?: number;
}

export interface RecorderOptions {
  readonly streams: Streams;
  readonly domains: DomainStore;
  readonly schedule: Schedule;
  readonly callbacks: RecordingCallbacks;
  readonly sink: RecordingSink;
  /** For configurations without `DelayTime`. */
  readonly defaultDelayMs: number;
  readonly log: (line: string) => void;
}

export class Recorder {
  readonly #options: RecorderOptions;
  readonly #open = new Map<string, OpenRecording>();
  /** Cancels what is due next for each recording. */
  readonly #timers = new Map<string, () => void>();
  #files: RecordingFiles | undefined;

  constructor(options: RecorderOptions) {
    this.#options = options;
    options.streams.subscribe(({ kind, stream }) => {
      if (kind === 'published') this.#published(stream);
      if (kind === 'ended') this.#ended(stream);
    });
  }

  /** The media server is there: from now on it is asked for the file of each piece. */
  useFiles(files: RecordingFiles): void {
    this.#files = files;
  }

  /** Recordings that are not over. */
  open(): OpenRecording[] {
    return [...this.#open.values()];
  }

  /** A recording that runs is saved as one that pauses now: no push outlives the local cloud. */
  save(): OpenRecording[] {
    return this.open().map((recording) => ({ pausedAtMs: this.#options.schedule.now(), ...recording }));
  }

  load(recordings: readonly OpenRecording[]): void {
    for (const recording of recordings) this.#pause(recording, recording.pausedAtMs ?? recording.startMs);
  }

  #published(stream: OnlineStream): void {
    const { domains, schedule, callbacks, defaultDelayMs } = this.#options;
    for (const domain of domains.streamingDomainsOf(stream.domain)) {
      const paused = this.#open.get(keyOf({ domain: domain.name, stream: stream.stream }));
      if (paused && paused.app === stream.app) {
        const { pausedAtMs: _over, ...resumed } = paused;
        this.#record(resumed);
        callbacks.status(resumed, 'record_resumed');
        continue;
      }
      const pushArguments = argumentsOf(stream.publishUrl);
      const config = recordingConfig(domain, stream, pushArguments);
      if (!config) continue;
      if (paused) this.#finish(paused);
      const recording: OpenRecording = {
        ...{ domain: domain.name, ingestDomain: stream.domain, app: stream.app, stream: stream.stream, pushArguments },
        cycleMs: millisecondsOf(config.settings.CycleDuration) ?? CYCLE_MS,
        delayMs: millisecondsOf(config.settings.DelayTime) ?? defaultDelayMs,
        startMs: schedule.now(),
      };
      this.#record(recording);
      callbacks.status(recording, 'record_started');
    }
  }

  #ended(stream: OnlineStream): void {
    for (const recording of this.open()) {
      const isMeant = recording.ingestDomain === stream.domain && recording.stream === stream.stream;
      if (!isMeant || recording.pausedAtMs !== undefined) continue;
      this.#pause(recording, this.#options.schedule.now());
      this.#options.callbacks.status(recording, 'record_paused');
    }
  }

  #record(recording: OpenRecording): void {
    const cycleEndMs = recording.startMs + recording.cycleMs;
    this.#next(recording, cycleEndMs, () => {
      this.#complete(recording, cycleEndMs);
      this.#record({ ...recording, startMs: cycleEndMs });
    });
  }

  #pause(recording: OpenRecording, pausedAtMs: number): void {
    const paused = { ...recording, pausedAtMs };
    this.#next(paused, pausedAtMs + recording.delayMs, () => this.#finish(paused));
  }

  #next(recording: OpenRecording, dueMs: number, task: () => void): void {
    const key = keyOf(recording);
    this.#timers.get(key)?.();
    this.#open.set(key, recording);
    this.#timers.set(key, this.#options.schedule.at(dueMs, task));
  }

  #finish(recording: OpenRecording): void {
    const key = keyOf(recording);
    this.#timers.get(key)?.();
    this.#timers.delete(key);
    this.#open.delete(key);
    this.#complete(recording, recording.pausedAtMs ?? this.#options.schedule.now());
  }

  #complete(recording: OpenRecording, endMs: number): void {
    const { domain, ingestDomain, app, stream, startMs } = recording;
    if (endMs <= startMs) return;
    const { sink, callbacks } = this.#options;
    const span = { domainName: domain, appName: app, streamName: stream, startMs, endMs };
    const { videoId } = sink.beginRecording(span);
    void this.#fileOf({ domain, ingestDomain, app, stream, startMs, endMs }).then((file) => {
      sink.completeRecording(videoId, file);
      if (file) callbacks.file(recording, file, startMs, endMs);
    });
  }

  /** A media server that fails leaves the recording without a file. */
  async #fileOf(segment: Segment): ReturnType<RecordingFiles['fileOf']> {
    try {
      return await this.#files?.fileOf(segment);
    } catch (error) {
      const name = `${segment.domain}/${segment.app}/${segment.stream}`;
      this.#options.log(`the recording of ${name} has no file: ${(error as Error).message}`);
      return undefined;
    }
  }
}
