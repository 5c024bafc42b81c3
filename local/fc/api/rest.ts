/** The frame of a REST API of Function Compute: paths, authentication, permissions and errors in its own shape. */
import type { CloudRequest, CloudResponse, Json, Operation, Refusal } from '../../product.ts';
import type { Identities, Identity } from '../../ram/identities.ts';
import { type FcError, fcError, toFcError } from '../errors.ts';
import { isObject } from '../json.ts';
import type { Context } from '../operations/context.ts';
import type { Input } from '../records.ts';

export interface ApiCall {
  readonly request: CloudRequest;
  /** Values of `{name}` in the path, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly context: Context;
  readonly requestId: string;
  /** Throws `AccessDenied` unless the caller may do this: the action of the API, without `fc:`. */
  readonly allow: (resourceArn: string) => void;
}

export interface ApiAction {
  /** As the API and RAM name it, e.g. `InvokeFunction`. */
  readonly name: string;
  readonly method: string;
  /** Below the version, e.g. `/functions/{functionName}`. */
  readonly path: string;
  run(call: ApiCall): Promise<CloudResponse> | CloudResponse;
}

export interface RestApi {
  /** Such as `/2023-03-30`. */
  readonly prefix: string;
  readonly actions: readonly ApiAction[];
  /** Who signed the request; throws. */
  authenticate(request: CloudRequest): Identity;
  /** An error in the body of this API. */
  error(error: { readonly code: string; readonly message: string }, requestId: string): { [key: string]: Json };
}

export function routeTo(
  api: RestApi,
  request: CloudRequest,
  context: Context,
  identities: Identities,
): Operation | undefined {
  if (!request.path.startsWith(`${api.prefix}/`)) return undefined;
  const requestId = context.runtime.newRequestId();
  const path = request.path.slice(api.prefix.length);
  const found = match(api.actions, request.method, path);
  const answerError = (thrown: unknown): CloudResponse => {
    const { code, message, status } = codeOf(thrown);
    return json(status, api.error({ code, message }, requestId), requestId);
  };
  const run = async (): Promise<CloudResponse> => {
    try {
      const identity = api.authenticate(request);
      if (!found) throw fcError.pathNotSupported(request.path, request.method);
      const { action, params } = found;
      const allow = (arn: string): void => {
        if (identities.allows(identity, `fc:${action.name}`, arn)) return;
        throw fcError.denied(`the caller does not have fc:${action.name} on ${arn}`);
      };
      return await action.run({ request, params, context, requestId, allow });
    } catch (error) {
      return answerError(error);
    }
  };
  return {
    product: 'fc',
    action: found?.action.name ?? 'Unknown',
    run,
    refuse: (kind) => answerError(REFUSALS[kind]()),
  };
}

const REFUSALS: Readonly<Record<Refusal, () => FcError>> = {
  throttling: fcError.throttled,
  unavailable: () => fcError.unavailable('the service is unavailable'),
  forbidden: () => fcError.denied('the caller has no right to do this'),
  // In the words that its users report (Serverless-Devs issue 282, funcraft pull request 243).
  'not-activated': () => fcError.denied('FC service is not enabled for current user.'),
};

function match(
  actions: readonly ApiAction[],
  method: string,
  path: string,
): { readonly action: ApiAction; readonly params: Record<string, string> } | undefined {
  for (const action of actions) {
    const pattern = new RegExp(`^${action.path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
    const found = action.method === method ? pattern.exec(path) : null;
    if (!found) continue;
    const params = Object.entries(found.groups ?? {}).map(([name, value]) => [name, decoded(value)]);
    return { action, params: Object.fromEntries(params) };
  }
  return undefined;
}

/** A name that is not well encoded is looked for as it is, and not found. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** Also errors of other parts of the local cloud, which carry code and status. */
function codeOf(thrown: unknown): { readonly code: string; readonly status: number; readonly message: string } {
  if (thrown instanceof Error && 'code' in thrown && 'status' in thrown) {
    return { code: String(thrown.code), status: Number(thrown.status), message: thrown.message };
  }
  return toFcError(thrown);
}

export function json(status: number, body: Json, requestId: string): CloudResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', 'x-fc-request-id': requestId },
    body: JSON.stringify(body),
  };
}

export function noContent(status: 202 | 204, requestId: string): CloudResponse {
  return { status, headers: { 'content-type': 'text/plain', 'x-fc-request-id': requestId } };
}

/** The JSON object in the body of a request. */
export function bodyOf({ body }: CloudRequest): Input {
  const value = parseJson(body.toString('utf8') || '{}');
  if (!isObject(value)) throw fcError.invalid('the body is not a JSON object');
  return value;
}

function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw fcError.invalid('the body is not JSON');
  }
}

/** Refuses members that the API does not know, which are misspellings. */
export function onlyKnown(input: Input, known: readonly string[]): Input {
  const unknown = Object.keys(input).find((key) => !known.includes(key));
  if (unknown === undefined) return input;
  throw fcError.invalid(`unknown member '${unknown}': expected some of ${known.join(', ')}`);
}

/** One page of a list: those that begin with `prefix`, `limit` of them from `nextToken` (the first name) on. */
export function page<T>(
  items: readonly T[],
  nameOf: (item: T) => string,
  query: URLSearchParams,
): { readonly items: T[]; readonly nextToken?: string } {
  const prefix = query.get('prefix') ?? '';
  const from = query.get('nextToken') ?? query.get('startKey') ?? '';
  const limit = Number(query.get('limit') ?? 20);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) throw fcError.invalid('limit: expected 1 to 100');
  const sorted = items
    .filter((item) => nameOf(item).startsWith(prefix) && nameOf(item) >= from)
    .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  const next = sorted[limit];
  return { items: sorted.slice(0, limit), ...(next !== undefined && { nextToken: nameOf(next) }) };
}
