/** Calls of the interactive-messaging service, for the application and in the data centre of this stage. */

import { CloudError } from '../../cloud/errors.ts';
import type { Param } from '../../cloud/openapi.ts';
import { perCloud } from '../per-cloud.ts';
import type { Scope } from '../scope.ts';
import { requiredSetting } from '../secrets.ts';

/** Milliseconds for one call with all its attempts; Android gives up after 10 s altogether. */
const DEADLINE_MS = 3_000;

/** How far an instance has been told to hold back, for one action. */
interface Strain {
  /** 1 while the service is at ease. */
  level: number;
  /** Milliseconds since the epoch. */
  lastAt: number;
}

/** Milliseconds between two calls that can wait, for each level above 1. */
const APART_MS = 100;
const HIGHEST = 1_000;
/** What a call that is not throttled leaves of the level. */
const EASED = 0.98;

const strainsOf = perCloud(() => new Map<string, Strain>());

/**
 * Whether something that can wait may be asked for now. The level doubles whenever the service says that an action is called
 * too often (50 times a second for the whole account, live.md §1), and each call that passes eases it: all instances together
 * come to rest just below the limit, whatever it is, and room is left for what cannot wait.
 */
export function mayAsk(scope: Scope, action: string): boolean {
  const { level, lastAt } = strainOf(scope, action);
  return scope.clock.now() - lastAt >= (level - 1) * APART_MS;
}

function strainOf(scope: Scope, action: string): Strain {
  const strains = strainsOf(scope.cloud);
  const strain = strains.get(action) ?? { level: 1, lastAt: 0 };
  strains.set(action, strain);
  return strain;
}

export async function callMessaging(
  scope: Scope,
  action: string,
  params: Record<string, Param>,
  deadlineMs = DEADLINE_MS,
): Promise<Record<string, unknown>> {
  const app = await requiredSetting(scope, 'message-app');
  // The data centre must be that of the application, in every call (live.md §5).
  const sent = { AppId: app.appId, DataCenter: app.dataCenter, ...params };
  const strain = strainOf(scope, action);
  strain.lastAt = scope.clock.now();
  try {
    const answer = await scope.cloud.openApi.call('live', action, sent, { deadlineMs });
    strain.level = Math.max(1, strain.level * EASED);
    return answer;
  } catch (error) {
    if (error instanceof CloudError && error.code.includes('Throttling')) {
      strain.level = Math.min(HIGHEST, strain.level * 2);
    }
    throw error;
  }
}
