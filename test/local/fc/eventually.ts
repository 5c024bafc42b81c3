/** `expect` for what becomes true soon: patient, since processes start and end slowly on a busy machine. */
import { expect } from 'vitest';

export function eventually<T>(read: () => T) {
  return expect.poll(read, { timeout: 10_000, interval: 10 });
}
