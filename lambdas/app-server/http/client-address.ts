/** Where a request came from. */

/** As long as the longest IPv6 address with a zone and a port. */
const LONGEST = 64;

/**
 * The first address in `x-forwarded-for`; undefined when the platform tells none.
 *
 * UNCERTAIN: which header Function Compute sets, and whether a client's own `x-forwarded-for` is replaced or continued. If
 * it is continued, the first entry is what the client claims: then limits by address can be evaded, and those by name and
 * by caller, which do not depend on this, are the ones that hold.
 */
export function clientAddress(header: (name: string) => string | undefined): string | undefined {
  const first = header('x-forwarded-for')?.split(',', 1)[0]?.trim();
  return first ? first.slice(0, LONGEST) : undefined;
}
