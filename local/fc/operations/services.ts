/** Creates, updates and deletes services (FC 2.0). */
import { fcError } from '../errors.ts';
import { type Input, type ServiceRecord, serviceKey } from '../records.ts';
import { settingsOf } from '../settings.ts';
import { type Context, timestamp } from './context.ts';

interface ServiceName {
  readonly regionId: string;
  readonly serviceName: string;
}

export function createService(name: ServiceName, input: Input, context: Context): ServiceRecord {
  const { regionId, serviceName } = name;
  if (!/^[A-Za-z_][A-Za-z0-9_-]{0,127}$/.test(serviceName)) {
    throw fcError.invalid(
      `serviceName '${serviceName}': 1 to 128 letters, digits, '_' and '-', not starting with a digit or '-'`,
    );
  }
  if (context.store.services.has(serviceKey(name))) throw fcError.serviceExists(serviceName);
  checkShared(input);
  const now = timestamp(context);
  const record = { regionId, serviceName, serviceId: context.newId(), input, createdTime: now, lastModifiedTime: now };
  context.store.services.set(serviceKey(name), record);
  return record;
}

/** The functions of the service run on new instances from the next request on. */
export function replaceService(name: ServiceName, input: Input, context: Context): ServiceRecord {
  const before = context.store.services.get(serviceKey(name));
  if (!before) throw fcError.serviceNotFound(name.serviceName);
  checkShared(input);
  const record = { ...before, input, lastModifiedTime: timestamp(context) };
  context.store.services.set(serviceKey(name), record);
  for (const member of functionsOf(name, context)) context.runtime.retire(member);
  return record;
}

/** Throws `ServiceNotFound`, or `ServiceNotEmpty` while it has functions. */
export function deleteService(name: ServiceName, context: Context): void {
  if (!context.store.services.has(serviceKey(name))) throw fcError.serviceNotFound(name.serviceName);
  if (functionsOf(name, context).length > 0) throw fcError.serviceNotEmpty(name.serviceName);
  context.store.services.delete(serviceKey(name));
}

function functionsOf({ regionId, serviceName }: ServiceName, { store }: Context) {
  return [...store.functions.values()].filter((f) => f.regionId === regionId && f.serviceName === serviceName);
}

/** Role and log configuration are checked with a function that has nothing else. */
function checkShared(input: Input): void {
  settingsOf({ runtime: 'custom', handler: 'none' }, input);
}
