/** Who is logged in, by application and user; and whose connection was lost a short while ago. */
import type { Clock } from '../clock.ts';
import type { Session } from './session.ts';

/** Milliseconds in which a lost session can be taken up again. UNCERTAIN: how long the service keeps one. */
const RESUMABLE_MS = 120_000;
/** Lost sessions remembered; the oldest go first. */
const MAX_LOST = 10_000;

export interface LostSession {
  readonly session: Session;
  /** The groups it was in. */
  readonly groups: readonly string[];
  readonly lostAtMs: number;
}

export class Sessions {
  readonly #apps = new Map<string, Map<string, Session>>();
  readonly #lost = new Map<string, LostSession>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get(appId: string, userId: string): Session | undefined {
    return this.#apps.get(appId)?.get(userId);
  }

  of(appId: string): Session[] {
    return [...(this.#apps.get(appId)?.values() ?? [])];
  }

  add(session: Session): void {
    const users = this.#apps.get(session.app.appId) ?? new Map<string, Session>();
    this.#apps.set(session.app.appId, users.set(session.userId, session));
  }

  remove({ app, userId }: Session): void {
    const users = this.#apps.get(app.appId);
    users?.delete(userId);
    if (users?.size === 0) this.#apps.delete(app.appId);
  }

  /** Remembers it, so that the client can take it up again. */
  lose(session: Session, groups: readonly string[]): void {
    this.#lost.set(session.key, { session, groups, lostAtMs: this.#clock.now() });
    for (const [key, { lostAtMs }] of this.#lost) {
      if (this.#lost.size <= MAX_LOST && this.#clock.now() - lostAtMs <= RESUMABLE_MS) break;
      this.#lost.delete(key);
    }
  }

  /** The lost session of this key and user, which can be taken up once. */
  takeUp(key: string, appId: string, userId: string): LostSession | undefined {
    const lost = this.#lost.get(key);
    if (!lost || lost.session.app.appId !== appId || lost.session.userId !== userId) return undefined;
    this.#lost.delete(key);
    return this.#clock.now() - lost.lostAtMs <= RESUMABLE_MS ? lost : undefined;
  }
}
