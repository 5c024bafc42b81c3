/** Pings every connection, ends those from which nothing is heard any more, and those on which nobody logs in. */
import type { Clock } from '../clock.ts';
import type { Schedule } from '../schedule.ts';
import type { Connection } from './connection.ts';
import type { ImContext } from './context.ts';
import { endSession } from './membership.ts';
import { CLOSE, ENDED } from './protocol.ts';

/** Between two pings; a client that hears nothing for twice as long should reconnect. */
export const HEARTBEAT_MS = 30_000;
/** After so long without a sign of life the connection counts as lost; the SDK's own default is 99 s. */
const DEAD_AFTER_MS = 90_000;
/** Time to log in. */
const LOGIN_WITHIN_MS = 30_000;

export class Heartbeat {
  readonly #clock: Clock;
  readonly #schedule: Schedule;
  readonly #connections: ReadonlySet<Connection>;
  readonly #context: ImContext;
  #isBeating = false;

  constructor(schedule: Schedule, connections: ReadonlySet<Connection>, context: ImContext) {
    this.#clock = context.clock;
    this.#schedule = schedule;
    this.#connections = connections;
    this.#context = context;
  }

  /** Beats for as long as there are connections. */
  start(): void {
    if (this.#isBeating) return;
    this.#isBeating = true;
    this.#schedule.after(HEARTBEAT_MS, () => {
      this.#isBeating = false;
      for (const connection of [...this.#connections]) this.#check(connection);
      if (this.#connections.size > 0) this.start();
    });
  }

  #check(connection: Connection): void {
    const nowMs = this.#clock.now();
    const { session, idleSinceMs, lastHeardMs } = connection;
    if (nowMs - lastHeardMs >= DEAD_AFTER_MS) {
      if (session) endSession(session, ENDED.lost, this.#context);
      connection.terminate();
    } else if (idleSinceMs !== undefined && nowMs - idleSinceMs >= LOGIN_WITHIN_MS) {
      connection.close(CLOSE.noLogin, 'nobody has logged in');
    } else {
      connection.ping();
    }
  }
}
