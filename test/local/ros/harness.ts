/** A local ROS with an imaginary product, and short ways to call its API. */
import type { Clock } from '../../../local/clock.ts';
import { ServiceError } from '../../../local/openapi/service.ts';
import type { Json } from '../../../local/product.ts';
import { createRos, type RosOptions, type RosProduct } from '../../../local/ros/ros.ts';
import { FakeProduct } from './fake-types.ts';
import { TestClock } from './test-clock.ts';

export const ACCOUNT = '1234567890123456';
export const REGION = 'cn-shanghai';

type Body = { [key: string]: Json };

export interface Harness {
  readonly ros: RosProduct;
  readonly product: FakeProduct;
  readonly clock: Clock & Partial<TestClock>;
  readonly logs: string[];
  call(action: string, params?: Body): Promise<Body>;
  /** Creates and waits for the end; answers the stack id. */
  create(template: Body, params?: Body): Promise<string>;
  update(stackId: string, template: Body, params?: Body): Promise<void>;
  remove(stackId: string, params?: Body): Promise<void>;
  stack(stackId: string): Promise<Body>;
  status(stackId: string): Promise<Json | undefined>;
  /** `Status LogicalId` of all events, oldest first. */
  events(stackId: string): Promise<string[]>;
  resources(stackId: string): Promise<Record<string, Body>>;
  outputs(stackId: string): Promise<Record<string, Json>>;
}

export function harness(options: Partial<RosOptions> = {}, product = new FakeProduct()): Harness {
  const clock = options.clock ?? new TestClock();
  const logs: string[] = [];
  const ros = createRos({
    clock,
    accountId: ACCOUNT,
    resourceTypes: [product.type(), product.type('ALIYUN::FAKE::Other')],
    invoke: async () => undefined,
    endpoint: () => 'http://127.0.0.1:7300',
    log: (line) => logs.push(line),
    ...options,
  });
  const call = async (action: string, params: Body = {}): Promise<Body> => {
    const run = ros.service.actions[action];
    if (!run) throw new Error(`no action ${action}`);
    const context = {
      identity: { accessKeyId: 'id', accessKeySecret: 'secret', principal: 'account' as const },
      accountId: ACCOUNT,
      requestId: 'REQUEST',
      clock,
      endpoint: 'http://127.0.0.1:7300',
    };
    return { ...(await run({ RegionId: REGION, ...params }, context)) };
  };
  const stack = (StackId: string) => call('GetStack', { StackId });
  return {
    ros,
    product,
    clock,
    logs,
    call,
    stack,
    async create(template, params = {}) {
      const { StackId } = await call('CreateStack', { StackName: 'demo', TemplateBody: body(template), ...params });
      await ros.idle();
      return String(StackId);
    },
    async update(StackId, template, params = {}) {
      await call('UpdateStack', { StackId, TemplateBody: body(template), ...params });
      await ros.idle();
    },
    async remove(StackId, params = {}) {
      await call('DeleteStack', { StackId, ...params });
      await ros.idle();
    },
    status: async (stackId) => (await stack(stackId)).Status,
    async events(StackId) {
      const all: string[] = [];
      for (let PageNumber = 1; ; PageNumber += 1) {
        const { Events, TotalCount } = await call('ListStackEvents', { StackId, PageSize: 50, PageNumber });
        all.push(...(Events as Body[]).map((event) => `${event.Status} ${event.LogicalResourceId}`));
        if (all.length >= Number(TotalCount)) return all.reverse();
      }
    },
    async resources(StackId) {
      const { Resources } = await call('ListStackResources', { StackId });
      return Object.fromEntries(
        (Resources as Body[]).map((resource) => [String(resource.LogicalResourceId), resource]),
      );
    },
    async outputs(stackId) {
      const { Outputs } = await stack(stackId);
      return Object.fromEntries(
        (Outputs as Body[]).map(({ OutputKey, OutputValue }) => [String(OutputKey), OutputValue ?? null]),
      );
    },
  };
}

export function template(resources: Body, others: Body = {}): Body {
  return { ROSTemplateFormatVersion: '2015-09-01', Resources: resources, ...others };
}

export function thing(properties: Body = {}, others: Body = {}): Body {
  return { Type: 'ALIYUN::FAKE::Thing', Properties: properties, ...others };
}

export function body(value: Json): string {
  return JSON.stringify(value);
}

/** The error of a call as `Code: Message`. */
export async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof ServiceError) return `${error.status} ${error.code}: ${error.message}`;
    throw error;
  }
  throw new Error('expected an error of the service');
}

export function parameters(values: Record<string, string>): Body {
  return {
    Parameters: Object.entries(values).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
  };
}
