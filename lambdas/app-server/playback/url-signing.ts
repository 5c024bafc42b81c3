/** URL signing, type A, of ingest and playback URLs (live.md §6.1). */
import { createHash } from 'node:crypto';

/** Seconds that are added to now; the domain adds its own validity to it (live.md §0.5). As the reference server. */
export const URL_LIFETIME = 604_800;

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
