/** The resource types of Function Compute that the local ROS engine can create. */
import type { ResourceType } from '../../ros/resource-type.ts';
import type { Context } from '../operations/context.ts';
import { fc2CustomDomain, fc3CustomDomain } from './custom-domain.ts';
import { fc2Function } from './fc2-function.ts';
import { fc2Service } from './fc2-service.ts';
import { fc3AsyncInvokeConfig } from './fc3-async-invoke-config.ts';
import { fc3Function } from './fc3-function.ts';
import { fc2Trigger, fc3Trigger } from './trigger.ts';

export function resourceTypes(context: Context): ResourceType[] {
  return [
    fc3Function(context),
    fc3Trigger(context),
    fc3CustomDomain(context),
    fc3AsyncInvokeConfig(context),
    fc2Service(context),
    fc2Function(context),
    fc2Trigger(context),
    fc2CustomDomain(context),
  ];
}
