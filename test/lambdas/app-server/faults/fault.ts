/** What an upstream call meets, as the clients of `lambdas/cloud` report it when their attempts are used up. */
import { failure } from '../support/memory-live.ts';
import { nameOf, productOf, tap, type UpstreamCall } from '../support/upstream.ts';
import type { World } from '../support/world.ts';
import type { VirtualTime } from './virtual-time.ts';

/** Words that a service would say, and nobody should read. */
export const UPSTREAM_WORDS = 'upstream words that nobody should see';

/** Milliseconds that a Tablestore operation takes at most with all its attempts (`lambdas/app-server/cloud.ts`). */
const ROWS_DEADLINE_MS = 2_500;
/** The default of `lambdas/cloud/openapi.ts`, for a call that names no deadline: far too long for a request. */
const API_DEADLINE_MS = 30_000;

/**
 * - `slow`: no answer until the call's deadline; `lost`: the same, but it was carried out.
 * - `busy`: throttled or 5xx until the deadline. - `reset`: fails at once, and may be tried again.
 * - `refused`: fails at once and always will. - `odd`: something that is no error of the cloud, such as a defect of an SDK.
 */
export const FAULTS = ['slow', 'lost', 'busy', 'reset', 'refused', 'odd'] as const;
export type Fault = (typeof FAULTS)[number];

/** `one`: only this call. `product`: it and every later call of its product. */
export type Extent = 'one' | 'product';

/** Breaks the n-th upstream call of what follows. */
export function breakCall(at: World, time: VirtualTime, index: number, fault: Fault, extent: Extent): void {
  let broken: ReturnType<typeof productOf> | undefined;
  const isHit = (call: UpstreamCall, count: number): boolean => {
    if (count === index) {
      broken = productOf(call);
    }
    return count === index || (extent === 'product' && broken === productOf(call));
  };
  const hit = new WeakSet<UpstreamCall>();
  tap(at, {
    before: async (call, count) => {
      if (!isHit(call, count)) {
        return;
      }
      hit.add(call);
      if (fault === 'slow' || fault === 'busy') {
        await time.sleep(deadlineOf(at, call));
      }
      if (fault !== 'lost') {
        throw errorOf(fault, call);
      }
    },
    after: async (call) => {
      if (fault === 'lost' && hit.has(call)) {
        await time.sleep(deadlineOf(at, call));
        throw errorOf(fault, call);
      }
    },
  });
}

function errorOf(fault: Fault, call: UpstreamCall): Error {
  return fault === 'odd'
    ? new TypeError(`${UPSTREAM_WORDS}: Cannot read properties of undefined (${nameOf(call)})`)
    : failure(nameOf(call), fault === 'refused' ? 'Forbidden.RAM' : 'Timeout', fault !== 'refused');
}

const deadlineOf = (at: World, call: UpstreamCall): number =>
  'table' in call ? ROWS_DEADLINE_MS : (at.live.deadlineOf(call) ?? API_DEADLINE_MS);
