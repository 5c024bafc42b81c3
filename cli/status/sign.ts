/** Signs a path as the domains of a stage want it (live.md §6.1, type A). */
import { createHash } from 'node:crypto';

/** @param time seconds since the epoch */
export function signedPath(path: string, key: string, time: number): string {
  const [random, user] = ['0', '0'];
  const hash = createHash('md5').update(`${path}-${time}-${random}-${user}-${key}`).digest('hex');
  return `${path}?auth_key=${time}-${random}-${user}-${hash}`;
}
