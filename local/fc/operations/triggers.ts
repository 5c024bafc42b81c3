/** Creates, updates and deletes HTTP and timer triggers. */
import { checkQualifier, type FunctionName } from '../arn.ts';
import { fcError } from '../errors.ts';
import { objectAt, stringAt } from '../json.ts';
import { LIMITS } from '../limits.ts';
import { type Input, type TriggerRecord, triggerKey } from '../records.ts';
import { httpTriggerConfig, timerTriggerConfig } from '../triggers/trigger-config.ts';
import { type Context, timestamp } from './context.ts';

/** `input`: triggerName, triggerType, triggerConfig, description, qualifier … as the API has them. */
export async function createTrigger(name: FunctionName, input: Input, context: Context): Promise<TriggerRecord> {
  const { store } = context;
  const { regionId, serviceName, functionName } = store.function(name);
  const triggerName = stringAt(input, 'triggerName') ?? '';
  if (!/^[A-Za-z_][A-Za-z0-9_-]{0,127}$/.test(triggerName)) {
    throw fcError.invalid(
      `triggerName '${triggerName}': 1 to 128 letters, digits, '_' and '-', starting with a letter`,
    );
  }
  const now = timestamp(context);
  const record: TriggerRecord = {
    regionId,
    ...(serviceName !== undefined && { serviceName }),
    functionName,
    triggerName,
    triggerId: context.newId(),
    triggerType: typeOf(input),
    description: stringAt(input, 'description') ?? '',
    triggerConfig: objectAt(input, 'triggerConfig') ?? {},
    createdTime: now,
    lastModifiedTime: now,
  };
  checkQualifier(stringAt(input, 'qualifier'));
  checkConfig(record);
  checkNeighbours(record, context);
  store.triggers.set(triggerKey(record), record);
  try {
    return await startTrigger(record, context);
  } catch (error) {
    store.triggers.delete(triggerKey(record));
    throw error;
  }
}

/** Makes a trigger work: after creation and after a restart. Answers the record with the port it got. */
export async function startTrigger(record: TriggerRecord, context: Context): Promise<TriggerRecord> {
  if (record.triggerType === 'timer') {
    context.timers.set(record);
    return record;
  }
  const started = { ...record, port: await context.listeners.open(record) };
  context.store.triggers.set(triggerKey(record), started);
  return started;
}

/** Configuration and description can change; the type, and the port of an HTTP trigger, stay. */
export function updateTrigger(key: string, change: Input, context: Context): TriggerRecord {
  const before = context.store.triggers.get(key);
  if (!before) throw fcError.triggerNotFound(key, key);
  const record: TriggerRecord = {
    ...before,
    triggerConfig: objectAt(change, 'triggerConfig') ?? before.triggerConfig,
    description: stringAt(change, 'description') ?? before.description,
    lastModifiedTime: timestamp(context),
  };
  checkQualifier(stringAt(change, 'qualifier'));
  checkConfig(record);
  context.store.triggers.set(key, record);
  if (record.triggerType === 'timer') context.timers.set(record);
  return record;
}

export async function deleteTrigger(key: string, context: Context): Promise<void> {
  const record = context.store.triggers.get(key);
  if (!record) throw fcError.triggerNotFound(key, key);
  context.store.triggers.delete(key);
  if (record.triggerType === 'timer') context.timers.remove(record);
  else await context.listeners.close(record);
}

function typeOf(input: Input): TriggerRecord['triggerType'] {
  const type = stringAt(input, 'triggerType');
  if (type === 'http' || type === 'timer') return type;
  throw fcError.invalid(`triggerType '${type ?? ''}': the local Function Compute offers http and timer`);
}

function checkConfig(record: TriggerRecord): void {
  if (record.triggerType === 'http') httpTriggerConfig(record);
  else timerTriggerConfig(record);
}

function checkNeighbours(record: TriggerRecord, { store }: Context): void {
  const others = store.triggersOf(record);
  if (others.some(({ triggerName }) => triggerName === record.triggerName)) {
    throw fcError.triggerExists(record.triggerName, record.functionName);
  }
  if (others.length >= LIMITS.triggersPerFunction) {
    throw fcError.invalid(`function '${record.functionName}' has ${others.length} triggers: that is the limit`);
  }
  if (record.triggerType === 'http' && others.some(({ triggerType }) => triggerType === 'http')) {
    throw fcError.invalid(`function '${record.functionName}' has an HTTP trigger: one per version is allowed`);
  }
}
