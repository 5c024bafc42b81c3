/** How a product offers OpenAPI actions (RPC style) to the local cloud. */
import type { Clock } from '../clock.ts';
import type { Json } from '../product.ts';
import type { Identity } from '../ram/identities.ts';

/** An error as the service answers it: `{RequestId, HostId, Code, Message}` with this HTTP status. */
export class ServiceError extends Error {
  readonly code: string;
  readonly status: number;
  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = 'ServiceError';
    this.code = code;
    this.status = status;
  }
}

export interface ActionContext {
  readonly identity: Identity;
  readonly accountId: string;
  readonly requestId: string;
  readonly clock: Clock;
  /** `http://host:port` at which this cloud was reached. */
  readonly endpoint: string;
}

/** Parameters after checking: numbers and booleans converted, lists and objects rebuilt from `Name.1.Key`. */
export type Params = Readonly<Record<string, Json>>;

/** Runs one action and answers its success body without `RequestId`, which the gateway adds. Throws `ServiceError`. */
export type Action = (
  params: Params,
  context: ActionContext,
) => Promise<{ [key: string]: Json }> | { [key: string]: Json };

/** One parameter of an action, in the form of our data file (`actions/*.json`, written from public SDK models). */
export interface ParameterRule {
  readonly name: string;
  readonly type: string;
  readonly required?: boolean;
  readonly in?: string;
  readonly serialize?: string;
  readonly fields?: readonly ParameterRule[];
}

export interface ActionRule {
  readonly request: readonly ParameterRule[];
  readonly response: readonly ParameterRule[];
  readonly qps?: { readonly limit: number; readonly per: string };
}

/** An RPC-style service: one API version, its actions, and the rules by which parameters are checked. */
export interface OpenApiService {
  /** Product name for fault injection and logs, e.g. `live`. */
  readonly product: string;
  /** API version, e.g. `2016-11-01`; together with the action it identifies the service. */
  readonly version: string;
  /** Host of the real service, answered as `HostId`. */
  readonly host: string;
  readonly rules: Readonly<Record<string, ActionRule>>;
  readonly actions: Readonly<Record<string, Action>>;
  /** RAM action and resource of a call, e.g. `live:AddLiveDomain` on `acs:cdn:*:1:domain/a.example.com`. */
  permission(action: string, params: Params, accountId: string): { readonly action: string; readonly resource: string };
}
