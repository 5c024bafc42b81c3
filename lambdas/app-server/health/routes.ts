/** Liveness (the process answers) and readiness (the deployment is complete and the tables can be read). */
import { ApiError } from '../../api/errors.ts';
import type { HandlersOf } from '../handlers.ts';
import { offer } from './offer.ts';

export const healthRoutes: HandlersOf<'greet' | 'health' | 'ready' | 'openApi' | 'clientConfig'> = {
  greet: async ({ config }) => ({ code: 200, message: `Interactive Live Stack, stage ${config.stage}` }),
  health: async ({ config, upstreams }) => {
    const failing = upstreams.failing();
    return { code: 200, status: failing.length > 0 ? 'degraded' : 'ok', stage: config.stage, failing };
  },
  ready: async ({ config, cloud }) => {
    if (!(await cloud.uncachedSettings.read('session-keys'))) {
      throw new ApiError('not_configured', 'session-keys');
    }
    return { code: 200, status: 'ok', stage: config.stage };
  },
  // A module of its own, which is loaded when somebody asks for it.
  openApi: async () => (await import('./openapi.ts')).servedDocument(),
  clientConfig: async ({ config }) => ({ code: 200, ...offer(config) }),
};
