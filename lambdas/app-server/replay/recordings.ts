/** What is known of the recordings of a room: each video once, whatever reports it, however often (A20). */
import * as z from 'zod/mini';

/** Videos that are kept of one room; a day of pieces of a quarter of an hour is fewer. */
const MOST = 100;

const recording = z.object({
  videoId: z.string(),
  /** Milliseconds since the epoch. */
  start: z.int(),
  end: z.int(),
  /** As VOD says; only `Normal` plays (live.md §8). */
  status: z.string(),
});

export const recordingsColumn = z.array(recording);

export type Recording = z.infer<typeof recording>;

/** States in which a video changes no more by itself. */
const FINAL = new Set(['Normal', 'UploadFail', 'TranscodeFail', 'Blocked', 'Deleted']);

/**
 * Known and found recordings together, each video once, by start. What VOD has just said counts more; a video that it does
 * not list this time is kept, since a list may be late.
 *
 * @returns the same array when nothing is new
 */
export function mergeRecordings(
  known: readonly Recording[] | undefined,
  found: readonly Recording[],
): readonly Recording[] | undefined {
  const byVideo = new Map([...(known ?? []), ...found].map((one) => [one.videoId, one]));
  const merged = [...byVideo.values()].sort(inOrder).slice(0, MOST);
  return JSON.stringify(merged) === JSON.stringify(known ?? []) ? known : merged;
}

/** The videos that can be played, by start. */
export function playable(recordings: readonly Recording[] | undefined): Recording[] {
  return (recordings ?? []).filter(({ status }) => status === 'Normal');
}

/** Whether VOD may still have news: nothing was found yet, or something is still being made. */
export function isUnfinished(recordings: readonly Recording[] | undefined): boolean {
  return (recordings ?? []).length === 0 || (recordings ?? []).some(({ status }) => !FINAL.has(status));
}

function inOrder(a: Recording, b: Recording): number {
  return a.start - b.start || (a.videoId < b.videoId ? -1 : 1);
}
