/** Where an operation reads and writes rows: the table itself, or a local transaction's view of it. */
import { parameterInvalid } from './errors.ts';
import type { OperationContext } from './operation.ts';
import type { Row, RowKey } from './row.ts';
import { SortedMap } from './sorted-map.ts';
import { partitionOf, type Readable, type Table } from './table.ts';
import type { Transaction } from './transactions.ts';

export interface RowView {
  /** The row to be changed. Throws OTSRowOperationConflict while somebody else's transaction holds its partition. */
  get(place: string, key: RowKey): Row | undefined;
  set(place: string, row: Row | undefined): void;
}

/** `transactionId`: that of the request, if any. */
export function writeView(table: Table, transactionId: string | undefined, context: OperationContext): RowView {
  const { instance, state, now } = context;
  if (transactionId === undefined) {
    return {
      get(place, key) {
        instance.transactions.checkUnlocked(table.name, partitionOf(key), now);
        return table.rows.get(place);
      },
      set: (place, row) => table.write(place, row, now, state.indexLagMs()),
    };
  }
  const transaction = transactionOf(transactionId, table.name, context);
  return {
    get(place, key) {
      checkPartition(transaction, key);
      return transaction.changes.has(place) ? transaction.changes.get(place) : table.rows.get(place);
    },
    set: (place, row) => transaction.changes.set(place, row),
  };
}

/** The rows that a reader sees: committed ones, and inside a transaction its own changes on top. */
export function readView(
  source: Readable,
  transactionId: string | undefined,
  partitionKey: { readonly value: RowKey[number]['value'] | undefined } | undefined,
  context: OperationContext,
): SortedMap<Row> {
  const committed = source.rowsAt(context.now);
  if (transactionId === undefined) return committed;
  const transaction = transactionOf(transactionId, source.name, context);
  if (partitionKey?.value !== undefined) checkPartition(transaction, [{ name: '', value: partitionKey.value }]);
  const merged = new SortedMap<Row>();
  for (const [place, row] of committed.forward(transaction.partition, `${transaction.partition}\xff`))
    merged.set(place, row);
  for (const [place, row] of transaction.changes) {
    if (row === undefined) merged.delete(place);
    else merged.set(place, row);
  }
  return merged;
}

function transactionOf(id: string, table: string, { instance, now }: OperationContext): Transaction {
  const transaction = instance.transactions.get(id, now);
  if (transaction.table !== table) throw parameterInvalid('TransactionID is invalid.');
  return transaction;
}

/** UNCERTAIN: the service's code and message for a row outside the transaction's partition are not public. */
function checkPartition(transaction: Transaction, key: RowKey): void {
  if (partitionOf(key) === transaction.partition) return;
  throw parameterInvalid('The row is outside the partition key of the local transaction.');
}
