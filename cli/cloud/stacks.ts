/** The operations of Resource Orchestration Service that the commands need, as functions over plain data. */

import { rosSdk } from './sdk.ts';
import { serviceError } from './service-error.ts';
import { sdkConfig, type Target } from './target.ts';

export interface StackRef {
  readonly stackId: string;
  readonly stackName: string;
  readonly status: string;
}

export interface Stack extends StackRef {
  readonly statusReason: string;
  /** Those of the template, as deployed; secrets are asterisks. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
}

export interface StackEvent {
  readonly eventId: string;
  readonly createTime: string;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly resourceType: string;
  readonly status: string;
  readonly reason: string;
}

export interface StackResource {
  readonly logicalId: string;
  readonly physicalId: string;
  readonly resourceType: string;
  readonly status: string;
  readonly reason: string;
}

export interface StackInput {
  readonly templateBody: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
  readonly timeoutMinutes: number;
}

/** What an update answers when nothing differs. */
const SAME_STACK = /completely same stack/i;

export type Stacks = ReturnType<typeof stacksOf>;

export function stacksOf(target: Target) {
  const regionId = target.regionId;
  let connecting: ReturnType<typeof connect> | undefined;
  const connected = (): ReturnType<typeof connect> => {
    connecting ??= connect(target);
    return connecting;
  };

  return {
    /** The stack of that name that still exists; names may repeat after deletion. */
    async find(stackName: string): Promise<StackRef | undefined> {
      const { sdk, client } = await connected();
      const request = new sdk.ListStacksRequest({ regionId, stackName: [stackName], pageSize: 50 });
      const { body } = await attempt('ListStacks', client.listStacks(request));
      const found = body?.stacks?.find((stack) => stack.status !== 'DELETE_COMPLETE');
      return found && { stackId: found.stackId ?? '', stackName, status: found.status ?? '' };
    },

    async get(stackId: string): Promise<Stack> {
      const { sdk, client } = await connected();
      const { body } = await attempt('GetStack', client.getStack(new sdk.GetStackRequest({ regionId, stackId })));
      return {
        stackId,
        stackName: body?.stackName ?? '',
        status: body?.status ?? '',
        statusReason: body?.statusReason ?? '',
        parameters: parameterValuesOf(body?.parameters ?? []),
        outputs: outputsOf(body?.outputs ?? []),
      };
    },

    /** The template as it was deployed last. */
    async template(stackId: string): Promise<string> {
      const { sdk, client } = await connected();
      const { body } = await attempt(
        'GetTemplate',
        client.getTemplate(new sdk.GetTemplateRequest({ regionId, stackId })),
      );
      return body?.templateBody ?? '';
    },

    /** All events, oldest first. */
    async events(stackId: string): Promise<StackEvent[]> {
      const { sdk, client } = await connected();
      const events: StackEvent[] = [];
      for (let pageNumber = 1; ; pageNumber += 1) {
        const request = new sdk.ListStackEventsRequest({ regionId, stackId, pageSize: 50, pageNumber });
        const { body } = await attempt('ListStackEvents', client.listStackEvents(request));
        const page = body?.events ?? [];
        events.push(...page.map(eventOf));
        if (page.length < 50 || events.length >= (body?.totalCount ?? 0)) return events.reverse();
      }
    },

    async resources(stackId: string): Promise<StackResource[]> {
      const { sdk, client } = await connected();
      const request = new sdk.ListStackResourcesRequest({ regionId, stackId });
      const { body } = await attempt('ListStackResources', client.listStackResources(request));
      return (body?.resources ?? []).map((resource) => ({
        logicalId: resource.logicalResourceId ?? '',
        physicalId: resource.physicalResourceId ?? '',
        resourceType: resource.resourceType ?? '',
        status: resource.status ?? '',
        reason: resource.statusReason ?? '',
      }));
    },

    async create(stackName: string, input: StackInput): Promise<string> {
      const { sdk, client } = await connected();
      const request = new sdk.CreateStackRequest({
        regionId,
        stackName,
        templateBody: input.templateBody,
        parameters: parametersOf(sdk, input.parameters),
        tags: Object.entries(input.tags ?? {}).map(([key, value]) => new sdk.CreateStackRequestTags({ key, value })),
        timeoutInMinutes: input.timeoutMinutes,
      });
      const { body } = await attempt('CreateStack', client.createStack(request));
      return body?.stackId ?? '';
    },

    /** False when template and parameters are those of the deployed stack: nothing was started. */
    async update(stackId: string, input: StackInput): Promise<boolean> {
      const { sdk, client } = await connected();
      const request = new sdk.UpdateStackRequest({
        regionId,
        stackId,
        templateBody: input.templateBody,
        parameters: parametersOf(sdk, input.parameters),
        tags: Object.entries(input.tags ?? {}).map(([key, value]) => new sdk.UpdateStackRequestTags({ key, value })),
        timeoutInMinutes: input.timeoutMinutes,
      });
      try {
        await client.updateStack(request);
        return true;
      } catch (error) {
        if (SAME_STACK.test((error as Error).message)) return false;
        throw serviceError('UpdateStack', error);
      }
    },

    async delete(stackId: string): Promise<void> {
      const { sdk, client } = await connected();
      await attempt('DeleteStack', client.deleteStack(new sdk.DeleteStackRequest({ regionId, stackId })));
    },

    /** Throws when the service finds the template wrong. */
    async validate(templateBody: string): Promise<void> {
      const { sdk, client } = await connected();
      await attempt(
        'ValidateTemplate',
        client.validateTemplate(new sdk.ValidateTemplateRequest({ regionId, templateBody })),
      );
    },
  };
}

type RosSdk = Awaited<ReturnType<typeof rosSdk>>;

async function connect(
  target: Target,
): Promise<{ readonly sdk: RosSdk; readonly client: InstanceType<RosSdk['default']> }> {
  const [sdk, config] = await Promise.all([rosSdk(), sdkConfig(target, 'ros.aliyuncs.com')]);
  return { sdk, client: new sdk.default(config) };
}

function parametersOf(sdk: RosSdk, values: Readonly<Record<string, string>>) {
  return Object.entries(values).map(
    ([parameterKey, parameterValue]) => new sdk.CreateStackRequestParameters({ parameterKey, parameterValue }),
  );
}

async function attempt<T>(operation: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw serviceError(operation, error);
  }
}

function outputsOf(outputs: readonly { [key: string]: unknown }[]): Record<string, string> {
  return Object.fromEntries(
    outputs
      .filter((output) => output.OutputValue !== undefined && output.OutputValue !== null)
      .map((output) => [String(output.OutputKey), String(output.OutputValue)]),
  );
}

/** The service lists its pseudo parameters among them. */
function parameterValuesOf(parameters: readonly { parameterKey?: string; parameterValue?: string }[]) {
  const own = parameters.filter(({ parameterKey = '' }) => !parameterKey.startsWith('ALIYUN::'));
  return Object.fromEntries(own.map(({ parameterKey = '', parameterValue = '' }) => [parameterKey, parameterValue]));
}

function eventOf(event: {
  eventId?: string;
  createTime?: string;
  logicalResourceId?: string;
  physicalResourceId?: string;
  resourceType?: string;
  status?: string;
  statusReason?: string;
}): StackEvent {
  return {
    eventId: event.eventId ?? '',
    createTime: event.createTime ?? '',
    logicalId: event.logicalResourceId ?? '',
    physicalId: event.physicalResourceId ?? '',
    resourceType: event.resourceType ?? '',
    status: event.status ?? '',
    reason: event.statusReason ?? '',
  };
}
