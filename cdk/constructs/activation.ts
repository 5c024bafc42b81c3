/** Activates, for the account, the services that ROS can activate (ros.md §3.5). Live, ARTC, messaging and VOD are not among them. */
import * as ros from '@alicloud/ros-cdk-core';
import { RosAutoEnableService } from '@alicloud/ros-cdk-ros';

/** Logical id, name of the service, and the types that need it. */
const SERVICES: readonly (readonly [id: string, service: string, users: RegExp])[] = [
  ['EnableFunctionCompute', 'FC', /^ALIYUN::FC3?::(Service|Function)$/],
  ['EnableTablestore', 'OTS', /^ALIYUN::OTS::InstanceV2$/],
  ['EnableLogService', 'SLS', /^ALIYUN::SLS::Project$/],
  ['EnableCloudMonitor', 'CMS', /^ALIYUN::CMS::ResourceMetricRule$/],
];

/** To be called last: what is in the stack already waits for its service. Activating again is nothing; deleting deactivates nothing. */
export function activateServices(stack: ros.Stack): void {
  const resources = stack.node.findAll().filter((node) => node instanceof ros.RosResource);
  for (const [id, serviceName, users] of SERVICES) {
    const waiting = resources.filter((resource) => users.test(resource.rosResourceType));
    if (waiting.length === 0) continue;
    new RosAutoEnableService(stack, id, { serviceName }, true);
    for (const resource of waiting) resource.addRosDependency(id);
  }
}
