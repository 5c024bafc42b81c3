/**
 * A journal in a LevelDB directory. Changes are grouped: while one batch is being written the next one gathers.
 * LevelDB hands each batch to the operating system before it reports success, so a killed process loses none of them
 * (a power failure may: batches are not synced to the disk).
 */
import type { ClassicLevel } from 'classic-level';
import { KeptStateError } from '../../state.ts';
import type { Journal } from './journal.ts';

type Change = { type: 'put'; key: Buffer; value: Buffer } | { type: 'del'; key: Buffer };

export async function openLevelJournal(directory: string): Promise<Journal> {
  // Loaded here so that a store in memory starts without it.
  const { ClassicLevel } = await import('classic-level');
  const db: ClassicLevel<Buffer, Buffer> = new ClassicLevel(directory, {
    keyEncoding: 'buffer',
    valueEncoding: 'buffer',
  });
  await db.open().catch((error: Error) => {
    throw unusable(directory, error);
  });
  return new LevelJournal(db);
}

/** LevelDB tells the reason in the cause of its error. */
function unusable(directory: string, error: Error): Error {
  const { code, message = error.message } = (error.cause ?? {}) as { code?: string; message?: string };
  if (code === 'LEVEL_LOCKED') {
    return new KeptStateError(
      `the Tablestore folder ${directory} is in use by another process: stop it, or use another folder`,
    );
  }
  return new KeptStateError(
    `the Tablestore folder ${directory} cannot be opened (${message}): delete it to begin anew`,
  );
}

class LevelJournal implements Journal {
  readonly #db: ClassicLevel<Buffer, Buffer>;
  #gathering: Change[] = [];
  #writing: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;

  constructor(db: ClassicLevel<Buffer, Buffer>) {
    this.#db = db;
  }

  async load(): Promise<Iterable<[string, Buffer]>> {
    const entries: [string, Buffer][] = [];
    for await (const [key, value] of this.#db.iterator()) entries.push([key.toString('latin1'), value]);
    return entries;
  }

  put(key: string, value: Buffer): void {
    this.#gathering.push({ type: 'put', key: Buffer.from(key, 'latin1'), value });
  }

  delete(key: string): void {
    this.#gathering.push({ type: 'del', key: Buffer.from(key, 'latin1') });
  }

  flushed(): Promise<void> {
    if (this.#gathering.length === 0) return this.#writing;
    this.#next ??= this.#writing.then(() => this.#write());
    return this.#next;
  }

  #write(): Promise<void> {
    const batch = this.#gathering;
    this.#gathering = [];
    this.#next = undefined;
    this.#writing = this.#db.batch(batch);
    return this.#writing;
  }

  async close(): Promise<void> {
    await this.flushed();
    await this.#db.close();
  }
}
