/** Functions that share a role share each other's rights. */
import { propertyOf, type Rule, resourcesOf } from './rule.ts';

export const rolePerFunction: Rule = {
  id: 'role-per-function',
  title: 'Each function has a role, and no other function has the same.',
  check: (template) => {
    // FC 2.0 gives the role to the service, of which each function has its own.
    const holders = resourcesOf(template, /^ALIYUN::(FC3::Function|FC::Service)$/);
    const roles = holders.map(([at, holder]) => ({ at, role: JSON.stringify(propertyOf(holder, 'Role') ?? null) }));
    return roles.flatMap(({ at, role }) => {
      if (role === 'null') return [{ at, message: 'expected a role' }];
      const others = roles.filter((other) => other.role === role && other.at !== at);
      return others.map((other) => ({ at, message: `expected a role of its own, shares one with ${other.at}` }));
    });
  },
};
