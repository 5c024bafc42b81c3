/** Where changes go to survive the process. Keys are strings of one byte a character. */

export interface Journal {
  /** Everything that was kept, in no particular order. Called once, before the first change. */
  load(): Promise<Iterable<[string, Buffer]>>;
  put(key: string, value: Buffer): void;
  delete(key: string): void;
  /** Resolves once every change made so far survives the death of the process. */
  flushed(): Promise<void>;
  close(): Promise<void>;
}

/** Keeps nothing. */
export const noJournal: Journal = {
  load: async () => [],
  put: () => undefined,
  delete: () => undefined,
  flushed: () => Promise.resolve(),
  close: () => Promise.resolve(),
};
