/** What comes through Function Compute itself: events, initialization, the end of the instance (function-compute.md §3). */
import * as z from 'zod/mini';
import { ApiError } from '../api/errors.ts';
import { parseRequest, readJson } from './http/body.ts';
import { operate } from './operator/operate.ts';
import { tick } from './timer/tick.ts';
import type { PlatformEndpoint, Visit } from './visit.ts';

const timerEvent = z.object({ triggerName: z.string(), triggerTime: z.optional(z.string()) });

/**
 * The platform overwrites `x-fc-*` headers that a client sends, so the control path tells an event from a request over the
 * HTTP trigger. Whatever came over the trigger finds nothing here.
 */
export const PLATFORM_ENDPOINTS: readonly PlatformEndpoint[] = [
  { method: 'POST', path: '/invoke', endpoint: invoke },
  { method: 'POST', path: '/initialize', endpoint: initialize },
  { method: 'GET', path: '/pre-stop', endpoint: preStop },
];

async function invoke(visit: Visit): Promise<object> {
  if (visit.request.header('x-fc-control-path') !== '/invoke') {
    throw new ApiError('unknown_route');
  }
  visit.route = 'invoke';
  const sent = await readJson(visit.request);
  if (isOperation(sent)) {
    visit.route = 'operate';
    return operate(visit.scope, sent);
  }
  const event = parseRequest(timerEvent, sent);
  return { code: 200, trigger: event.triggerName, ...(await tick(visit.scope)) };
}

async function initialize(visit: Visit): Promise<object> {
  refuseVisitors(visit);
  visit.route = 'initialize';
  try {
    // Loads the SDK and the keys before the first request needs them; that one reads again if this failed.
    await visit.scope.cloud.settings.read('session-keys');
  } catch (error) {
    visit.scope.log.warn('initialization could not read the settings', { error });
  }
  return { code: 200 };
}

async function preStop(visit: Visit): Promise<object> {
  refuseVisitors(visit);
  visit.route = 'pre-stop';
  return { code: 200 };
}

/** Events of a person have an action, those of the platform do not. */
function isOperation(event: unknown): boolean {
  return typeof event === 'object' && event !== null && 'action' in event;
}

/** UNCERTAIN: which control path the platform's own calls carry, so only that of the HTTP trigger is refused: both are harmless. */
function refuseVisitors(visit: Visit): void {
  if (visit.request.header('x-fc-control-path') === '/http-invoke') {
    throw new ApiError('unknown_route');
  }
}
