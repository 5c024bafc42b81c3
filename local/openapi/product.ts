/** The OpenAPI gateway of the local cloud: every RPC-style call is verified, checked, permitted and answered here. */
import type { Clock } from '../clock.ts';
import type { CloudRequest, CloudResponse, Operation, Product, Refusal } from '../product.ts';
import type { Identities } from '../ram/identities.ts';
import { authenticate, TIME_WINDOW_MS } from './authenticate.ts';
import { type Call, callOf } from './call.ts';
import { gatewayError } from './errors.ts';
import { Nonces } from './nonces.ts';
import { checkParameters } from './parameters.ts';
import { type QuotaSettings, Quotas } from './quotas.ts';
import { type OpenApiService, ServiceError } from './service.ts';

export interface OpenApiOptions {
  readonly services: readonly OpenApiService[];
  readonly identities: Identities;
  readonly clock: Clock;
  readonly accountId: string;
  /** `http://host:port` of this cloud, known once it listens. */
  readonly endpoint: () => string;
  /** Enforced as documented when absent. */
  readonly quotas?: QuotaSettings;
}

/** What one account has used up. */
interface Used {
  readonly nonces: Nonces;
  readonly quotas: Quotas;
}

/** Takes every request in RPC v1 or ACS3 form on path `/`; requests in other forms belong to other products. */
export function openApiProduct(options: OpenApiOptions): Pick<Product, 'name' | 'route'> {
  const { clock } = options;
  const used: Used = { nonces: new Nonces(clock, TIME_WINDOW_MS), quotas: new Quotas(clock, options.quotas) };
  return {
    name: 'openapi',
    route(request) {
      const call = callOf(request);
      return call && operationOf(request, call, options, used);
    },
  };
}

function operationOf(request: CloudRequest, call: Call, options: OpenApiOptions, used: Used): Operation {
  const service = serviceOf(call, options.services);
  const about = { host: service?.host ?? 'openapi.local', product: service?.product ?? 'openapi', id: request.id };
  return {
    product: about.product,
    action: call.action,
    async run() {
      try {
        const body = await run(request, call, service, options, used);
        return json(200, { ...body, RequestId: request.id }, request.id);
      } catch (error) {
        return refusal(error, about);
      }
    },
    refuse: (kind) => refusal(REFUSALS[kind](call.action, about.product), about),
  };
}

const REFUSALS: Readonly<Record<Refusal, (action: string, product: string) => ServiceError>> = {
  throttling: gatewayError.throttled,
  unavailable: gatewayError.unavailable,
  forbidden: (action, product) => gatewayError.forbidden(`${product}:${action}`, '*'),
  'not-activated': (_, product) => gatewayError.notActivated(product),
};

/** The service of the call's version; where services share a version, the one that knows the action. */
function serviceOf(call: Call, services: readonly OpenApiService[]): OpenApiService | undefined {
  const candidates = services.filter((service) => service.version === call.version);
  return candidates.find((service) => service.rules[call.action]) ?? candidates[0];
}

async function run(
  request: CloudRequest,
  call: Call,
  service: OpenApiService | undefined,
  options: OpenApiOptions,
  { nonces, quotas }: Used,
): Promise<object> {
  const { identities, clock, accountId } = options;
  const identity = authenticate(call, identities, nonces, clock);
  if (!service) throw gatewayError.unknownVersion(call.version);
  const rule = own(service.rules, call.action);
  const action = own(service.actions, call.action);
  if (!rule) throw gatewayError.unknownAction(call.action);
  if (!action) throw gatewayError.actionNotOffered(call.action, service.product);
  if (!quotas.use(service.product, call.action, rule.qps)) throw gatewayError.throttled();
  const params = checkParameters(call.action, rule, call);
  const needed = service.permission(call.action, params, accountId);
  if (!identities.allows(identity, needed.action, needed.resource)) {
    throw gatewayError.forbidden(needed.action, needed.resource);
  }
  return action(params, { identity, accountId, requestId: request.id, clock, endpoint: options.endpoint() });
}

/** Own members only: an action named `constructor` does not exist. */
function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

interface About {
  readonly host: string;
  readonly product: string;
  readonly id: string;
}

function refusal(error: unknown, { host, product, id }: About): CloudResponse {
  const known =
    error instanceof ServiceError ? error : gatewayError.internal(error instanceof Error ? error.message : 'unknown');
  const recommend = `https://api.aliyun.com/troubleshoot?q=${encodeURIComponent(known.code)}&product=${product}&requestId=${id}`;
  const body = { RequestId: id, HostId: host, Code: known.code, Message: known.message, Recommend: recommend };
  return json(known.status, body, id);
}

function json(status: number, body: object, requestId: string): CloudResponse {
  return {
    status,
    headers: { 'content-type': 'application/json;charset=utf-8', 'x-acs-request-id': requestId },
    body: JSON.stringify(body),
  };
}
