/**
 * Sessions that were verified a moment ago: a client sends the same token with every request. A verdict is good for the very
 * keys that it was found with, so it goes when they are read anew, and no longer than the session lives.
 */
import { perCloud } from '../per-cloud.ts';
import type { Cloud } from '../scope.ts';
import type { Claims, SigningKey } from './token.ts';

/** Sessions that are remembered; the oldest goes first. */
const KEPT = 1_000;

type Keys = readonly SigningKey[];

const verifiedOf = perCloud(() => new Map<string, { readonly keys: Keys; readonly claims: Claims }>());

/** @param now seconds since the epoch */
export function recall(cloud: Cloud, token: string, keys: Keys, now: number): Claims | undefined {
  const known = verifiedOf(cloud).get(token);
  return known?.keys === keys && known.claims.expiresAt > now ? known.claims : undefined;
}

export function remember(cloud: Cloud, token: string, keys: Keys, claims: Claims): void {
  const verified = verifiedOf(cloud);
  for (const oldest of verified.keys()) {
    if (verified.size < KEPT) {
      break;
    }
    verified.delete(oldest);
  }
  verified.set(token, { keys, claims });
}
