/** Which errors of the catalogue a route can answer: those that follow from how it is declared, and its own. */
import { ERRORS, type ErrorReason } from './errors.ts';
import type { Route } from './routes.ts';

/** By status, and in the order of the catalogue. */
export function reasonsOf(route: Route): ErrorReason[] {
  const possible = new Set<ErrorReason>(['internal', ...(route.errors ?? [])]);
  const add = (isSo: boolean, ...reasons: readonly ErrorReason[]): void => {
    for (const reason of isSo ? reasons : []) {
      possible.add(reason);
    }
  };
  const isPost = route.method === 'POST';
  const needsSession = route.access === 'session' || route.access === 'owner';
  add(route.request !== undefined, 'invalid_request');
  add(isPost, 'body_too_large');
  add(needsSession, 'session_required', 'session_invalid', 'session_expired', 'banned', 'user_id_not_accepted');
  add(route.identity !== undefined, 'identity_mismatch');
  add(route.access === 'owner', 'not_room_owner', 'room_not_found', 'room_busy');
  add(route.access === 'callback', 'callback_refused');
  add((route.limits ?? []).length > 0, 'too_many_requests');
  add(needsSession && isPost && !route.isRepeatable, 'request_in_progress', 'idempotency_key_reused');
  add(
    needsSession || route.access === 'callback' || isPost,
    'upstream_failed',
    'not_configured',
    'upstream_unavailable',
  );
  return (Object.keys(ERRORS) as ErrorReason[]).filter((reason) => possible.has(reason));
}
