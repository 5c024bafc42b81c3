/** Temporary credentials of functions' roles: one set per role, renewed before it expires. */
import type { Clock } from '../clock.ts';
import type { Identities, Identity } from '../ram/identities.ts';
import { roleNameOf } from './arn.ts';
import { fcError } from './errors.ts';

/** The platform's credentials are valid for 36 hours (function-compute.md §5). */
const VALID_SECONDS = 36 * 3600;
/** Credentials handed to a function stay valid for at least this long. */
const RENEW_BEFORE_MS = 60 * 60 * 1000;

export class RoleCredentials {
  readonly #identities: Identities;
  readonly #clock: Clock;
  readonly #byRole = new Map<string, Identity>();

  constructor(identities: Identities, clock: Clock) {
    this.#identities = identities;
    this.#clock = clock;
  }

  /** Throws `AccessDenied` when the role cannot be assumed; undefined when the function has no role. */
  of(roleArn: string | undefined): Identity | undefined {
    if (!roleArn) return undefined;
    const known = this.#byRole.get(roleArn);
    if (known && this.#isCurrent(known)) return known;
    const identity = this.#assume(roleArn);
    this.#byRole.set(roleArn, identity);
    return identity;
  }

  /** A role that was deleted and made again has other credentials: the old ones are then no longer known. */
  #isCurrent(identity: Identity): boolean {
    const expiresAt = identity.expiresAt ?? Number.POSITIVE_INFINITY;
    const remains = expiresAt - this.#clock.now() > RENEW_BEFORE_MS;
    return remains && this.#identities.find(identity.accessKeyId) !== undefined;
  }

  #assume(roleArn: string): Identity {
    try {
      return this.#identities.assumeRole(roleNameOf(roleArn), VALID_SECONDS);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw fcError.denied(`Function Compute cannot assume the role '${roleArn}': ${reason}`);
    }
  }
}
