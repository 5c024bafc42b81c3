/** ListResourceTypes and GetResourceType: what the local ROS can create. */
import type { Json } from '../../product.ts';
import { rosError } from '../errors.ts';
import type { PropertyRule } from '../resource-type.ts';
import { type RosAction, text } from './context.ts';

/** `ResourceType` may hold asterisks: `ALIYUN::LIVE::*` (ros.md §1.1). */
export const listResourceTypes: RosAction = (ros) => (params) => {
  const parts = text(params, 'ResourceType', '*').split('*');
  const pattern = new RegExp(`^${parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`);
  return { ResourceTypes: ros.environment.types.names().filter((name) => pattern.test(name)) };
};

export const getResourceType: RosAction = (ros) => (params) => {
  const name = text(params, 'ResourceType');
  const provider = ros.environment.types.find(name);
  if (!provider) throw rosError.resourceTypeNotFound(name);
  const attributes = provider.attributes.map((attribute): [string, Json] => [attribute, { Description: attribute }]);
  const properties = Object.entries(provider.properties).map(([key, rule]): [string, Json] => [key, shown(rule)]);
  return {
    ResourceType: name,
    EntityType: 'Resource',
    Attributes: Object.fromEntries(attributes),
    Properties: Object.fromEntries(properties),
  };
};

function shown(rule: PropertyRule): Json {
  return { Type: rule.type, Required: rule.required === true, UpdateAllowed: rule.updatable !== false };
}
