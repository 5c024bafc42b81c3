/** Creates, updates and deletes custom domains. */
import { fcError } from '../errors.ts';
import { isObject, objectAt, stringAt } from '../json.ts';
import type { DomainRecord, Input } from '../records.ts';
import { type Context, timestamp } from './context.ts';
import { checkHttps } from './https.ts';

type DomainName = Pick<DomainRecord, 'domainName' | 'regionId' | 'generation'>;

export function createDomain(name: DomainName, input: Input, context: Context): DomainRecord {
  const { domains } = context.store;
  if (domains.has(name.domainName)) throw fcError.domainExists(name.domainName);
  if (!/^([a-z0-9-]+\.)+[a-z0-9-]+$/i.test(name.domainName)) {
    throw fcError.invalid(`domainName '${name.domainName}' is not a domain name`);
  }
  checkInput(input);
  const now = timestamp(context);
  const record: DomainRecord = { ...name, input, createdTime: now, lastModifiedTime: now };
  domains.set(name.domainName, record);
  return record;
}

export function replaceDomain(domainName: string, input: Input, context: Context): DomainRecord {
  const before = context.store.domains.get(domainName);
  if (!before) throw fcError.domainNotFound(domainName);
  checkInput(input);
  const record = { ...before, input, lastModifiedTime: timestamp(context) };
  context.store.domains.set(domainName, record);
  return record;
}

export function deleteDomain(domainName: string, context: Context): void {
  if (!context.store.domains.delete(domainName)) throw fcError.domainNotFound(domainName);
}

/** Offered: anonymous access and plain routes. Certificates are checked and kept, but the local listeners speak HTTP. */
function checkInput(input: Input): void {
  const authType = stringAt(objectAt(input, 'authConfig') ?? {}, 'authType') ?? 'anonymous';
  if (authType !== 'anonymous') {
    throw fcError.invalid(`authConfig.authType '${authType}': the local Function Compute offers anonymous only`);
  }
  checkHttps(input);
  const routes = objectAt(input, 'routeConfig')?.routes;
  const rewrites = Array.isArray(routes) && routes.some((route) => isObject(route) && route.rewriteConfig);
  if (rewrites) throw fcError.invalid('routeConfig: rewriteConfig is not offered by the local Function Compute');
}
