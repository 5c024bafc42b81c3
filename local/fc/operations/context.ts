/** What the operations on functions, services, triggers and domains work with. */

import type { Schedule } from '../../schedule.ts';
import type { AsyncInvocations } from '../async-invocations.ts';
import type { Runtime } from '../runtime.ts';
import type { Store } from '../store.ts';
import type { HttpListeners } from '../triggers/http-listeners.ts';
import type { Timers } from '../triggers/timers.ts';

export interface Context {
  readonly store: Store;
  readonly runtime: Runtime;
  readonly schedule: Schedule;
  readonly asyncInvocations: AsyncInvocations;
  readonly listeners: HttpListeners;
  readonly timers: Timers;
  readonly accountId: string;
  readonly newId: () => string;
}

export function timestamp(context: Context): string {
  return new Date(context.schedule.now()).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
