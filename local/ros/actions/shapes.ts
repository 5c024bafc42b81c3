/** How stacks, events and resources appear in answers. */
import type { Json } from '../../product.ts';
import type { ResourceRecord, StackEvent, StackRecord } from '../engine/stack.ts';
import type { JsonMap } from '../json.ts';

/** UTC without `Z` and without milliseconds, as the service writes times. */
export function timeText(timeMs: number | undefined): string | undefined {
  return timeMs === undefined ? undefined : new Date(timeMs).toISOString().slice(0, 19);
}

export function tagList(tags: Readonly<Record<string, string>>): Json[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

export function stackSummary(stack: StackRecord): JsonMap {
  return {
    StackId: stack.stackId,
    StackName: stack.stackName,
    StackType: 'ROS',
    RegionId: stack.regionId,
    ResourceGroupId: stack.resourceGroupId,
    Status: stack.status,
    StatusReason: stack.statusReason,
    CreateTime: timeText(stack.createTimeMs) ?? '',
    ...(stack.updateTimeMs === undefined ? {} : { UpdateTime: timeText(stack.updateTimeMs) ?? '' }),
    TimeoutInMinutes: stack.timeoutInMinutes,
    DisableRollback: stack.disableRollback,
    DeletionProtection: stack.deletionProtection,
    StackDriftStatus: 'NOT_CHECKED',
    ServiceManaged: false,
    Tags: tagList(stack.tags),
  };
}

export function resourceSummary(stack: StackRecord, resource: ResourceRecord): JsonMap {
  return {
    StackId: stack.stackId,
    StackName: stack.stackName,
    LogicalResourceId: resource.logicalId,
    PhysicalResourceId: resource.physicalId,
    ResourceType: resource.type,
    Status: resource.status,
    StatusReason: resource.statusReason,
    CreateTime: timeText(resource.createTimeMs) ?? '',
    UpdateTime: timeText(resource.updateTimeMs) ?? '',
    ResourceDriftStatus: 'NOT_CHECKED',
  };
}

export function eventSummary(stack: StackRecord, event: StackEvent): JsonMap {
  return {
    EventId: event.eventId,
    StackId: stack.stackId,
    StackName: stack.stackName,
    LogicalResourceId: event.logicalId,
    PhysicalResourceId: event.physicalId,
    ResourceType: event.resourceType,
    Status: event.status,
    StatusReason: event.statusReason,
    CreateTime: timeText(event.timeMs) ?? '',
  };
}
