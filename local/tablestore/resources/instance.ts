/** ALIYUN::OTS::Instance and ALIYUN::OTS::InstanceV2 (tablestore.md §8). */
import type { Json } from '../../product.ts';
import type { Properties, PropertyRule, ResourceContext, ResourceType } from '../../ros/resource-type.ts';
import { INSTANCE_NAME } from '../instance-name.ts';
import type { ResourceHost } from './host.ts';

const CLUSTER_TYPES = ['SSD', 'HYBRID'] as const;

const name: PropertyRule = { type: 'string', required: true, updatable: false, pattern: INSTANCE_NAME };
const clusterType: PropertyRule = { type: 'string', updatable: false, allowedValues: CLUSTER_TYPES };

function tags(most: number, valueRequired: boolean): PropertyRule {
  return {
    type: 'list',
    maxLength: most,
    items: {
      type: 'map',
      properties: { Key: { type: 'string', required: true }, Value: { type: 'string', required: valueRequired } },
    },
  };
}

const acl = (...allowedValues: string[]): PropertyRule => ({ type: 'list', items: { type: 'string', allowedValues } });

export function instanceResource(host: ResourceHost): ResourceType {
  return {
    type: 'ALIYUN::OTS::Instance',
    properties: {
      InstanceName: name,
      ClusterType: clusterType,
      Network: { type: 'string', allowedValues: ['NORMAL', 'VPC', 'VPC_CONSOLE'] },
      Description: { type: 'string' },
      Tags: tags(5, false),
    },
    attributes: ['InstanceName', 'PrivateEndpoint', 'PublicEndpoint', 'VpcEndpoint'],
    ...lifecycle(host, 'Description', endpoints),
  };
}

export function instanceV2Resource(host: ResourceHost): ResourceType {
  return {
    type: 'ALIYUN::OTS::InstanceV2',
    properties: {
      InstanceName: name,
      ClusterType: { ...clusterType, required: true },
      InstanceDescription: { type: 'string', minLength: 3, maxLength: 256 },
      NetworkSourceACL: acl('TRUST_PROXY'),
      NetworkTypeACL: acl('INTERNET', 'VPC', 'CLASSIC'),
      ResourceGroupId: { type: 'string' },
      Tags: tags(20, true),
    },
    attributes: ['InstanceName'],
    ...lifecycle(host, 'InstanceDescription', (instance) => ({ InstanceName: instance })),
  };
}

type Attributes = (instance: string, context: ResourceContext) => Readonly<Record<string, Json>>;

function lifecycle(
  host: ResourceHost,
  description: string,
  attributes: Attributes,
): Pick<ResourceType, 'create' | 'update' | 'delete'> {
  return {
    async create(properties, context) {
      const instance = text(properties, 'InstanceName');
      await host.createInstance(instance, {
        regionId: context.regionId,
        clusterType: properties.ClusterType === 'HYBRID' ? 'HYBRID' : 'SSD',
        description: text(properties, description),
      });
      return { physicalId: instance, attributes: attributes(instance, context) };
    },
    async update(physicalId, _properties, _previous, context) {
      return attributes(physicalId, context);
    },
    delete: (physicalId) => host.deleteInstance(physicalId),
  };
}

const endpoints: Attributes = (instance, { regionId }) => ({
  InstanceName: instance,
  PublicEndpoint: `https://${instance}.${regionId}.ots.aliyuncs.com`,
  PrivateEndpoint: `https://${instance}.${regionId}.ots-internal.aliyuncs.com`,
  VpcEndpoint: `https://${instance}.${regionId}.vpc.tablestore.aliyuncs.com`,
});

function text(properties: Properties, property: string): string {
  const value = properties[property];
  return typeof value === 'string' ? value : '';
}
