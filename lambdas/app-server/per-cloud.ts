/** What an instance remembers between requests, kept beside the cloud that it was read from. */
import type { Cloud } from './scope.ts';

/**
 * One memory for each cloud (that is, for each set of role credentials), so that tests and stages never share one. It goes
 * when the cloud does.
 *
 * @param make makes an empty memory
 */
export function perCloud<T>(make: () => T): (cloud: Cloud) => T {
  const known = new WeakMap<Cloud, T>();
  return (cloud) => {
    const existing = known.get(cloud);
    if (existing !== undefined) {
      return existing;
    }
    const made = make();
    known.set(cloud, made);
    return made;
  };
}

/** Keeps the newest `most` entries. */
export function remember<Key, Value>(memory: Map<Key, Value>, key: Key, value: Value, most: number): void {
  // Deleted first, so that the order of the map is that of the writes.
  memory.delete(key);
  memory.set(key, value);
  for (const oldest of memory.keys()) {
    if (memory.size <= most) {
      break;
    }
    memory.delete(oldest);
  }
}
