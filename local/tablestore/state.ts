/** All instances with their tables and rows, and the journal that follows every change. */
import { TablestoreError } from './errors.ts';
import { Instance, type InstanceSettings } from './instance.ts';
import { LIMITS } from './limits.ts';
import type { IndexMeta } from './messages/table.ts';
import {
  decodeInstance,
  decodeRow,
  decodeTable,
  type EntryKey,
  encodeInstance,
  encodeRow,
  encodeTable,
  formatKey,
  parseEntryKey,
} from './storage/entries.ts';
import type { Journal } from './storage/journal.ts';
import { Table, type TableDefinition, type TableListener, type TableSettings } from './table.ts';

export interface StateOptions {
  readonly journal: Journal;
  /** How long a change takes to show in global indexes. */
  readonly indexLagMs: () => number;
  readonly transactionsEverywhere: boolean;
  readonly newTransactionId: () => string;
}

export class TablestoreState {
  readonly instances = new Map<string, Instance>();
  /** Whether tables that did not ask for local transactions have them all the same. */
  readonly transactionsEverywhere: boolean;
  readonly newTransactionId: () => string;
  readonly indexLagMs: () => number;
  readonly #journal: Journal;

  constructor(options: StateOptions) {
    this.#journal = options.journal;
    this.indexLagMs = options.indexLagMs;
    this.transactionsEverywhere = options.transactionsEverywhere;
    this.newTransactionId = options.newTransactionId;
  }

  flushed(): Promise<void> {
    return this.#journal.flushed();
  }

  /** Throws OTSObjectAlreadyExist, OTSQuotaExhausted. */
  createInstance(settings: InstanceSettings): Instance {
    if (this.instances.has(settings.name)) {
      throw new TablestoreError('OTSObjectAlreadyExist', `Instance ${settings.name} already exists.`);
    }
    if (this.instances.size >= LIMITS.instancesPerAccount) {
      throw new TablestoreError('OTSQuotaExhausted', 'Number of instances exceeded the quota.');
    }
    const instance = new Instance(settings);
    this.instances.set(settings.name, instance);
    this.#put({ kind: 'instance', instance: settings.name }, encodeInstance(settings));
    return instance;
  }

  /** Removes an empty instance. */
  deleteInstance(name: string): void {
    this.instances.delete(name);
    this.#journal.delete(formatKey({ kind: 'instance', instance: name }));
  }

  addTable(
    instance: Instance,
    definition: TableDefinition,
    settings: TableSettings,
    indexes: readonly IndexMeta[],
  ): Table {
    const table = new Table(definition, settings, this.#listener(instance.name));
    for (const index of indexes) table.addIndex(index);
    instance.tables.set(definition.name, table);
    this.saveTable(instance, table);
    return table;
  }

  /** Keeps a changed definition, setting or list of indexes. */
  saveTable(instance: Instance, table: Table): void {
    this.#put({ kind: 'table', instance: instance.name, table: table.name }, encodeTable(table));
  }

  deleteTable(instance: Instance, table: Table): void {
    instance.tables.delete(table.name);
    instance.transactions.endAllOf(table.name);
    for (const [place] of table.rows.entries()) {
      this.#journal.delete(formatKey({ kind: 'row', instance: instance.name, table: table.name, place }));
    }
    for (const index of table.indexes.values()) this.forgetExcluded(instance, table, index.name);
    this.#journal.delete(formatKey({ kind: 'table', instance: instance.name, table: table.name }));
  }

  /** Leaves the rows that exist now out of an index, until they are written. */
  excludeFromIndex(instance: Instance, table: Table, index: string): void {
    for (const [place] of table.rows.entries()) {
      table.indexes.get(index)?.excluded.add(place);
      this.#put({ kind: 'excluded', instance: instance.name, table: table.name, index, place }, Buffer.alloc(0));
    }
  }

  forgetExcluded(instance: Instance, table: Table, index: string): void {
    for (const place of table.indexes.get(index)?.excluded ?? []) {
      this.#journal.delete(formatKey({ kind: 'excluded', instance: instance.name, table: table.name, index, place }));
    }
  }

  /** Everything, in the form that `restore` takes. */
  *entries(): Generator<[string, Buffer]> {
    for (const instance of this.instances.values()) {
      const name = instance.name;
      yield [formatKey({ kind: 'instance', instance: name }), encodeInstance(instance.settings)];
      for (const table of instance.tables.values()) {
        const at = { instance: name, table: table.name };
        yield [formatKey({ kind: 'table', ...at }), encodeTable(table)];
        for (const [place, row] of table.rows.entries()) {
          yield [formatKey({ kind: 'row', ...at, place }), encodeRow(row)];
        }
        for (const index of table.indexes.values()) {
          for (const place of index.excluded) {
            yield [formatKey({ kind: 'excluded', ...at, index: index.name, place }), Buffer.alloc(0)];
          }
        }
      }
    }
  }

  /** Takes back what was kept; nothing of it is written again. */
  restore(entries: Iterable<[string, Buffer]>): void {
    const parsed = Array.from(entries, ([key, value]): [EntryKey, Buffer] => [parseEntryKey(key), value]);
    for (const [key, value] of parsed) {
      if (key.kind === 'instance') this.instances.set(key.instance, new Instance(decodeInstance(value)));
    }
    for (const [key, value] of parsed) if (key.kind === 'table') this.#restoreTable(key.instance, value);
    for (const [key, value] of parsed) {
      const table = key.kind === 'instance' ? undefined : this.instances.get(key.instance)?.tables.get(key.table);
      if (key.kind === 'row') table?.restore(key.place, decodeRow(value));
      if (key.kind === 'excluded') table?.indexes.get(key.index)?.excluded.add(key.place);
    }
    for (const instance of this.instances.values()) {
      for (const table of instance.tables.values()) {
        table.resumeAutoIncrement();
        for (const index of table.indexes.values()) index.fill();
      }
    }
  }

  #restoreTable(instanceName: string, value: Buffer): void {
    const { definition, settings, indexes } = decodeTable(value);
    const table = new Table(definition, settings, this.#listener(instanceName));
    for (const index of indexes) table.addIndex(index);
    this.instances.get(instanceName)?.tables.set(definition.name, table);
  }

  #listener(instance: string): TableListener {
    return {
      rowChanged: (table, place, row) => {
        const key = formatKey({ kind: 'row', instance, table: table.name, place });
        if (row === undefined) this.#journal.delete(key);
        else this.#journal.put(key, encodeRow(row));
      },
      rowJoinedIndex: (table, index, place) => {
        this.#journal.delete(formatKey({ kind: 'excluded', instance, table: table.name, index, place }));
      },
    };
  }

  #put(key: EntryKey, value: Buffer): void {
    this.#journal.put(formatKey(key), value);
  }
}
