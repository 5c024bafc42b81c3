/** The two functions of a stack inside this process, as Function Compute runs them: with the rights of their own roles. */
import { buildApp } from '../../lambdas/app-server/app.ts';
import { cloudOf } from '../../lambdas/app-server/cloud.ts';
import { parseConfig } from '../../lambdas/app-server/config.ts';
import { Upstreams, watchedOpenApi, watchedRows } from '../../lambdas/app-server/health/upstreams.ts';
import { systemRandom } from '../../lambdas/cloud/keys.ts';
import { createLogger } from '../../lambdas/cloud/logger.ts';
import { openApi } from '../../lambdas/cloud/openapi.ts';
import { tablestore } from '../../lambdas/cloud/tablestore.ts';
import { RESOURCE_TYPES } from '../../lambdas/provisioner/resources/list.ts';
import { createProvisioner } from '../../lambdas/provisioner/server.ts';
import type { LocalFc } from '../../local/fc/fc.ts';
import type { State } from '../../local/fc/records.ts';
import type { Ram } from '../../local/ram/ram.ts';
import { fetchFrom } from '../lambdas/app-server/support/fetch-from.ts';
import { listen, type RunningServer } from '../lambdas/cloud/servers.ts';
import type { Callers, Role } from './callers.ts';
import type { DrivenClock } from './driven-clock.ts';

/** Attempts of the provisioner at one call: a fault of as many times makes it fail. */
export const ATTEMPTS = 3;

/** A started instance of the AppServer: what it has read of the settings it remembers for a while. */
export interface AppServer {
  /** A request over the HTTP trigger. */
  readonly fetch: (path: string, init?: RequestInit) => Promise<Response>;
  /** An event of the platform or of an operator. */
  readonly invoke: (event: object) => Promise<Response>;
}

interface FunctionsOptions {
  readonly ram: Ram;
  readonly fc: LocalFc;
  readonly callers: Callers;
  readonly regionId: string;
  readonly clock: DrivenClock;
  readonly endpoint: () => string;
}

export class Functions {
  readonly #options: FunctionsOptions;
  readonly #provisioners = new Map<string, Promise<RunningServer>>();
  readonly #invocations = new Set<Promise<Response>>();
  #appServer: AppServer | undefined;

  constructor(options: FunctionsOptions) {
    this.#options = options;
  }

  /** Does not wait for the end, which ROS hears of through the answer's own URL. */
  async provision(payload: Buffer): Promise<void> {
    const { LogicalResourceId } = JSON.parse(payload.toString('utf8')) as { LogicalResourceId: string };
    const { instance, identity } = this.#actingAs('provisioner', LogicalResourceId);
    const started = this.#provisioners.get(instance) ?? this.#startProvisioner(instance);
    this.#provisioners.set(instance, started);
    const { endpoint } = await started;
    const invocation = fetch(`${endpoint}/invoke`, {
      method: 'POST',
      body: payload,
      headers: {
        'x-fc-request-id': 'fc-request-1',
        'x-fc-access-key-id': identity.accessKeyId,
        'x-fc-access-key-secret': identity.accessKeySecret,
        'x-fc-security-token': identity.securityToken ?? '',
        'x-fc-function-timeout': '1500',
      },
    });
    this.#invocations.add(invocation);
    void invocation.finally(() => this.#invocations.delete(invocation));
  }

  /** A new instance, with the environment of the function as it is deployed now; callbacks of the cloud go to the newest. */
  startAppServer(): AppServer {
    const { clock, regionId, fc, endpoint } = this.#options;
    const { functions } = fc.save() as unknown as State;
    // On FC 2.0 it is the service that has the name of the stack.
    const deployed = functions.find(({ functionName }) => /(^|-)app-server$/.test(functionName));
    if (!deployed) throw new Error('no AppServer is deployed');
    const environment = deployed.input.environmentVariables as Record<string, string>;
    const config = parseConfig({ ...environment, FC_REGION: regionId });
    const { identity } = this.#actingAs('app-server', 'AppServer');
    const env = { LIVE_STACK_CLOUD_ENDPOINT: endpoint() };
    const upstreams = new Upstreams(clock);
    const rows = tablestore(identity, { region: regionId, instance: config.tablestoreInstance, clock, env });
    const api = openApi(identity, regionId, { clock, env });
    const cloud = cloudOf(watchedRows(rows, upstreams), watchedOpenApi(api, upstreams), clock);
    const log = createLogger({ write: () => undefined, clock });
    const app = buildApp({ config, clock, random: systemRandom, log, upstreams, cloud: () => cloud });
    const sent = (path: string, control: string, init: RequestInit): Promise<Response> => {
      const headers = new Headers(init.headers);
      headers.set('x-fc-control-path', control);
      return fetchFrom(app, path, { ...init, headers });
    };
    this.#appServer = {
      fetch: (path, init = {}) => sent(path, '/http-invoke', init),
      invoke: (event) => sent('/invoke', '/invoke', { method: 'POST', body: JSON.stringify(event) }),
    };
    return this.#appServer;
  }

  /** What the cloud sends to the address of the AppServer, whatever that is. */
  async callBack(url: string, init: RequestInit): Promise<Response> {
    const { pathname, search } = new URL(url);
    return (this.#appServer ?? this.startAppServer()).fetch(`${pathname}${search}`, init);
  }

  async close(): Promise<void> {
    await Promise.all(this.#invocations);
    for (const server of this.#provisioners.values()) await (await server).close();
  }

  #actingAs(role: Role, resource: string) {
    const { ram, callers } = this.#options;
    const { roles } = ram.inventory() as { roles: object };
    const name = Object.keys(roles).find((each) => each.endsWith(`-${role}`));
    if (name === undefined) throw new Error(`the ${role} has no role`);
    const identity = ram.assumeRole(name, 3_600);
    callers.add(identity.accessKeyId, { role, resource });
    return { identity, instance: name.slice(0, -role.length - 1) };
  }

  #startProvisioner(instance: string): Promise<RunningServer> {
    const { regionId, clock, endpoint } = this.#options;
    return listen(
      createProvisioner({
        config: { instance, region: regionId },
        env: { LIVE_STACK_CLOUD_ENDPOINT: endpoint() },
        clock,
        random: (size) => crypto.getRandomValues(new Uint8Array(size)),
        jitter: () => 0,
        write: () => undefined,
        types: RESOURCE_TYPES,
        policy: { attempts: ATTEMPTS, firstWaitMs: 300, longestWaitMs: 5_000 },
      }),
    );
  }
}
