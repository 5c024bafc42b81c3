/** CloudMonitor of the local cloud: alarm rules exist and can be looked at; nothing ever raises one. */
import type { Json, Product } from '../product.ts';
import type { ResourceType } from '../ros/resource-type.ts';
import { type Rules, resourceMetricRuleType } from './resource-metric-rule.ts';

export interface Cms extends Product {
  readonly resourceTypes: ResourceType[];
}

export function createCms(): Cms {
  const rules: Rules = new Map();
  return {
    name: 'cms',
    resourceTypes: [resourceMetricRuleType(rules)],
    route: () => undefined,
    inventory: () => Object.fromEntries(rules),
    save: () => [...rules],
    load(state) {
      for (const [id, rule] of state as [string, Json][]) rules.set(id, rule);
    },
    close: async () => undefined,
  };
}
