/** Which web pages may read our answers. The headers are on every answer, errors included (A16, W25). */

const ALLOWED_METHODS = 'GET, POST, OPTIONS';
/** The Web client sends `x-live-env` when its address has `?env=` (appserver-contract.md §1.14). */
const ALLOWED_HEADERS = 'authorization, content-type, x-live-env';
/** Seconds that a browser may remember the answer to a preflight. */
const MAX_AGE = '600';

/**
 * Sessions travel in a header and not in cookies, so credentials are never allowed, and `*` is safe for those who want it.
 *
 * @param origin the request's `Origin`
 */
export function corsHeaders(allowed: readonly string[], origin: string | undefined): Record<string, string> {
  const all = allowed.includes('*');
  const isAllowed = all || (origin !== undefined && allowed.includes(origin));
  return {
    ...(all ? {} : { vary: 'Origin' }),
    ...(isAllowed && {
      'access-control-allow-origin': all ? '*' : (origin ?? ''),
      'access-control-allow-methods': ALLOWED_METHODS,
      'access-control-allow-headers': ALLOWED_HEADERS,
      'access-control-expose-headers': 'retry-after, x-request-id',
      'access-control-max-age': MAX_AGE,
    }),
  };
}
