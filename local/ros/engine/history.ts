/** Changes the status of stacks and resources; each change is an event. */
import type { Environment } from './environment.ts';
import type { ResourceRecord, ResourceStatus, StackRecord, StackStatus } from './stack.ts';

const STACK_TYPE = 'ALIYUN::ROS::Stack';
/** The reason that the service gives where there is nothing more to say. */
export const STATE_CHANGED = 'state changed';

export function setStackStatus(
  stack: StackRecord,
  status: StackStatus,
  reason: string,
  environment: Environment,
): void {
  stack.status = status;
  stack.statusReason = reason;
  stack.events.push({
    eventId: environment.newId(),
    timeMs: environment.clock.now(),
    logicalId: stack.stackName,
    physicalId: stack.stackId,
    resourceType: STACK_TYPE,
    status,
    statusReason: reason,
  });
}

export function setResourceStatus(
  stack: StackRecord,
  resource: ResourceRecord,
  status: ResourceStatus,
  reason: string,
  environment: Environment,
): void {
  const timeMs = environment.clock.now();
  resource.status = status;
  resource.statusReason = reason;
  resource.updateTimeMs = timeMs;
  stack.events.push({
    eventId: environment.newId(),
    timeMs,
    logicalId: resource.logicalId,
    physicalId: resource.physicalId,
    resourceType: resource.type,
    status,
    statusReason: reason,
  });
}
