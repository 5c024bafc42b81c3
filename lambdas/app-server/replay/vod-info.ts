/** What somebody who opens an ended room is told of its replay. */
import type { VodInfo } from '../../api/replay.ts';
import { hasCode } from '../../cloud/errors.ts';
import { perCloud } from '../per-cloud.ts';
import { ENDED, type Room } from '../rooms/room.ts';
import type { Scope } from '../scope.ts';
import { isAwaited, lookIfDue } from './lookup.ts';
import { playable } from './recordings.ts';
import { type Playable, playInfoOf } from './vod.ts';

/** Pieces whose URLs are fetched for one answer: a day in hours. */
const MOST_PIECES = 24;
/** Milliseconds for which everybody who asks gets the same URLs; VOD signs them for far longer. */
const SHARED_MS = 30_000;
const REMEMBERED = 500;

interface Shared {
  readonly at: number;
  readonly answer: Promise<Playable>;
}

const sharedOf = perCloud(() => new Map<string, Shared>());

export interface Replay {
  readonly vod_info?: VodInfo;
  /** Picture of the video, for a room that has no cover. */
  readonly cover?: string | undefined;
}

/** Never an error: a room is usable without its replay (A20). Asks VOD only about rooms that have ended (W19). */
export async function replayOf(scope: Scope, room: Room): Promise<Replay> {
  if (scope.config.recording !== 'vod' || room.status !== ENDED) {
    return {};
  }
  scope.later('look for recordings', lookIfDue(scope, room));
  const pieces = playable(room.recordings).slice(0, MOST_PIECES);
  const answers = await Promise.allSettled(pieces.map(({ videoId }) => shared(scope, videoId)));
  const found = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  const failures = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []));
  for (const error of failures) {
    scope.log.warn('a piece of a replay cannot be played', { room: room.id, error });
  }
  const playlist = found.flatMap(({ ways }) => ways);
  if (playlist.length > 0) {
    return { vod_info: { status: 1, playlist }, cover: found.find(({ cover }) => cover !== undefined)?.cover };
  }
  // Somebody deleted the videos: then there is nothing to wait for.
  const mayCome = isAwaited(scope, room) || failures.some((error) => !hasCode(error, 'InvalidVideo.NotFound'));
  return mayCome ? { vod_info: { status: 0, playlist: [] } } : {};
}

/** One question to VOD for a crowd that opens the same replay. */
function shared(scope: Scope, videoId: string): Promise<Playable> {
  const known = sharedOf(scope.cloud);
  const now = scope.clock.now();
  const before = known.get(videoId);
  if (before && now - before.at < SHARED_MS) {
    return before.answer;
  }
  const answer = playInfoOf(scope, videoId);
  const entry = { at: now, answer };
  known.delete(videoId);
  known.set(videoId, entry);
  const [oldest] = known.keys();
  if (known.size > REMEMBERED && oldest !== undefined) {
    known.delete(oldest);
  }
  // A failure is not shared with those who ask later.
  const forget = (): void => {
    if (known.get(videoId) === entry) {
      known.delete(videoId);
    }
  };
  answer.catch(forget);
  return answer;
}
