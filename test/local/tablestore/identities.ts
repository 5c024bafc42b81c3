/** Callers for tests: the account's own key, and roles with temporary credentials and what they may do. */
import type { Identities, Identity } from '../../../local/ram/identities.ts';
import { ACCESS_KEY } from './store.ts';

export const accountIdentities: Identities = {
  find: (id) => (id === ACCESS_KEY.accessKeyId ? { ...ACCESS_KEY, principal: 'account' } : undefined),
  assumeRole: (role) => {
    throw new Error(`There is no role ${role} in this test.`);
  },
  allows: () => true,
};

/** Adds one identity of a role that may do what `allows` says; every question asked is kept in `asked`. */
export function withRole(identity: Identity, allows: (action: string, resource: string) => boolean) {
  const asked: string[] = [];
  const identities: Identities = {
    ...accountIdentities,
    find: (id) => (id === identity.accessKeyId ? identity : accountIdentities.find(id)),
    allows: (caller, action, resource) => {
      if (caller.principal === 'account') return true;
      asked.push(`${action} ${resource}`);
      return allows(action, resource);
    },
  };
  return { identities, asked };
}
