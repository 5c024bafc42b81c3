/** CommitTransaction: makes the transaction's changes visible, all at once, and frees its partition key. */
import { TransactionId } from '../messages/row.ts';
import { Empty } from '../messages/table.ts';
import { operation } from '../operation.ts';

export const commitTransaction = operation({
  name: 'CommitTransaction',
  request: TransactionId,
  response: Empty,
  tables: ({ transactionId }, { instance, now }) => [instance.transactions.get(transactionId, now).table],
  run({ transactionId }, { instance, state, now }) {
    const transaction = instance.transactions.get(transactionId, now);
    const table = instance.table(transaction.table);
    for (const [place, row] of transaction.changes) table.write(place, row, now, state.indexLagMs());
    instance.transactions.end(transactionId);
    return {};
  },
});
