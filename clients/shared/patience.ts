/** Calls that come at a bad moment are made again, as the AppServer asks (503), instead of being handed to a person as an error. */
import { type ApiClient, ApiFailure } from '../../lambdas/api/client.ts';
import type { RouteId } from '../../lambdas/api/routes.ts';

/** Milliseconds before each further try. */
const PAUSES = [1_000, 2_000];
/** These would count twice: a 503 may come when the work was done. */
const ONCE: ReadonlySet<RouteId> = new Set(['createV2', 'sendLikeMessage']);

export function patient(client: ApiClient): ApiClient {
  return {
    call: async (id, ...request) => {
      for (let attempt = 0; ; attempt++) {
        try {
          return await client.call(id, ...request);
        } catch (error) {
          const wait = PAUSES[attempt];
          const comesBack = error instanceof ApiFailure && error.status === 503 && !ONCE.has(id);
          if (!comesBack || wait === undefined) throw error;
          await new Promise((resolve) => setTimeout(resolve, wait));
        }
      }
    },
    withToken: (token) => patient(client.withToken(token)),
  };
}
