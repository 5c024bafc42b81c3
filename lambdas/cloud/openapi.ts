/** Signed calls of RPC-style OpenAPI actions (Live, RTC, VOD, DNS) through `@alicloud/pop-core`, loaded when first needed. */
import type RPCClient from '@alicloud/pop-core/lib/rpc.js';
import { agentFor } from './agents.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Credentials } from './credentials.ts';
import { API_VERSIONS, type Environment, endpointOf, type OpenApiProduct } from './endpoints.ts';
import type { CloudError } from './errors.ts';
import { answeredError, noAnswer, toCloudError, wasNotExecuted } from './openapi-errors.ts';
import { type RetryPolicy, retry, withDeadline } from './retry.ts';

export type { OpenApiProduct } from './endpoints.ts';

/** A parameter; lists travel as `Name.1`, lists of objects as `Name.1.Key`. Absent ones are left out. */
export type Param =
  | string
  | number
  | boolean
  | undefined
  | readonly (string | number | Readonly<Record<string, string>>)[];

export interface CallOptions {
  /** All attempts together, in milliseconds. */
  readonly deadlineMs?: number;
  /** False for a create that would be made twice: then only an attempt that surely did nothing is repeated. */
  readonly repeatable?: boolean;
}

export interface OpenApi {
  /**
   * Calls an action and answers its success body. Integers beyond 2^53 arrive as strings.
   *
   * @throws CloudError with the service's code and RequestId; `Timeout`, `UnreadableAnswer` or a system code such as
   * `ECONNRESET` when no answer could be read.
   */
  call(
    product: OpenApiProduct,
    action: string,
    params: Readonly<Record<string, Param>>,
    options?: CallOptions,
  ): Promise<Record<string, unknown>>;
}

export interface OpenApiOptions {
  readonly clock?: Clock;
  readonly random?: () => number;
  readonly env?: Environment;
  readonly policy?: Partial<RetryPolicy>;
  /** One attempt, in milliseconds. */
  readonly attemptMs?: number;
}

const POLICY: RetryPolicy = { attempts: 6, firstWaitMs: 200, longestWaitMs: 5_000 };
const DEADLINE_MS = 30_000;
const ATTEMPT_MS = 10_000;

/** Cheap to make: connections are shared by the process, so one may be made per request with that request's credentials. */
export function openApi(credentials: Credentials, region: string, options: OpenApiOptions = {}): OpenApi {
  const secrets = [credentials.accessKeySecret, credentials.securityToken ?? '', credentials.accessKeyId];
  const clients = new Map<OpenApiProduct, Promise<RPCClient>>();

  const clientOf = (product: OpenApiProduct): Promise<RPCClient> => {
    const existing = clients.get(product);
    if (existing) {
      return existing;
    }
    const made = makeClient(credentials, endpointOf(product, region, options.env), API_VERSIONS[product]);
    clients.set(product, made);
    return made;
  };

  return {
    call: (product, action, params, { deadlineMs = DEADLINE_MS, repeatable = true } = {}) => {
      const call = { product, action };
      const attempt = async (remainingMs: number): Promise<Record<string, unknown>> => {
        const timeout = Math.min(remainingMs, options.attemptMs ?? ATTEMPT_MS);
        try {
          const client = await clientOf(product);
          const request = client.request<unknown>(action, present(params), { method: 'GET', timeout });
          return readAnswer(call, await withDeadline(request, timeout + 250, () => noAnswer(call)), secrets);
        } catch (error) {
          throw toCloudError(call, error, secrets);
        }
      };
      return retry(attempt, {
        ...POLICY,
        ...options.policy,
        clock: options.clock ?? systemClock,
        random: options.random ?? Math.random,
        deadlineMs,
        isRetryable: (error) => isRetryable(error as CloudError, repeatable),
      });
    },
  };
}

function isRetryable(error: CloudError, repeatable: boolean): boolean {
  return error.retryable && (repeatable || wasNotExecuted(error));
}

async function makeClient(credentials: Credentials, endpoint: string, apiVersion: string): Promise<RPCClient> {
  const { default: Client } = await import('@alicloud/pop-core/lib/rpc.js');
  return new Client({ ...credentials, endpoint, apiVersion, opts: { agent: agentFor(endpoint) }, codes: [] }, true);
}

/** In verbose mode the client answers `[body, entry]`; a 5xx without a `Code` is a success to it, but not to us. */
function readAnswer(
  call: { product: string; action: string },
  answer: unknown,
  secrets: readonly string[],
): Record<string, unknown> {
  const [body, entry] = answer as [Record<string, unknown>, { response: { statusCode: number } }];
  const status = entry.response.statusCode;
  if (status >= 400) {
    throw answeredError(
      call,
      { code: `HTTP${status}`, message: `the service answered HTTP ${status}`, status },
      secrets,
    );
  }
  // Big integers are objects here; their JSON form is what a caller can parse.
  return JSON.parse(JSON.stringify(body)) as Record<string, unknown>;
}

/** Parameters that are there; the client would send the rest as the text "undefined". */
function present(params: Readonly<Record<string, Param>>): Record<string, Param> {
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined));
}
