/** URL signing, type A, of ingest and playback URLs (live.md §6.1). */
import { createHash } from 'node:crypto';

/** Seconds that are added to now; the domain adds its own validity to it (live.md §0.5). As the reference server. */
export const URL_LIFETIME = 604_800;

/** Seconds: within them a URL is signed once and everybody gets the same one. */
const SAME_FOR = 60;

/** The timestamp for URLs that are handed out now: at most a minute short of the whole lifetime. @param now seconds */
export function expiryOf(now: number): number {
  return now - (now % SAME_FOR) + URL_LIFETIME;
}

/**
 * The value of `auth_key` for a path.
 *
 * @param uri path with its extension, without query and domain, e.g. `/live/room.flv`
 * @param timestamp seconds since the epoch
 */
export function authKey(uri: string, timestamp: number, key: string, rand = '0'): string {
  const hash = createHash('md5').update(`${uri}-${timestamp}-${rand}-0-${key}`).digest('hex');
  return `${timestamp}-${rand}-0-${hash}`;
}
