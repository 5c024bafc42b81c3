/** ALIYUN::RAM::ManagedPolicy: a custom policy, attached to roles by name (properties: ros-cdk-ram 1.12.0). */
import type { Json } from '../../product.ts';
import type { Properties, ResourceType } from '../../ros/resource-type.ts';
import type { RamStore } from '../store.ts';
import { POLICY_DOCUMENT } from './policy-document.ts';

export function managedPolicyType(store: RamStore): ResourceType {
  return {
    type: 'ALIYUN::RAM::ManagedPolicy',
    attributes: ['PolicyName'],
    properties: {
      PolicyName: { type: 'string', required: true, updatable: false, maxLength: 128 },
      Description: { type: 'string', updatable: true, maxLength: 1024 },
      Groups: { type: 'list', updatable: true, maxLength: 0 },
      IgnoreExisting: { type: 'boolean', updatable: true },
      PolicyDocument: { ...POLICY_DOCUMENT, updatable: true },
      PolicyDocumentUnchecked: { type: 'map', updatable: true },
      Roles: { type: 'list', updatable: true, items: { type: 'string' } },
      Users: { type: 'list', updatable: true, maxLength: 0 },
    },

    async create(properties) {
      const name = String(properties.PolicyName);
      if (store.policy(name) && properties.IgnoreExisting === true) return created(name);
      store.createPolicy(name, documentOf(properties), String(properties.Description ?? ''));
      const attached: string[] = [];
      try {
        for (const role of rolesOf(properties)) {
          store.attach(role, 'Custom', name);
          attached.push(role);
        }
      } catch (error) {
        for (const role of attached) store.detach(role, 'Custom', name);
        store.deletePolicy(name);
        throw error;
      }
      return created(name);
    },

    async update(physicalId, properties, previous) {
      store.updatePolicy(physicalId, documentOf(properties), String(properties.Description ?? ''));
      const [wanted, held] = [rolesOf(properties), rolesOf(previous)];
      for (const role of held) if (!wanted.includes(role)) store.detach(role, 'Custom', physicalId);
      for (const role of wanted) if (!held.includes(role)) store.attach(role, 'Custom', physicalId);
      return created(physicalId).attributes;
    },

    async delete(physicalId, properties) {
      for (const role of rolesOf(properties)) store.detach(role, 'Custom', physicalId);
      store.deletePolicy(physicalId);
    },
  };
}

/** `PolicyDocumentUnchecked` wins where both are given. */
function documentOf(properties: Properties): Json {
  return properties.PolicyDocumentUnchecked ?? properties.PolicyDocument ?? null;
}

function rolesOf(properties: Properties): string[] {
  return Array.isArray(properties.Roles) ? properties.Roles.map(String) : [];
}

function created(name: string) {
  return { physicalId: name, attributes: { PolicyName: name } };
}
