/** The AppServer's view of the cloud, made once for each set of role credentials (function-compute.md §5). */
import type { Clock } from '../cloud/clock.ts';
import { credentialsFrom, type HeaderSource } from '../cloud/credentials.ts';
import { openApi } from '../cloud/openapi.ts';
import { type Setting, settings } from '../cloud/settings.ts';
import { tablestore } from '../cloud/tablestore.ts';
import type { Config } from './config.ts';
import { type Upstreams, watchedOpenApi, watchedRows } from './health/upstreams.ts';
import type { Cloud } from './scope.ts';

/** Milliseconds that a setting is answered from memory. */
const SETTINGS_CACHE_MS = 60_000;
/** An unknown key id costs a read of the settings, so somebody who invents them must not cost one each time. */
const KEY_CHECK_MS = 5_000;
/** Milliseconds for a Tablestore operation with all its attempts, so that a request answers before its client gives up. */
const ROWS_DEADLINE_MS = 2_500;
const ROWS_ATTEMPT_MS = 1_200;
/** Credentials that are kept: those in use and those that they replace. */
const KEPT = 2;

export function cloudOf(rows: Cloud['rows'], api: Cloud['openApi'], clock: Clock): Cloud {
  const uncachedSettings = settings(rows, { clock });
  let checkedAt = Number.NEGATIVE_INFINITY;
  let newest: Setting<'session-keys'>['keys'] = [];
  return {
    rows,
    openApi: api,
    settings: settings(rows, { clock, cacheMs: SETTINGS_CACHE_MS }),
    uncachedSettings,
    newestSessionKeys: async () => {
      if (clock.now() - checkedAt >= KEY_CHECK_MS) {
        checkedAt = clock.now();
        newest = (await uncachedSettings.read('session-keys'))?.keys ?? [];
      }
      return newest;
    },
    refreshing: new Map(),
  };
}

/** A function that answers the cloud for the credentials in a request's headers, from memory while they last. */
export function cloudFactory(config: Config, clock: Clock, upstreams: Upstreams): (headers: HeaderSource) => Cloud {
  const known = new Map<string, Cloud>();
  return (headers) => {
    const credentials = credentialsFrom(headers);
    const existing = known.get(credentials.accessKeyId);
    if (existing) {
      return existing;
    }
    const rows = tablestore(credentials, {
      region: config.region,
      instance: config.tablestoreInstance,
      clock,
      deadlineMs: ROWS_DEADLINE_MS,
      attemptMs: ROWS_ATTEMPT_MS,
    });
    const api = openApi(credentials, config.region, { clock, attemptMs: ROWS_DEADLINE_MS });
    const cloud = cloudOf(watchedRows(rows, upstreams), watchedOpenApi(api, upstreams), clock);
    for (const oldest of known.keys()) {
      if (known.size < KEPT) {
        break;
      }
      known.delete(oldest);
    }
    known.set(credentials.accessKeyId, cloud);
    return cloud;
  };
}
