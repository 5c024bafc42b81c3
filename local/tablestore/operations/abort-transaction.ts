/** AbortTransaction: forgets the transaction's changes and frees its partition key. */
import { TransactionId } from '../messages/row.ts';
import { Empty } from '../messages/table.ts';
import { operation } from '../operation.ts';

export const abortTransaction = operation({
  name: 'AbortTransaction',
  request: TransactionId,
  response: Empty,
  tables: ({ transactionId }, { instance, now }) => [instance.transactions.get(transactionId, now).table],
  run({ transactionId }, { instance, now }) {
    instance.transactions.end(instance.transactions.get(transactionId, now).id);
    return {};
  },
});
