/** What Function Compute itself asks: events, initialization, and the end of the instance (function-compute.md §3). */
import type { Hono } from 'hono';
import * as z from 'zod/mini';
import { ApiError } from '../api/errors.ts';
import type { AppContext, Variables } from './app.ts';
import { parseRequest, readJson } from './http/body.ts';
import type { Dependencies, Scope } from './scope.ts';
import { tick } from './timer/tick.ts';

const timerEvent = z.object({ triggerName: z.string(), triggerTime: z.optional(z.string()) });

/**
 * The platform overwrites `x-fc-*` headers that a client sends, so the control path tells an event from a request over the
 * HTTP trigger. Whatever came over the trigger finds nothing here.
 */
export function platformRoutes(
  app: Hono<{ Variables: Variables }>,
  deps: Dependencies,
  scopeOf: (c: AppContext) => Scope,
): void {
  app.post('/invoke', async (c) => {
    if (c.req.header('x-fc-control-path') !== '/invoke') {
      throw new ApiError('unknown_route');
    }
    c.set('route', 'invoke');
    const event = parseRequest(timerEvent, await readJson(c.req.raw));
    return c.json({ code: 200, trigger: event.triggerName, ...(await tick(scopeOf(c))) });
  });

  app.post('/initialize', async (c) => {
    refuseVisitors(c);
    c.set('route', 'initialize');
    try {
      // Loads the SDK and the keys before the first request needs them; that one reads again if this failed.
      await scopeOf(c).cloud.settings.read('session-keys');
    } catch (error) {
      deps.log.warn('initialization could not read the settings', { error });
    }
    return c.json({ code: 200 });
  });

  app.get('/pre-stop', (c) => {
    refuseVisitors(c);
    c.set('route', 'pre-stop');
    return c.json({ code: 200 });
  });
}

/** UNCERTAIN: which control path the platform's own calls carry, so only that of the HTTP trigger is refused: both are harmless. */
function refuseVisitors(c: AppContext): void {
  if (c.req.header('x-fc-control-path') === '/http-invoke') {
    throw new ApiError('unknown_route');
  }
}
