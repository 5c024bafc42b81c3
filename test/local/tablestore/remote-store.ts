/**
 * The store that behaviour tests use: the local one, or a real instance when `LIVE_STACK_REMOTE` is set to
 * `{"endpoint","instance","accessKeyId","accessKeySecret","securityToken"?}`. What differs is then visible at once.
 */
import { setTimeout } from 'node:timers/promises';
import { clientOf, localStore, makeTable, type Store, type TestTable } from './store.ts';

interface Remote {
  readonly endpoint: string;
  readonly instance: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string;
}

/** The quota of an instance is 64 tables: of those that tests made only the newest stay until the end. */
const TABLES_KEPT = 20;
/** A new table takes a while until its partition is loaded. */
const LOADING_MS = 5000;

export function openStore(): Promise<Store> {
  const remote = process.env.LIVE_STACK_REMOTE;
  return remote === undefined ? localStore() : Promise.resolve(remoteStore(JSON.parse(remote)));
}

function remoteStore(remote: Remote): Store {
  const client = clientOf(remote.endpoint, remote, remote.instance);
  const made: TestTable[] = [];
  const drop = async (tables: TestTable[]) => {
    for (const { name } of tables) await client.deleteTable({ tableName: name });
  };
  return {
    client,
    endpoint: remote.endpoint,
    async table(definition = {}) {
      const table = await makeTable(client, definition);
      made.push(table);
      await drop(made.splice(0, Math.max(0, made.length - TABLES_KEPT)));
      await setTimeout(LOADING_MS);
      return table;
    },
    async drop(table) {
      made.splice(made.indexOf(table), 1);
      await drop([table]);
    },
    close: () => drop(made.splice(0)),
  };
}
