/** `ALIYUN::ROS::CustomResource` and `Custom::<name>`: resources that a function of the user provides (ros.md §2). */
import type { Json } from '../../product.ts';
import { withDeadline } from '../engine/deadline.ts';
import { Interrupted } from '../engine/environment.ts';
import { type OperationContext, type Provider, UncertainCreate } from '../engine/types.ts';
import type { Properties, PropertyRule } from '../resource-type.ts';
import { Callbacks } from './callbacks.ts';
import { eventOf, type RequestType } from './event.ts';
import type { CustomResourceResponse } from './response.ts';
import { checkServiceToken } from './service-token.ts';

export interface CustomResourceOptions {
  readonly callbacks: Callbacks;
  /** Calls the function behind a service token; what it returns is ignored. */
  readonly invoke: (serviceToken: string, payload: Buffer) => Promise<void>;
  /** `http://host:port` at which the functions reach this cloud. */
  readonly endpoint: () => string;
  newId(): string;
  /** An unguessable part of a URL. */
  newToken(): string;
  isClosed(): boolean;
}

const PROPERTIES: Readonly<Record<string, PropertyRule>> = {
  ServiceToken: { type: 'string', required: true, updatable: false, minLength: 1, maxLength: 512 },
  Timeout: { type: 'number', required: true, min: 1, max: 43_200 },
  Parameters: { type: 'map' },
  HttpConfig: { type: 'map' },
};

/** `Custom::` and up to 60 letters, digits, `_`, `@`, `-`: 68 characters in all. */
const TYPE = /^(ALIYUN::ROS::CustomResource|Custom::[A-Za-z0-9_@-]{1,60})$/;

/** The provider of a custom type; undefined when `type` is not one. */
export function customResource(type: string, options: CustomResourceOptions): Provider | undefined {
  if (!TYPE.test(type)) return undefined;
  return {
    type,
    properties: PROPERTIES,
    attributes: [],
    openAttributes: true,
    engineProperties: ['Timeout', 'HttpConfig'],
    async create(properties, context) {
      const response = await request(type, 'Create', '', properties, undefined, context, options).catch(uncertain);
      if (response.status === 'FAILED') throw new UncertainCreate(response.reason, response.physicalId);
      return { physicalId: response.physicalId, attributes: attributesOf(response) };
    },
    async update(physicalId, properties, previous, context) {
      const response = await request(type, 'Update', physicalId, properties, previous, context, options);
      if (response.status === 'FAILED') throw new Error(response.reason);
      return attributesOf(response);
    },
    async delete(physicalId, properties, context) {
      const response = await request(type, 'Delete', physicalId, properties, undefined, context, options);
      if (response.status === 'FAILED') throw new Error(response.reason);
    },
  };
}

/** The function could not be called at all: nothing can have been created. */
class NotInvoked extends Error {
  constructor(message: string, cause: unknown) {
    super(message, { cause });
    this.name = 'NotInvoked';
  }
}

/** UNCERTAIN (ros.md §2.3): a Create that failed or never answered is followed by a Delete, without an id if none is known. */
function uncertain(error: Error): never {
  if (error instanceof NotInvoked || error instanceof Interrupted) throw error;
  throw new UncertainCreate(error.message);
}

/** Sends one request and waits for its response, at most `Timeout` seconds. */
async function request(
  type: string,
  requestType: RequestType,
  physicalId: string,
  properties: Properties,
  previous: Properties | undefined,
  context: OperationContext,
  options: CustomResourceOptions,
): Promise<CustomResourceResponse> {
  const serviceToken = String(properties.ServiceToken);
  const seconds = Number(properties.Timeout);
  const token = options.newToken();
  const source = { requestType, requestId: options.newId(), type, physicalId, properties };
  const responseUrl = `${options.endpoint()}${Callbacks.path(token)}`;
  const event = eventOf({ ...source, responseUrl, ...(previous ? { previous } : {}) }, context);
  const response = options.callbacks.response(token, event);
  // A response may come before anyone waits for it.
  response.catch(() => undefined);
  const invoked = invoke(serviceToken, Buffer.from(JSON.stringify(event)), options);
  const answered = Promise.race([response, invoked.then(() => response)]);
  try {
    return await withDeadline(answered, {
      clock: context.clock,
      deadlineMs: Math.min(context.deadlineMs, context.clock.now() + seconds * 1000),
      isClosed: () => options.isClosed(),
      timedOut: () =>
        new Error(
          `${type} sent no response to ${requestType} within ${seconds} s; see the logs of ${serviceToken}, or raise Timeout`,
        ),
    });
  } finally {
    options.callbacks.forget(token);
  }
}

async function invoke(serviceToken: string, payload: Buffer, options: CustomResourceOptions): Promise<void> {
  try {
    checkServiceToken(serviceToken);
    await options.invoke(serviceToken, payload);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new NotInvoked(`could not invoke ${serviceToken}: ${reason}`, error);
  }
}

/** Each key of Data, and `Outputs` for all of it. */
function attributesOf({ data }: CustomResourceResponse): Record<string, Json> {
  return { ...data, Outputs: data };
}
