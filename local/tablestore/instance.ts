/** A Tablestore instance: its tables by name and the local transactions under way. */
import { tableNotExist } from './errors.ts';
import type { Readable, Table } from './table.ts';
import { Transactions } from './transactions.ts';

export interface InstanceSettings {
  readonly name: string;
  /** The local endpoint serves every region; rights are written for one. */
  readonly regionId: string;
  readonly clusterType: 'SSD' | 'HYBRID';
  readonly description: string;
}

export class Instance {
  readonly settings: InstanceSettings;
  readonly tables = new Map<string, Table>();
  readonly transactions = new Transactions();

  constructor(settings: InstanceSettings) {
    this.settings = settings;
  }

  get name(): string {
    return this.settings.name;
  }

  /** Throws OTSObjectNotExist; indexes are not tables here, since nothing can be written to them. */
  table(name: string): Table {
    const table = this.tables.get(name);
    if (table === undefined) throw tableNotExist();
    return table;
  }

  /** A table or a secondary index, which is read by its own name. Throws OTSObjectNotExist. */
  readable(name: string): Readable {
    const readable = this.find(name);
    if (readable === undefined) throw tableNotExist();
    return readable;
  }

  find(name: string): Readable | undefined {
    const table = this.tables.get(name);
    if (table !== undefined) return table;
    for (const owner of this.tables.values()) {
      const index = owner.indexes.get(name);
      if (index !== undefined) return index;
    }
    return undefined;
  }

  /** Tables and indexes: both count towards the limit of an instance. */
  get tableCount(): number {
    let count = this.tables.size;
    for (const table of this.tables.values()) count += table.indexes.size;
    return count;
  }
}
