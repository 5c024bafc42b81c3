/** Tablestore as a product of the local cloud: its wire protocol, its resource types and what it keeps. */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { CloudRequest, Json, Operation, Product, Refusal } from '../product.ts';
import type { Identities } from '../ram/identities.ts';
import type { ResourceType } from '../ros/resource-type.ts';
import { failure } from './answer.ts';
import { type BrowsedPage, type BrowseOptions, browse } from './browse.ts';
import { noInstance, noPermission, TablestoreError } from './errors.ts';
import type { InstanceSettings } from './instance.ts';
import { checkInstanceName } from './instance-name.ts';
import { inventoryOf } from './inventory.ts';
import { instanceResource, instanceV2Resource } from './resources/instance.ts';
import { tableResource } from './resources/table.ts';
import { TablestoreService } from './service.ts';
import { TablestoreState } from './state.ts';
import { type Journal, noJournal } from './storage/journal.ts';

export interface TablestoreOptions {
  readonly clock: Clock;
  readonly identities: Identities;
  readonly accountId: string;
  /** Region of instances that are made without one. */
  readonly regionId: string;
  /** Keeps everything in this directory (made when missing); without it the store is in memory and `save()` has it all. */
  readonly directory?: string | undefined;
  /** How long a write takes to show in global secondary indexes; 0 unless given. */
  readonly indexLagMs?: number | undefined;
  /** Allows local transactions on tables that did not ask for them at creation, as a support ticket does. */
  readonly transactionsEverywhere?: boolean | undefined;
  /** Creates an instance at its first request. */
  readonly autoCreateInstances?: boolean | undefined;
  readonly newTransactionId?: (() => string) | undefined;
}

export interface Tablestore extends Product {
  readonly resourceTypes: ResourceType[];
  /** Throws `TablestoreError` for a name that is invalid or taken, or one instance too many. */
  createInstance(name: string, settings?: Partial<Omit<InstanceSettings, 'name'>>): Promise<void>;
  /** Throws when tables are left; succeeds when there is no such instance. */
  deleteInstance(name: string): Promise<void>;
  /** How long later writes take to show in global secondary indexes (ms). */
  setIndexLag(ms: number): void;
  /** Rows for the console; undefined when there is no such instance, table or index. */
  browse(options: BrowseOptions): BrowsedPage | undefined;
}

export function createTablestore(options: TablestoreOptions): Tablestore {
  let indexLagMs = options.indexLagMs ?? 0;
  const journal = deferredJournal(options.directory);
  const state = new TablestoreState({
    journal,
    indexLagMs: () => indexLagMs,
    transactionsEverywhere: options.transactionsEverywhere ?? false,
    newTransactionId: options.newTransactionId ?? randomUUID,
  });
  const service = new TablestoreService({
    ...options,
    state,
    autoCreateInstances: options.autoCreateInstances ?? false,
  });

  let opened: Promise<void> | undefined;
  const ready = (): Promise<void> => {
    opened ??= journal.load().then((entries) => state.restore(entries));
    return opened;
  };

  const createInstance: Tablestore['createInstance'] = async (name, settings = {}) => {
    await ready();
    checkInstanceName(name);
    state.createInstance({ name, regionId: options.regionId, clusterType: 'SSD', description: '', ...settings });
    await state.flushed();
  };

  const deleteInstance: Tablestore['deleteInstance'] = async (name) => {
    await ready();
    const instance = state.instances.get(name);
    if (instance === undefined) return;
    if (instance.tables.size > 0) {
      throw new Error(
        `Instance ${name} cannot be deleted: it has tables (${[...instance.tables.keys()].join(', ')}). Delete them first.`,
      );
    }
    state.deleteInstance(name);
    await state.flushed();
  };

  const hosts = { state, clock: options.clock, ready, createInstance, deleteInstance };
  return {
    name: 'tablestore',
    resourceTypes: [instanceResource(hosts), instanceV2Resource(hosts), tableResource(hosts)],
    createInstance,
    deleteInstance,
    setIndexLag(ms) {
      indexLagMs = ms;
    },
    browse: (where) => browse(state, where, options.clock.now()),
    route: (request) => (isTablestoreRequest(request) ? toOperation(service, ready, request) : undefined),
    inventory: () => inventoryOf(state),
    /** With a directory the rows are there already. */
    save: (): Json =>
      options.directory === undefined
        ? { entries: Array.from(state.entries(), ([key, value]) => [key, value.toString('base64')]) }
        : {},
    async load(saved) {
      await ready();
      if (options.directory === undefined) state.restore(entriesOf(saved));
    },
    close: () => journal.close(),
  };
}

/** Whatever carries a header of the protocol: an answer in the protocol's own form helps more than a 404. */
function isTablestoreRequest(request: CloudRequest): boolean {
  return Object.keys(request.headers).some((name) => name.startsWith('x-ots-'));
}

const REFUSALS: Readonly<Record<Refusal, () => TablestoreError>> = {
  throttling: () => new TablestoreError('OTSServerBusy', 'Server is busy.'),
  unavailable: () => new TablestoreError('OTSServerUnavailable', 'Server is not available.'),
  forbidden: noPermission,
  // An account that has not activated the product has no instance.
  'not-activated': noInstance,
};

function toOperation(service: TablestoreService, ready: () => Promise<void>, request: CloudRequest): Operation {
  return {
    product: 'tablestore',
    action: request.path.slice(1),
    async run() {
      await ready();
      return service.run(request);
    },
    refuse: (kind) => failure(REFUSALS[kind](), service.answerContext(request)),
  };
}

/** Opens the directory at the first use, so that creating the product costs nothing. */
function deferredJournal(directory: string | undefined): Journal {
  if (directory === undefined) return noJournal;
  let journal: Journal | undefined;
  return {
    async load() {
      const { openLevelJournal } = await import('./storage/level-journal.ts');
      journal = await openLevelJournal(directory);
      return journal.load();
    },
    put: (key, value) => journal?.put(key, value),
    delete: (key) => journal?.delete(key),
    flushed: async () => journal?.flushed(),
    close: async () => journal?.close(),
  };
}

function entriesOf(saved: Json): [string, Buffer][] {
  const entries = typeof saved === 'object' && saved !== null && !Array.isArray(saved) ? saved.entries : undefined;
  if (!Array.isArray(entries)) return [];
  return entries.map((entry) => {
    const [key, value] = Array.isArray(entry) ? entry : [];
    if (typeof key !== 'string' || typeof value !== 'string') {
      throw new Error('The saved state of the local Tablestore is damaged: start with --ephemeral, or delete it.');
    }
    return [key, Buffer.from(value, 'base64')];
  });
}
