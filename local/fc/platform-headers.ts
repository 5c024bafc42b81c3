/** Headers between clients, platform and functions: what is added, what is taken away, what is too large. */
import type { Identity } from '../ram/identities.ts';
import type { FunctionName } from './arn.ts';
import { fcError } from './errors.ts';
import { LIMITS } from './limits.ts';
import type { FunctionSettings } from './settings.ts';

export type ControlPath = '/invoke' | '/http-invoke' | '/initialize' | '/pre-stop';

export interface PlatformFacts {
  readonly name: FunctionName;
  readonly settings: FunctionSettings;
  readonly accountId: string;
  readonly requestId: string;
  readonly controlPath: ControlPath;
  readonly credentials: Identity | undefined;
}

/**
 * What the platform tells a function with each request (function-compute.md §3), as names and values in turn.
 * UNCERTAIN: `-timeout`; and `/pre-stop` as a control path.
 */
export function platformHeaders(facts: PlatformFacts): string[] {
  const { name, settings, credentials } = facts;
  const headers: Record<string, string | undefined> = {
    'x-fc-request-id': facts.requestId,
    'x-fc-control-path': facts.controlPath,
    'x-fc-access-key-id': credentials?.accessKeyId,
    'x-fc-access-key-secret': credentials?.accessKeySecret,
    'x-fc-security-token': credentials?.securityToken,
    'x-fc-function-name': name.functionName,
    'x-fc-function-handler': settings.handler,
    'x-fc-function-memory': String(settings.memoryMb),
    'x-fc-function-timeout': String(settings.timeoutSeconds),
    'x-fc-region': name.regionId,
    'x-fc-account-id': facts.accountId,
    'x-fc-service-name': name.serviceName,
    'x-fc-qualifier': 'LATEST',
    'x-fc-service-logproject': name.serviceName === undefined ? undefined : settings.log?.project,
    'x-fc-service-logstore': name.serviceName === undefined ? undefined : settings.log?.logstore,
  };
  return Object.entries(headers).flatMap(([key, value]) => (value === undefined ? [] : [key, value]));
}

/** Belong to the connection and are not passed on. `transfer-encoding` is: it says that a body follows. */
const CONNECTION_HEADERS = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'upgrade',
  'te',
  'trailer',
  'expect',
]);

/** A client's headers as the function gets them: unchanged, but for `x-fc-*` and those of the connection. */
export function passedOnHeaders(rawHeaders: readonly string[]): string[] {
  return filterHeaders(rawHeaders, (name) => !name.startsWith('x-fc-') && !CONNECTION_HEADERS.has(name));
}

const FORBIDDEN_RESPONSE_HEADERS = new Set(['connection', 'keep-alive', 'date', 'server', 'transfer-encoding']);

/**
 * A function's headers as the client gets them. The length stays: the platform computes the same one again.
 * `content-disposition` is taken away only when it says `attachment` (function-compute.md §3).
 */
export function allowedResponseHeaders(rawHeaders: readonly string[]): string[] {
  return filterHeaders(
    rawHeaders,
    (name, value) =>
      !name.startsWith('x-fc-') &&
      !FORBIDDEN_RESPONSE_HEADERS.has(name) &&
      !(name === 'content-disposition' && value.trim().toLowerCase().startsWith('attachment')),
  );
}

function filterHeaders(raw: readonly string[], keep: (name: string, value: string) => boolean): string[] {
  const kept: string[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i] ?? '';
    const value = raw[i + 1] ?? '';
    if (keep(name.toLowerCase(), value)) kept.push(name, value);
  }
  return kept;
}

export function sizeOf(rawHeaders: readonly string[]): number {
  return rawHeaders.reduce((size, part) => size + Buffer.byteLength(part, 'latin1'), 0);
}

/** Throws `InvalidArgument` when headers, path with query, or the announced body are too large. */
export function checkRequestSize(rawHeaders: readonly string[], target: string, contentLength: number): void {
  const headers = sizeOf(rawHeaders);
  if (headers > LIMITS.requestHeaders) {
    throw fcError.invalid(`the request headers have ${headers} bytes: at most ${LIMITS.requestHeaders}`);
  }
  if (Buffer.byteLength(target) > LIMITS.pathAndQuery) {
    throw fcError.invalid(`path and query have ${Buffer.byteLength(target)} bytes: at most ${LIMITS.pathAndQuery}`);
  }
  if (contentLength > LIMITS.syncBody) {
    throw fcError.invalid(`the body has ${contentLength} bytes: at most ${LIMITS.syncBody}`);
  }
}
