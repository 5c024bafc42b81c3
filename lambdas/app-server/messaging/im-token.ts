/** The token with which a client logs in to the interactive-messaging service (live.md §5). */
import { createHash } from 'node:crypto';
import type { RandomSource } from '../../cloud/keys.ts';

/** Seconds that a token is valid. */
export const IM_LIFETIME = 2 * 86_400;

export interface MessageApp {
  readonly appId: string;
  readonly appKey: string;
  readonly appSign: string;
}

export interface ImAuth {
  readonly user_id: string;
  readonly nonce: string;
  /** Expiry, seconds since the epoch. */
  readonly timestamp: number;
  readonly role: string;
}

export function appToken(app: MessageApp, auth: ImAuth): string {
  const { user_id, nonce, timestamp, role } = auth;
  return createHash('sha256').update(`${app.appId}${app.appKey}${user_id}${nonce}${timestamp}${role}`).digest('hex');
}

/**
 * As long as the service allows, of letters, digits and `_` only (W41). The token is a hash of id, nonce and expiry one after
 * the other with nothing in between, so whoever has one could move the borders: a longer nonce would be refused, and neither
 * can a name go on with the `_` at the front, nor an expiry begin with the one at the end.
 */
export function imNonce(random: RandomSource): string {
  return `_AK${Buffer.from(random(30)).toString('hex')}_`;
}
