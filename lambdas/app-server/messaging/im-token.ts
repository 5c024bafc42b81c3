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

/** `AK_` and hex digits: the service allows letters, digits and `_` only (W41). */
export function imNonce(random: RandomSource): string {
  return `AK_${Buffer.from(random(16)).toString('hex')}`;
}
