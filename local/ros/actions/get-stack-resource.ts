/** GetStackResource: one resource, on demand with its attributes. */
import { resourceOf } from '../engine/stack.ts';
import { rosError } from '../errors.ts';
import { type RosAction, text } from './context.ts';
import { strings } from './parameters.ts';
import { resourceSummary } from './shapes.ts';

/** UNCERTAIN (ros.md §2.4): whether the service shows the Data of a custom resource here; the local ROS does. */
export const getStackResource: RosAction = (ros) => (params) => {
  const stack = ros.stacks.get(text(params, 'StackId'), text(params, 'RegionId'));
  const name = text(params, 'LogicalResourceId');
  const resource = resourceOf(stack.resources, name);
  if (!resource) throw rosError.resourceNotFound(name, stack.stackName);
  const wanted = strings(params, 'ResourceAttributes');
  const shown = Object.entries(resource.attributes).filter(([key]) => wanted.length === 0 || wanted.includes(key));
  const isShown = params.ShowResourceAttributes === true || wanted.length > 0;
  return {
    ...resourceSummary(stack, resource),
    Description: resource.description,
    Metadata: resource.metadata,
    ...(isShown
      ? {
          ResourceAttributes: shown.map(([ResourceAttributeKey, ResourceAttributeValue]) => ({
            ResourceAttributeKey,
            ResourceAttributeValue,
          })),
        }
      : {}),
  };
};
