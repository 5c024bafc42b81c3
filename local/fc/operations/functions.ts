/** Creates, updates and deletes functions of both generations. */
import type { FunctionName } from '../arn.ts';
import { codePackageOf } from '../code-package.ts';
import { fcError } from '../errors.ts';
import { stringAt } from '../json.ts';
import { type FunctionRecord, functionKey, type Input } from '../records.ts';
import { settingsOf } from '../settings.ts';
import { type Context, timestamp } from './context.ts';

/** `input` as the API takes it (camelCase). Throws `FcError` and leaves nothing behind then. */
export function createFunction(name: FunctionName, input: Input, context: Context): FunctionRecord {
  const { store } = context;
  const { regionId, serviceName, functionName } = name;
  if (!/^[A-Za-z_][A-Za-z0-9_-]{0,63}$/.test(functionName)) {
    throw fcError.invalid(
      `functionName '${functionName}': 1 to 64 letters, digits, '_' and '-', not starting with a digit or '-'`,
    );
  }
  if (serviceName !== undefined && !store.serviceOf(name)) throw fcError.serviceNotFound(serviceName);
  if (store.functions.has(functionKey(name))) throw fcError.functionExists(functionName, serviceName);
  const code = codePackageOf(input);
  if (!code) throw fcError.invalid('code is required: the local Function Compute runs no containers');
  const now = timestamp(context);
  const record: FunctionRecord = {
    regionId,
    ...(serviceName !== undefined && { serviceName }),
    functionName,
    functionId: context.newId(),
    input: checkedInput(name, input, context),
    ...code,
    createdTime: now,
    lastModifiedTime: now,
  };
  store.functions.set(functionKey(name), record);
  return record;
}

/** Members that are present replace those of before; the next request runs on new instances. */
export function updateFunction(name: FunctionName, change: Input, context: Context): FunctionRecord {
  const before = context.store.function(name);
  return replaceFunction(name, { ...before.input, ...change }, context);
}

/** The whole configuration anew; the code stays when `input` has none. */
export function replaceFunction(name: FunctionName, input: Input, context: Context): FunctionRecord {
  const before = context.store.function(name);
  const record: FunctionRecord = {
    ...before,
    ...codePackageOf(input),
    input: checkedInput(name, input, context),
    lastModifiedTime: timestamp(context),
  };
  context.store.functions.set(functionKey(name), record);
  context.runtime.retire(name);
  return record;
}

/** Throws `FunctionNotFound`, or `FunctionNotEmpty` while it has triggers. */
export function deleteFunction(name: FunctionName, context: Context): void {
  const record = context.store.function(name);
  if (context.store.triggersOf(name).length > 0) throw fcError.functionNotEmpty(record.functionName);
  context.store.functions.delete(functionKey(name));
  context.store.asyncConfigs.delete(functionKey(name));
  context.runtime.retire(name);
}

function checkedInput(name: FunctionName, input: Input, context: Context): Input {
  const { code: _code, ...rest } = input;
  if (rest.customContainerConfig) {
    throw fcError.invalid('customContainerConfig: the local Function Compute runs no containers');
  }
  settingsOf(rest, context.store.serviceOf(name)?.input);
  checkName(name, stringAt(rest, 'functionName'));
  return rest;
}

/** The body of a REST call may repeat the name; another one is a mistake. */
function checkName({ functionName }: FunctionName, repeated: string | undefined): void {
  if (repeated !== undefined && repeated !== functionName) {
    throw fcError.invalid(`functionName is '${repeated}', but the call is about '${functionName}'`);
  }
}
