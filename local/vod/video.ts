/** Values that several VOD actions answer about a recording. */
import type { Recording } from './store.ts';

export function utc(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Length in seconds, with milliseconds. */
export function seconds({ startMs, endMs, durationMs = endMs - startMs }: Recording): number {
  return durationMs / 1000;
}

/** Mean bit rate in kbit/s. */
export function bitrate(recording: Recording): number {
  const length = seconds(recording);
  return length > 0 ? Math.round((recording.sizeBytes * 8) / length) / 1000 : 0;
}

/** What every action tells of a video; the time of its change is named differently by each. */
export function summary(recording: Recording) {
  return {
    VideoId: recording.videoId,
    Title: recording.title,
    Status: recording.status,
    Duration: seconds(recording),
    Size: recording.sizeBytes,
    CoverURL: recording.coverUrl,
  };
}
