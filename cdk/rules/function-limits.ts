/** A function without limits of its own gets the platform's: three seconds, one request at a time. */
import type { Template } from '../template.ts';
import { type Found, propertyOf, type Rule, resourcesOf } from './rule.ts';

/** The platform's own range for custom runtimes (function-compute.md §3, §10.1). */
const CONCURRENCY = { least: 2, most: 100 };

export const functionLimits: Rule = {
  id: 'function-limits',
  title:
    'Each function has a timeout, memory and a concurrency of 2 to 100, and ends before ROS stops waiting for its custom resources.',
  check: (template) => [
    ...resourcesOf(template, /^ALIYUN::FC3?::Function$/).flatMap(([at, fn]) => {
      const missing = ['Timeout', 'MemorySize', 'InstanceConcurrency'].filter(
        (name) => typeof propertyOf(fn, name) !== 'number',
      );
      const concurrency = Number(propertyOf(fn, 'InstanceConcurrency') ?? CONCURRENCY.least);
      const isOutside = concurrency < CONCURRENCY.least || concurrency > CONCURRENCY.most;
      return [
        ...missing.map((name) => ({ at, message: `expected a number as ${name}` })),
        ...(isOutside ? [{ at, message: `expected a concurrency of 2 to 100, got ${concurrency}` }] : []),
      ];
    }),
    ...impatientResources(template),
  ],
};

/** The provider must answer while ROS still listens. */
function impatientResources(template: Template): Found[] {
  const provider = template.Resources.Provisioner;
  const limit = Number(provider ? propertyOf(provider, 'Timeout') : 0);
  return resourcesOf(template, /^Custom::/).flatMap(([at, resource]) => {
    const timeout = Number(propertyOf(resource, 'Timeout'));
    return timeout > limit
      ? []
      : [{ at, message: `expected a timeout above the provider's ${limit} s, got ${timeout}` }];
  });
}
