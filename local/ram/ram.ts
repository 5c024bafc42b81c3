/** Resource Access Management of the local cloud: the account's key, roles with policies, temporary credentials. */
import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { ServiceError } from '../openapi/service.ts';
import type { Json, Product } from '../product.ts';
import type { ResourceType } from '../ros/resource-type.ts';
import type { Identities, Identity } from './identities.ts';
import { attachPolicyToRoleType } from './resources/attach-policy-to-role.ts';
import { managedPolicyType } from './resources/managed-policy.ts';
import { roleType } from './resources/role.ts';
import { Sessions } from './sessions.ts';
import { type RamState, RamStore, type Role } from './store.ts';
import { isTrusted, type Trusted } from './trust.ts';

export interface RamOptions {
  readonly accountId: string;
  readonly clock: Clock;
  /** The key of the account itself, which is allowed everything. */
  readonly account: { readonly accessKeyId: string; readonly accessKeySecret: string };
  /** So many random bytes; `randomBytes` of Node.js when absent. */
  readonly random?: (bytes: number) => Buffer;
}

export interface Ram extends Product, Identities {
  readonly resourceTypes: ResourceType[];
  role(name: string): Role | undefined;
  /** Temporary credentials of a role for somebody that its trust policy names. Throws `ServiceError`. */
  assumeRoleAs(who: Trusted, roleName: string, durationSeconds: number): Identity;
}

export function createRam({ accountId, clock, account, random = randomBytes }: RamOptions): Ram {
  const store = new RamStore(accountId, () => newRoleId(random));
  const sessions = new Sessions(clock, random);
  const accountIdentity: Identity = { ...account, principal: 'account' };

  function assumeRoleAs(who: Trusted, roleName: string, durationSeconds: number): Identity {
    const role = store.existingRole(roleName);
    if (!isTrusted(role.trust, who)) {
      const name = 'service' in who ? who.service : `the account ${who.account}`;
      throw new ServiceError(
        'NoPermission',
        `You are not authorized to do this action: the trust policy of the role ${roleName} does not name ${name}.`,
        403,
      );
    }
    return sessions.open(role.name, durationSeconds);
  }

  return {
    name: 'ram',
    resourceTypes: [roleType(store), managedPolicyType(store), attachPolicyToRoleType(store)],
    route: () => undefined,
    role: (name) => store.role(name),
    find: (accessKeyId) => (accessKeyId === account.accessKeyId ? accountIdentity : sessions.find(accessKeyId)),
    assumeRole: (roleName, durationSeconds) => assumeRoleAs({ service: 'fc.aliyuncs.com' }, roleName, durationSeconds),
    assumeRoleAs,
    allows: ({ principal }, action, resource) =>
      principal === 'account' || store.allows(principal.role, action, resource),
    inventory: () => inventoryOf(store.save()),
    save: () => store.save() as unknown as Json,
    load: (state) => store.load(state as unknown as RamState),
    close: async () => undefined,
  };
}

/** 18 digits, as RAM numbers its entities. */
function newRoleId(random: (bytes: number) => Buffer): string {
  return `3${(random(8).readBigUInt64BE() % 10n ** 17n).toString().padStart(17, '0')}`;
}

function inventoryOf({ roles, policies }: RamState): Json {
  return {
    roles: Object.fromEntries(
      roles.map(({ name, trust, attachments }) => [name, { trust, policies: attachments.map((held) => held.name) }]),
    ),
    policies: Object.fromEntries(policies.map(({ name, document }) => [name, document])),
  };
}
