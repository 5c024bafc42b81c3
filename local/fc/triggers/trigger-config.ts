/**
 * Reads `TriggerConfig`. UNCERTAIN (function-compute.md §10.2): the case of its keys in ROS. FC 3.0 takes camelCase
 * (`authType`), as its API does; FC 2.0 takes PascalCase (`AuthType`) too, as its ROS page and templates do.
 * This is the only place that knows.
 */
import { fcError } from '../errors.ts';
import { booleanAt, stringAt, stringsAt } from '../json.ts';
import type { Input, TriggerRecord } from '../records.ts';
import { type Cron, parseCron } from './cron.ts';

const HTTP_METHODS = ['HEAD', 'DELETE', 'POST', 'GET', 'OPTIONS', 'PUT', 'PATCH'] as const;

export interface HttpTriggerConfig {
  readonly authType: 'anonymous' | 'function';
  readonly methods: readonly string[];
  readonly disableUrlInternet: boolean;
}

export interface TimerTriggerConfig {
  readonly payload: string;
  readonly cron: Cron;
  readonly enable: boolean;
}

type Trigger = Pick<TriggerRecord, 'serviceName' | 'triggerConfig'>;

const HTTP_KEYS = ['authType', 'methods', 'disableURLInternet', 'authConfig', 'corsConfig'];
const TIMER_KEYS = ['payload', 'cronExpression', 'enable'];

export function httpTriggerConfig(trigger: Trigger): HttpTriggerConfig {
  const config = normalized(trigger, HTTP_KEYS);
  const authType = stringAt(config, 'authType') ?? 'function';
  if (authType !== 'anonymous' && authType !== 'function') {
    throw fcError.invalid(`triggerConfig.authType is '${authType}': the local cloud offers anonymous and function`);
  }
  const methods = stringsAt(config, 'methods') ?? [];
  const unknown = methods.find((method) => !HTTP_METHODS.some((known) => known === method));
  if (unknown !== undefined || methods.length === 0) {
    throw fcError.invalid(
      `triggerConfig.methods ${unknown === undefined ? 'is empty' : `has '${unknown}'`}: expected some of ${HTTP_METHODS.join(', ')}`,
    );
  }
  for (const key of ['authConfig', 'corsConfig']) {
    if (config[key]) throw fcError.invalid(`triggerConfig.${key} is not offered by the local Function Compute`);
  }
  return { authType, methods, disableUrlInternet: booleanAt(config, 'disableURLInternet') ?? false };
}

export function timerTriggerConfig(trigger: Trigger): TimerTriggerConfig {
  const config = normalized(trigger, TIMER_KEYS);
  const expression = stringAt(config, 'cronExpression');
  if (!expression) throw fcError.invalid("triggerConfig.cronExpression is required, e.g. '@every 1m' or '0 0 4 * * *'");
  return {
    payload: stringAt(config, 'payload') ?? '',
    cron: parseCron(expression),
    // UNCERTAIN: the default. Serverless Devs always sends it.
    enable: booleanAt(config, 'enable') ?? false,
  };
}

/** Known keys in camelCase; an unknown key is an error. */
function normalized({ serviceName, triggerConfig }: Trigger, keys: readonly string[]): Input {
  const known = new Map(keys.map((key) => [key, key]));
  if (serviceName !== undefined) for (const key of keys) known.set(pascal(key), key);
  return Object.fromEntries(
    Object.entries(triggerConfig).map(([given, value]) => {
      const key = known.get(given);
      if (key === undefined) {
        throw fcError.invalid(`triggerConfig has the unknown key '${given}': expected ${keys.join(', ')}`);
      }
      return [key, value];
    }),
  );
}

function pascal(key: string): string {
  return key.charAt(0).toUpperCase() + key.slice(1);
}
