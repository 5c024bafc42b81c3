/** Temporary credentials of roles: made, found again until long after they expired, forgotten some time later. */
import type { Clock } from '../clock.ts';
import type { Identity } from './identities.ts';

/** How long an expired key is still told apart from an unknown one. */
const REMEMBER_EXPIRED_MS = 24 * 3600 * 1000;

export class Sessions {
  readonly #clock: Clock;
  readonly #random: (bytes: number) => Buffer;
  readonly #byKey = new Map<string, Identity>();

  constructor(clock: Clock, random: (bytes: number) => Buffer) {
    this.#clock = clock;
    this.#random = random;
  }

  find(accessKeyId: string): Identity | undefined {
    return this.#byKey.get(accessKeyId);
  }

  open(role: string, durationSeconds: number): Identity {
    this.#forgetOld();
    const identity: Identity = {
      accessKeyId: `STS.${this.#random(12).toString('hex')}`,
      accessKeySecret: this.#random(30).toString('base64url'),
      securityToken: `CAIS${this.#random(96).toString('base64')}`,
      principal: { role },
      expiresAt: this.#clock.now() + durationSeconds * 1000,
    };
    this.#byKey.set(identity.accessKeyId, identity);
    return identity;
  }

  #forgetOld(): void {
    const limit = this.#clock.now() - REMEMBER_EXPIRED_MS;
    for (const [key, { expiresAt = 0 }] of this.#byKey) if (expiresAt < limit) this.#byKey.delete(key);
  }
}
