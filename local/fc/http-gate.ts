/** Serves requests to HTTP triggers and custom domains: finds the function, checks methods and signature, passes on. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';
import type { Identities } from '../ram/identities.ts';
import { type FunctionName, functionArn } from './arn.ts';
import { matchRoute, routesOf } from './domain-routes.ts';
import { fcError } from './errors.ts';
import { answerError, invokeOverHttp } from './http-invocation.ts';
import { type DomainRecord, type FunctionRecord, functionKey } from './records.ts';
import type { Runtime } from './runtime.ts';
import type { Store } from './store.ts';
import { signerOf } from './triggers/function-auth.ts';
import { httpTriggerConfig } from './triggers/trigger-config.ts';

export interface HttpGateOptions {
  readonly store: Store;
  readonly runtime: Runtime;
  readonly identities: Identities;
  readonly clock: Clock;
  readonly accountId: string;
}

export class HttpGate {
  readonly #options: HttpGateOptions;

  constructor(options: HttpGateOptions) {
    this.#options = options;
  }

  /** Serves one request that came in on the listener of a trigger. Never throws. */
  async serve(trigger: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { runtime } = this.#options;
    const requestId = runtime.newRequestId();
    try {
      const record = this.#target(trigger, request);
      await invokeOverHttp(runtime, record, request, response, requestId);
    } catch (error) {
      answerError(response, error, requestId);
    }
  }

  #target(triggerKey: string, request: IncomingMessage): FunctionRecord {
    const { store } = this.#options;
    const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
    const domain = store.domains.get(host);
    if (domain) return this.#domainTarget(domain, request);
    const trigger = store.triggers.get(triggerKey);
    if (!trigger) throw fcError.unavailable('this HTTP trigger does not exist any more');
    const { authType, methods, disableUrlInternet } = httpTriggerConfig(trigger);
    const method = request.method ?? 'GET';
    if (disableUrlInternet) throw fcError.denied('the public URL of this HTTP trigger is disabled');
    if (!methods.includes(method)) {
      throw fcError.denied(`the HTTP trigger does not allow ${method}: it allows ${methods.join(', ')}`);
    }
    const record = this.#existing(trigger);
    if (authType === 'function') this.#checkSigner(request, record);
    return record;
  }

  #domainTarget(domain: DomainRecord, request: IncomingMessage): FunctionRecord {
    const [path = '/'] = (request.url ?? '/').split('?', 1);
    const method = request.method ?? 'GET';
    const route = matchRoute(routesOf(domain), path, method);
    if (!route) throw fcError.denied(`no route of domain ${domain.domainName} matches ${method} ${path}`);
    return this.#existing(route.target);
  }

  #existing(name: FunctionName): FunctionRecord {
    const record = this.#options.store.functions.get(functionKey(name));
    if (!record) throw fcError.unavailable(`the function '${name.functionName}' of this address does not exist (now)`);
    return record;
  }

  #checkSigner(request: IncomingMessage, record: FunctionRecord): void {
    const { identities, clock, accountId } = this.#options;
    const signer = signerOf(request, identities, clock);
    const arn = functionArn(record, accountId);
    if (!identities.allows(signer, 'fc:InvokeFunction', arn)) {
      throw fcError.denied(`the caller does not have fc:InvokeFunction on ${arn}`);
    }
  }
}
