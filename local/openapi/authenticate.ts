/** Finds out who makes a call, or why it cannot be trusted: key, time, signature, token, nonce (L1). */
import type { Clock } from '../clock.ts';
import type { Identities, Identity } from '../ram/identities.ts';
import type { Call } from './call.ts';
import { gatewayError } from './errors.ts';
import type { Nonces } from './nonces.ts';

/** How far a request's time may differ from the service's. */
export const TIME_WINDOW_MS = 15 * 60 * 1000;

/** Answers the identity whose secret signed the call; throws `ServiceError` with the gateway's code. */
export function authenticate(call: Call, identities: Identities, nonces: Nonces, clock: Clock): Identity {
  if (!call.accessKeyId) throw gatewayError.missing('AccessKeyId');
  if (!call.timestamp) throw gatewayError.missing('Timestamp');
  if (!call.nonce) throw gatewayError.missing('SignatureNonce');
  if (!call.signedBy) throw gatewayError.wrongSignatureMethod();
  const identity = identities.find(call.accessKeyId);
  // Temporary keys without their token are not known to the service at all.
  if (!identity || (identity.securityToken && !call.securityToken)) throw gatewayError.unknownAccessKey();
  checkTime(call.timestamp, clock.now());
  if (!call.signedBy(identity.accessKeySecret)) throw gatewayError.wrongSignature();
  checkToken(call.securityToken, identity, clock.now());
  // Last, so that only a request that is otherwise valid uses up its nonce.
  if (!nonces.use(call.accessKeyId, call.nonce)) throw gatewayError.usedNonce();
  return identity;
}

function checkTime(timestamp: string, now: number): void {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(timestamp)) throw gatewayError.malformedTimestamp();
  const time = Date.parse(timestamp);
  if (Number.isNaN(time)) throw gatewayError.malformedTimestamp();
  if (Math.abs(now - time) > TIME_WINDOW_MS) throw gatewayError.expiredTimestamp();
}

function checkToken(token: string | undefined, identity: Identity, now: number): void {
  if (token && !identity.securityToken) throw gatewayError.tokenOfAnotherKey();
  if (token !== identity.securityToken) throw gatewayError.malformedToken();
  if (identity.expiresAt !== undefined && identity.expiresAt <= now) throw gatewayError.expiredToken();
}
