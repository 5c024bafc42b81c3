/** Which limit an audience reaches first, and how great it may become before that. */
import { LIMITS, type Limit, OPENAPI_QPS } from './limits.ts';
import type { Plan } from './plan.ts';

export interface Bottleneck {
  readonly name: string;
  readonly demand: number;
  readonly limit: Limit;
  /** Above 1: too much. */
  readonly ratio: number;
}

/** All limits, the most exhausted one first. */
export function bottlenecksOf(plan: Plan): Bottleneck[] {
  const { size, instances, newInstances, tableUnits, actions, partitions } = plan;
  const found = [
    bottleneck('function instances', instances, LIMITS.instances),
    bottleneck('new function instances', newInstances, LIMITS.newInstances),
    bottleneck('Tablestore capacity units', tableUnits, LIMITS.capacityUnits),
    bottleneck('messaging groups', size.rooms, LIMITS.groups),
    bottleneck('ingest streams', size.rooms, LIMITS.streams),
    ...Object.entries(actions).map(([action, perSecond]) =>
      bottleneck(action, perSecond, { ...LIMITS.openApi, most: OPENAPI_QPS[action] ?? LIMITS.openApi.most }),
    ),
    ...Object.entries(partitions).map(([name, perSecond]) =>
      bottleneck(`partition: ${name}`, perSecond, LIMITS.partition),
    ),
  ];
  return found.sort((a, b) => b.ratio - a.ratio);
}

function bottleneck(name: string, demand: number, limit: Limit): Bottleneck {
  return { name, demand, limit, ratio: demand / limit.most };
}

/**
 * The greatest audience below which each limit is kept, by name; absent where none is reached.
 *
 * @param sizes in growing order
 */
export function reachOf(plans: readonly Plan[]): Map<string, number> {
  const reach = new Map<string, number>();
  for (const plan of plans) {
    for (const { name, ratio } of bottlenecksOf(plan)) {
      if (ratio > 1 && !reach.has(name)) reach.set(name, plan.size.viewers);
    }
  }
  return reach;
}
