/** ALIYUN::SLS::Project (properties: ros-cdk-sls 1.11.0). */
import type { ResourceType } from '../../ros/resource-type.ts';
import type { SlsStore } from '../store.ts';

export function projectType(store: SlsStore): ResourceType {
  return {
    type: 'ALIYUN::SLS::Project',
    attributes: ['Name'],
    properties: {
      Name: {
        type: 'string',
        required: true,
        updatable: false,
        minLength: 3,
        maxLength: 63,
        pattern: /^[a-zA-Z0-9-]+$/,
      },
      DataRedundancyType: { type: 'string', updatable: false, allowedValues: ['LRS', 'ZRS'] },
      Description: { type: 'string', updatable: true, maxLength: 64 },
      ResourceGroupId: { type: 'string', updatable: true },
      Tags: {
        type: 'list',
        updatable: true,
        maxLength: 20,
        items: { type: 'map', properties: { Key: { type: 'string', required: true }, Value: { type: 'string' } } },
      },
    },
    async create({ Name, Description }) {
      const name = String(Name);
      store.createProject(name, String(Description ?? ''));
      return { physicalId: name, attributes: { Name: name } };
    },
    async update(physicalId, { Description }) {
      store.describeProject(physicalId, String(Description ?? ''));
      return { Name: physicalId };
    },
    async delete(physicalId) {
      store.deleteProject(physicalId);
    },
  };
}
