/** The local ROS: deploys any template made of the resource types it is given. */
import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { OpenApiService } from '../openapi/service.ts';
import type { Product } from '../product.ts';
import type { Ros } from './actions/context.ts';
import { type Activation, allActivated } from './activation.ts';
import { ChangeSets } from './change-sets.ts';
import { Callbacks } from './custom-resource/callbacks.ts';
import { customResource } from './custom-resource/custom-resource.ts';
import { Engine } from './engine/engine.ts';
import type { Environment } from './engine/environment.ts';
import { isDeleted, isPresent, type StackRecord } from './engine/stack.ts';
import { Stacks } from './engine/stacks.ts';
import { typesOf } from './engine/types.ts';
import { IdempotencyTokens } from './idempotency.ts';
import { uuid } from './identifiers.ts';
import type { ResourceType } from './resource-type.ts';
import { autoEnableService } from './resources/auto-enable-service.ts';
import { rosService } from './service.ts';
import { loadState, saveState } from './state.ts';

export interface RosOptions {
  readonly clock: Clock;
  readonly accountId: string;
  /** This many random bytes; identifiers and response addresses are made of them. Default: `randomBytes` of `node:crypto`. */
  readonly random?: (bytes: number) => Uint8Array;
  readonly resourceTypes: readonly ResourceType[];
  /** Calls the function behind a custom resource. Rejects when it cannot be called; what it returns is ignored. */
  readonly invoke: (serviceToken: string, payload: Buffer) => Promise<void>;
  /** `http://host:port` of this cloud. */
  readonly endpoint: () => string;
  readonly log?: (line: string) => void;
  /** Default: the account has activated everything. */
  readonly activation?: Activation;
}

export type RosProduct = Product & {
  readonly service: OpenApiService;
  /** For the console: all that is remembered, deleted stacks and secrets included; not to be changed. */
  stacks(): readonly StackRecord[];
  /** Resolves when no stack operation is running. */
  idle(): Promise<void>;
};

export function createRos(options: RosOptions): RosProduct {
  let closed = false;
  const { clock, accountId, random = randomBytes, activation = allActivated } = options;
  const isClosed = () => closed;
  const newId = () => uuid(random(16));
  const callbacks = new Callbacks();
  const custom = {
    callbacks,
    newId,
    isClosed,
    invoke: options.invoke,
    endpoint: options.endpoint,
    newToken: () => Buffer.from(random(32)).toString('base64url'),
  };
  const environment: Environment = {
    clock,
    accountId,
    newId,
    isClosed,
    types: typesOf([...options.resourceTypes, autoEnableService(activation)], (type) => customResource(type, custom)),
    log: options.log ?? (() => undefined),
  };
  const stacks = new Stacks();
  const ros: Ros = { environment, activation, stacks, changeSets: new ChangeSets(), engine: new Engine(environment) };
  const tokens = new IdempotencyTokens();
  return {
    name: 'ros',
    service: rosService(ros, tokens),
    stacks: () => stacks.all(),
    route: (request) => callbacks.route(request),
    inventory: () =>
      stacks
        .all()
        .filter((stack) => !isDeleted(stack))
        .map(({ stackName, regionId, status, resources }) => ({
          stackName,
          regionId,
          status,
          resources: Object.values(resources)
            .filter(isPresent)
            .map(({ logicalId, type, physicalId }) => ({ logicalId, type, physicalId })),
        })),
    save: () => saveState(ros, tokens),
    load: (state) => loadState(state, ros, tokens),
    idle: () => ros.engine.idle(),
    close: async () => {
      closed = true;
    },
  };
}
