/** Which web pages may read our answers. The headers are on every answer, errors included (A16, W25). */

const ALLOWED_METHODS = 'GET, POST, OPTIONS';
/** The Web client sends `x-live-env` when its address has `?env=` (appserver-contract.md §1.14). */
const ALLOWED_HEADERS = 'authorization, content-type, idempotency-key, x-live-env';
/** Seconds that a browser may remember the answer to a preflight. */
const MAX_AGE = '600';

/** The headers for one `Origin`. */
export type CorsPolicy = (origin: string | undefined) => Readonly<Record<string, string>>;

const NONE: Readonly<Record<string, string>> = { vary: 'Origin' };

/**
 * Sessions travel in a header and not in cookies, so credentials are never allowed, and `*` is safe for those who want it.
 *
 * @param allowed origins, or `*` among them
 */
export function corsPolicy(allowed: readonly string[]): CorsPolicy {
  if (allowed.includes('*')) {
    const headers = headersFor('*');
    return () => headers;
  }
  const known = new Map(allowed.map((origin) => [origin, { ...NONE, ...headersFor(origin) }]));
  return (origin) => known.get(origin ?? '') ?? NONE;
}

function headersFor(origin: string): Record<string, string> {
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-methods': ALLOWED_METHODS,
    'access-control-allow-headers': ALLOWED_HEADERS,
    'access-control-expose-headers': 'retry-after, x-request-id',
    'access-control-max-age': MAX_AGE,
  };
}
