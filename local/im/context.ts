/** What the methods of the gateway work on. */
import type { Clock } from '../clock.ts';
import type { Live } from '../live/live.ts';
import type { Audit } from './audit.ts';
import type { EventCallbacks } from './event-callbacks.ts';
import type { MemberNotices } from './member-notices.ts';
import type { Sessions } from './sessions.ts';

export interface ImContext {
  readonly clock: Clock;
  readonly live: Pick<Live, 'apps' | 'loginProblem'>;
  readonly sessions: Sessions;
  readonly notices: MemberNotices;
  readonly callbacks: EventCallbacks;
  readonly audit: Audit;
  /** Lower-case hex of so many random bytes. */
  readonly randomHex: (bytes: number) => string;
}
