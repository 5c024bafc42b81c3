/** Whether data outlives its stack is said, and said alike for all of it: half of a database is none. */
import { type Rule, resourcesOf } from './rule.ts';

export const deletionPolicy: Rule = {
  id: 'deletion-policy',
  title: 'Instance, tables and logs all have the same DeletionPolicy, Retain or Delete.',
  check: (template) => {
    const data = resourcesOf(template, /^ALIYUN::(OTS|SLS)::/);
    const policies = new Set(data.map(([, { DeletionPolicy }]) => JSON.stringify(DeletionPolicy)));
    return data.flatMap(([at, { DeletionPolicy }]) => {
      if (DeletionPolicy !== 'Retain' && DeletionPolicy !== 'Delete') {
        return [{ at, message: 'expected a DeletionPolicy, Retain or Delete' }];
      }
      return policies.size > 1 ? [{ at, message: `${DeletionPolicy} differs from other data of the stack` }] : [];
    });
  },
};
