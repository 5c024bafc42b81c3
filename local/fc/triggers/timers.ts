/** Fires timer triggers on the passed clock: an asynchronous invocation with the platform's timer event. */

import type { Schedule } from '../../schedule.ts';
import type { FunctionName } from '../arn.ts';
import { type TriggerRecord, triggerKey } from '../records.ts';
import { timerTriggerConfig } from './trigger-config.ts';

export class Timers {
  readonly #schedule: Schedule;
  readonly #fire: (name: FunctionName, event: Buffer) => void;
  readonly #cancels = new Map<string, () => void>();

  /** `fire` must not throw. */
  constructor(schedule: Schedule, fire: (name: FunctionName, event: Buffer) => void) {
    this.#schedule = schedule;
    this.#fire = fire;
  }

  /** Starts or restarts a timer; one that is not enabled is only stopped. */
  set(trigger: TriggerRecord): void {
    this.remove(trigger);
    if (timerTriggerConfig(trigger).enable) this.#arm(trigger, this.#schedule.now());
  }

  remove(trigger: TriggerRecord): void {
    const key = triggerKey(trigger);
    this.#cancels.get(key)?.();
    this.#cancels.delete(key);
  }

  #arm(trigger: TriggerRecord, afterMs: number): void {
    const { cron, payload } = timerTriggerConfig(trigger);
    const dueMs = cron.next(afterMs);
    const cancel = this.#schedule.at(dueMs, () => {
      const { triggerName } = trigger;
      // Seconds, as in `2023-12-26T07:49:00Z`.
      const triggerTime = new Date(dueMs).toISOString().replace(/\.\d{3}Z$/, 'Z');
      this.#fire(trigger, Buffer.from(JSON.stringify({ triggerTime, triggerName, payload })));
      // Times that were missed while the machine slept are not made up for, save the first.
      const now = this.#schedule.now();
      this.#arm(trigger, cron.next(dueMs) > now ? dueMs : now);
    });
    this.#cancels.set(triggerKey(trigger), cancel);
  }
}
