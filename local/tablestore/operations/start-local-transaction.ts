/** StartLocalTransaction: takes the lock on one partition key of a table that allows transactions. */
import { invalidKey, parameterInvalid } from '../errors.ts';
import { checkTableName } from '../limits.ts';
import { StartLocalTransactionRequest, TransactionId } from '../messages/row.ts';
import { operation } from '../operation.ts';
import { parseKey } from '../request-row.ts';
import { partitionOf } from '../table.ts';
import { readRow } from '../wire/plain-buffer-reader.ts';

export const startLocalTransaction = operation({
  name: 'StartLocalTransaction',
  request: StartLocalTransactionRequest,
  response: TransactionId,
  tables: (request) => [request.tableName],
  run({ tableName, key }, { instance, state, now }) {
    checkTableName(tableName);
    const table = instance.table(tableName);
    if (readRow(key).key.length !== 1) {
      throw parameterInvalid('StartLocalTransaction support only one primary key.');
    }
    const first = table.primaryKey[0];
    if (first === undefined) throw invalidKey('The table has no primary key.');
    const partition = parseKey(key, [first]);
    if (!table.definition.localTransactions && !state.transactionsEverywhere) {
      throw parameterInvalid('Try to call method using explicit transaction on explicit-transaction-disabled table.');
    }
    const transaction = instance.transactions.start(state.newTransactionId(), tableName, partitionOf(partition), now);
    return { transactionId: transaction.id };
  },
});
