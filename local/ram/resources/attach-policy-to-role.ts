/** ALIYUN::RAM::AttachPolicyToRole: gives a role one more policy (properties: ros-cdk-ram 1.12.0). */
import type { Properties, ResourceType } from '../../ros/resource-type.ts';
import type { PolicyType, RamStore } from '../store.ts';

export function attachPolicyToRoleType(store: RamStore): ResourceType {
  return {
    type: 'ALIYUN::RAM::AttachPolicyToRole',
    attributes: [],
    properties: {
      PolicyName: { type: 'string', required: true, updatable: false },
      PolicyType: { type: 'string', required: true, updatable: false, allowedValues: ['System', 'Custom'] },
      RoleName: { type: 'string', required: true, updatable: false },
    },
    async create(properties) {
      const { role, type, policy } = partsOf(properties);
      store.attach(role, type, policy);
      return { physicalId: `${role}:${type}:${policy}`, attributes: {} };
    },
    async update() {
      return {};
    },
    async delete(_physicalId, properties) {
      const { role, type, policy } = partsOf(properties);
      store.detach(role, type, policy);
    },
  };
}

function partsOf({ RoleName, PolicyType, PolicyName }: Properties): { role: string; type: PolicyType; policy: string } {
  return { role: String(RoleName), type: PolicyType === 'System' ? 'System' : 'Custom', policy: String(PolicyName) };
}
