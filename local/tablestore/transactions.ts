/**
 * Local transactions: an exclusive lock on one partition key, changes kept aside until the commit, 60 seconds at most.
 * Readers outside see committed rows only; writers outside are refused while the lock is held.
 */
import { parameterInvalid, rowConflict, TablestoreError } from './errors.ts';
import { LIMITS } from './limits.ts';
import type { Row } from './row.ts';

export interface Transaction {
  readonly id: string;
  readonly table: string;
  /** Place of the locked partition key, see `partitionOf`. */
  readonly partition: string;
  readonly changes: Map<string, Row | undefined>;
  readonly expiresAt: number;
}

export class Transactions {
  readonly #active = new Map<string, Transaction>();

  start(id: string, table: string, partition: string, now: number): Transaction {
    this.checkUnlocked(table, partition, now);
    const transaction = { id, table, partition, changes: new Map(), expiresAt: now + LIMITS.transactionMs };
    this.#active.set(id, transaction);
    return transaction;
  }

  /** Throws OTSParameterInvalid for an id that is none, OTSSessionNotExist when it ended or timed out. */
  get(id: string, now: number): Transaction {
    if (!TRANSACTION_ID.test(id)) throw parameterInvalid('TransactionID is invalid.');
    const transaction = this.#active.get(id);
    if (transaction !== undefined && transaction.expiresAt > now) return transaction;
    this.#active.delete(id);
    throw new TablestoreError('OTSSessionNotExist', 'Session not exist or may be timeout.');
  }

  end(id: string): void {
    this.#active.delete(id);
  }

  /** Forgets the transactions of a table that is being deleted. */
  endAllOf(table: string): void {
    for (const transaction of this.#active.values()) if (transaction.table === table) this.end(transaction.id);
  }

  /** Throws OTSRowOperationConflict while a transaction holds the partition. */
  checkUnlocked(table: string, partition: string, now: number): void {
    for (const transaction of this.#active.values()) {
      if (transaction.expiresAt <= now) this.#active.delete(transaction.id);
      else if (transaction.table === table && transaction.partition === partition) throw rowConflict();
    }
  }
}

const TRANSACTION_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
