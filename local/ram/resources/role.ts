/** ALIYUN::RAM::Role: a role with its trust policy, its own policies and attachments (properties: ros-cdk-ram 1.12.0). */
import type { Json } from '../../product.ts';
import type { Created, Properties, ResourceType } from '../../ros/resource-type.ts';
import { parsePolicy } from '../policy.ts';
import type { Attachment, RamStore, Role } from '../store.ts';
import { checkTrustPolicy } from '../trust.ts';
import { POLICY_DOCUMENT } from './policy-document.ts';

export function roleType(store: RamStore): ResourceType {
  return {
    type: 'ALIYUN::RAM::Role',
    attributes: ['Arn', 'RoleId', 'RoleName'],
    properties: {
      RoleName: { type: 'string', required: true, updatable: false, maxLength: 64 },
      AssumeRolePolicyDocument: { type: 'map', required: true, updatable: true },
      DeletionForce: { type: 'boolean', updatable: true },
      Description: { type: 'string', updatable: true, maxLength: 1024 },
      IgnoreExisting: { type: 'boolean', updatable: true },
      MaxSessionDuration: { type: 'number', updatable: true, min: 3600, max: 43200 },
      Policies: {
        type: 'list',
        updatable: true,
        items: {
          type: 'map',
          properties: {
            PolicyName: { type: 'string', required: true, maxLength: 128 },
            PolicyDocument: { ...POLICY_DOCUMENT, required: true },
            Description: { type: 'string' },
            IgnoreExisting: { type: 'boolean' },
          },
        },
      },
      PolicyAttachments: {
        type: 'map',
        updatable: true,
        properties: {
          Custom: { type: 'list', items: { type: 'string' } },
          System: { type: 'list', items: { type: 'string' } },
        },
      },
      Tags: {
        type: 'list',
        updatable: true,
        maxLength: 20,
        items: { type: 'map', properties: { Key: { type: 'string', required: true }, Value: { type: 'string' } } },
      },
    },

    async create(properties) {
      const name = String(properties.RoleName);
      const existing = store.role(name);
      if (existing && properties.IgnoreExisting === true) return created(existing);
      const role = store.createRole(name, properties.AssumeRolePolicyDocument ?? null, settingsOf(properties));
      try {
        grant(store, role, properties);
      } catch (error) {
        revoke(store, role, properties);
        store.deleteRole(name, true);
        throw error;
      }
      return created(role);
    },

    async update(physicalId, properties, previous) {
      const role = store.existingRole(physicalId);
      // Everything that can be wrong is found before anything is taken away.
      checkTrustPolicy(properties.AssumeRolePolicyDocument, physicalId);
      for (const { document, name } of ownPolicies(properties)) parsePolicy(document, name);
      revoke(store, role, previous);
      role.trust = properties.AssumeRolePolicyDocument ?? null;
      const { description = '', maxSessionDuration = 3600 } = settingsOf(properties);
      Object.assign(role, { description, maxSessionDuration });
      grant(store, role, properties);
      return created(role).attributes;
    },

    async delete(physicalId, properties) {
      const role = store.role(physicalId);
      if (!role) return;
      revoke(store, role, properties);
      store.deleteRole(physicalId, properties.DeletionForce === true);
    },
  };
}

function settingsOf(properties: Properties): { description?: string; maxSessionDuration?: number } {
  const { Description, MaxSessionDuration } = properties;
  return {
    description: typeof Description === 'string' ? Description : undefined,
    maxSessionDuration: MaxSessionDuration === undefined ? undefined : Number(MaxSessionDuration),
  };
}

/** Creates the role's own policies and attaches these and the listed ones. */
function grant(store: RamStore, role: Role, properties: Properties): void {
  for (const policy of ownPolicies(properties)) {
    store.createPolicy(policy.name, policy.document, policy.description);
    store.attach(role.name, 'Custom', policy.name);
  }
  for (const { type, name } of attachments(properties)) store.attach(role.name, type, name);
}

/** Takes back what `grant` gave, as far as it came. A policy of the same name that is not attached is not ours. */
function revoke(store: RamStore, role: Role, properties: Properties): void {
  for (const { type, name } of attachments(properties)) store.detach(role.name, type, name);
  for (const { name } of ownPolicies(properties)) {
    if (!role.attachments.some((held) => held.type === 'Custom' && held.name === name)) continue;
    store.detach(role.name, 'Custom', name);
    store.deletePolicy(name);
  }
}

function ownPolicies(properties: Properties): { name: string; document: Json; description: string }[] {
  const list = Array.isArray(properties.Policies) ? properties.Policies : [];
  return list.map((policy) => {
    const { PolicyName, PolicyDocument, Description } = policy as { [key: string]: Json };
    return { name: String(PolicyName), document: PolicyDocument ?? null, description: String(Description ?? '') };
  });
}

function attachments(properties: Properties): Attachment[] {
  const { Custom = [], System = [] } = (properties.PolicyAttachments ?? {}) as { Custom?: Json[]; System?: Json[] };
  return [
    ...Custom.map((name) => ({ type: 'Custom' as const, name: String(name) })),
    ...System.map((name) => ({ type: 'System' as const, name: String(name) })),
  ];
}

function created(role: Role): Created {
  return { physicalId: role.name, attributes: { Arn: role.arn, RoleId: role.id, RoleName: role.name } };
}
