/** How recordings get their files and where they go: the interfaces between Live, the media server and VOD. */
import type { RecordedFile, RecordingSpan } from '../../vod/store.ts';

export type { RecordedFile } from '../../vod/store.ts';

/** One recorded piece of a stream. */
export interface Segment {
  /** Streaming domain, whose recording configuration it is. */
  readonly domain: string;
  /** Ingest domain. */
  readonly ingestDomain: string;
  readonly app: string;
  readonly stream: string;
  /** Milliseconds since the epoch. Pauses shorter than the configuration's `DelayTime` lie inside. */
  readonly startMs: number;
  readonly endMs: number;
}

/** The media server's side. */
export interface RecordingFiles {
  /** Called once a segment is complete; answers its file, or undefined when nothing was recorded. */
  fileOf(segment: Segment): Promise<RecordedFile | undefined>;
}

/** VOD's side. */
export interface RecordingSink {
  beginRecording(span: RecordingSpan): { readonly videoId: string };
  completeRecording(videoId: string, file: RecordedFile | undefined): void;
}
