/** Sets and removes how asynchronous invocations of a function are retried. */
import type { FunctionName } from '../arn.ts';
import { DEFAULT_EVENT_AGE_SECONDS, DEFAULT_RETRY_ATTEMPTS } from '../async-invocations.ts';
import { fcError } from '../errors.ts';
import { booleanAt, numberAt, objectAt } from '../json.ts';
import { LIMITS } from '../limits.ts';
import { type AsyncConfigRecord, functionKey, type Input } from '../records.ts';
import { type Context, timestamp } from './context.ts';

export function putAsyncConfig(name: FunctionName, input: Input, context: Context): AsyncConfigRecord {
  const { store } = context;
  const { regionId, serviceName, functionName } = store.function(name);
  if (Object.keys(objectAt(input, 'destinationConfig') ?? {}).length > 0) {
    throw fcError.invalid('destinationConfig is not offered by the local Function Compute');
  }
  if (booleanAt(input, 'asyncTask')) throw fcError.invalid('asyncTask is not offered by the local Function Compute');
  const now = timestamp(context);
  const record: AsyncConfigRecord = {
    regionId,
    ...(serviceName !== undefined && { serviceName }),
    functionName,
    maxAsyncRetryAttempts:
      numberAt(input, 'maxAsyncRetryAttempts', { min: 0, max: LIMITS.asyncRetryAttempts }) ?? DEFAULT_RETRY_ATTEMPTS,
    maxAsyncEventAgeInSeconds:
      numberAt(input, 'maxAsyncEventAgeInSeconds', { min: 1, max: LIMITS.asyncEventAgeSeconds }) ??
      DEFAULT_EVENT_AGE_SECONDS,
    createdTime: store.asyncConfigs.get(functionKey(name))?.createdTime ?? now,
    lastModifiedTime: now,
  };
  store.asyncConfigs.set(functionKey(name), record);
  return record;
}

export function deleteAsyncConfig(name: FunctionName, context: Context): void {
  if (!context.store.asyncConfigs.delete(functionKey(name))) throw fcError.asyncConfigNotFound(name.functionName);
}
