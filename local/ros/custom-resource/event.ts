/** The request that ROS sends to the provider of a custom resource (ros.md §2.2). */
import type { OperationContext } from '../engine/types.ts';
import type { JsonMap } from '../json.ts';
import type { Properties } from '../resource-type.ts';

export type RequestType = 'Create' | 'Update' | 'Delete';

export interface CustomResourceEvent {
  readonly RequestType: RequestType;
  readonly RequestId: string;
  readonly ResponseURL: string;
  readonly IntranetResponseURL: string;
  readonly StackId: string;
  readonly StackName: string;
  readonly ResourceOwnerId: string;
  readonly CallerId: string;
  readonly RegionId: string;
  readonly ResourceType: string;
  readonly LogicalResourceId: string;
  /** Update and Delete; absent in a Delete after a Create that gave no id. */
  readonly PhysicalResourceId?: string;
  /** The content of `Parameters` alone; JSON types are kept. */
  readonly ResourceProperties: JsonMap;
  /** Update only. */
  readonly OldResourceProperties?: JsonMap;
}

export interface EventSource {
  readonly requestType: RequestType;
  readonly requestId: string;
  readonly responseUrl: string;
  readonly type: string;
  readonly physicalId: string;
  readonly properties: Properties;
  readonly previous?: Properties;
}

export function eventOf(source: EventSource, context: OperationContext): CustomResourceEvent {
  return {
    RequestType: source.requestType,
    RequestId: source.requestId,
    ResponseURL: source.responseUrl,
    IntranetResponseURL: source.responseUrl,
    StackId: context.stackId,
    StackName: context.stackName,
    ResourceOwnerId: context.accountId,
    CallerId: context.callerId,
    RegionId: context.regionId,
    ResourceType: source.type,
    LogicalResourceId: context.logicalId,
    ...(source.physicalId === '' ? {} : { PhysicalResourceId: source.physicalId }),
    ResourceProperties: parametersOf(source.properties),
    ...(source.previous ? { OldResourceProperties: parametersOf(source.previous) } : {}),
  };
}

function parametersOf(properties: Properties): JsonMap {
  return (properties.Parameters ?? {}) as JsonMap;
}
