/** Simple Log Service of the local cloud: made by ROS, written by Function Compute in-process, read over its API. */
import type { Clock } from '../clock.ts';
import type { Json, Product } from '../product.ts';
import type { Identities } from '../ram/identities.ts';
import type { ResourceType } from '../ros/resource-type.ts';
import { slsApi } from './api/api.ts';
import { indexType } from './resources/index-type.ts';
import { logstoreType } from './resources/logstore.ts';
import { projectType } from './resources/project.ts';
import { type LogEntry, type SlsState, SlsStore } from './store.ts';

export interface ReadOptions {
  /** Milliseconds since the epoch, inclusive. */
  readonly fromMs?: number;
  /** Milliseconds since the epoch, exclusive. */
  readonly toMs?: number;
  /** At most so many entries: the newest. */
  readonly limit: number;
}

export interface Sls extends Product {
  readonly resourceTypes: ResourceType[];
  /** Adds entries in the order given; false when the project or the logstore does not exist. */
  append(project: string, logstore: string, entries: readonly LogEntry[]): boolean;
  /** Entries of the time range, oldest first; none when the logstore does not exist. */
  read(project: string, logstore: string, options: ReadOptions): LogEntry[];
}

export interface SlsOptions {
  readonly clock: Clock;
  /** Who may read logs over the API; absent: there is no API. */
  readonly access?: { readonly identities: Identities; readonly accountId: string; readonly regionId: string };
}

export function createSls({ clock, access }: SlsOptions): Sls {
  const store = new SlsStore(clock);
  return {
    name: 'sls',
    resourceTypes: [projectType(store), logstoreType(store), indexType(store)],
    route: access ? slsApi({ store, clock, ...access }) : () => undefined,
    append: (project, logstore, entries) => store.append(project, logstore, entries),
    read(project, logstore, { fromMs = Number.NEGATIVE_INFINITY, toMs = Number.POSITIVE_INFINITY, limit }) {
      if (limit <= 0) return [];
      return store
        .entries(project, logstore)
        .filter(({ timeMs }) => timeMs >= fromMs && timeMs < toMs)
        .slice(-limit);
    },
    inventory: () => inventoryOf(store.save()),
    // Entries are not kept over a restart: they are a view for people, and writing them would cost more than they are worth.
    save: () => store.save() as unknown as Json,
    load: (state) => store.load(state as unknown as SlsState),
    close: async () => undefined,
  };
}

function inventoryOf({ projects }: SlsState): Json {
  return Object.fromEntries(
    projects.map(({ name, logstores }) => [
      name,
      Object.fromEntries(
        logstores.map(({ name, ttlDays, index }) => [name, { ttlDays, indexed: index !== undefined }]),
      ),
    ]),
  );
}
