/** A map kept in key order: blocks of sorted keys, so that inserts stay cheap in large tables and ranges need no sorting. */

const BLOCK_SIZE = 512;

interface Block<V> {
  keys: string[];
  values: V[];
}

export class SortedMap<V> {
  #blocks: Block<V>[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(key: string): V | undefined {
    const block = this.#blocks[this.#blockFor(key)];
    if (block === undefined) return undefined;
    const at = lowerBound(block.keys, key);
    return block.keys[at] === key ? block.values[at] : undefined;
  }

  set(key: string, value: V): void {
    const index = this.#blockFor(key);
    const block = this.#blocks[index];
    if (block === undefined) {
      this.#blocks.push({ keys: [key], values: [value] });
      this.#size += 1;
      return;
    }
    const at = lowerBound(block.keys, key);
    if (block.keys[at] === key) {
      block.values[at] = value;
      return;
    }
    block.keys.splice(at, 0, key);
    block.values.splice(at, 0, value);
    this.#size += 1;
    if (block.keys.length > BLOCK_SIZE) {
      const half = block.keys.length >> 1;
      this.#blocks.splice(index + 1, 0, { keys: block.keys.splice(half), values: block.values.splice(half) });
    }
  }

  delete(key: string): boolean {
    const index = this.#blockFor(key);
    const block = this.#blocks[index];
    if (block === undefined) return false;
    const at = lowerBound(block.keys, key);
    if (block.keys[at] !== key) return false;
    block.keys.splice(at, 1);
    block.values.splice(at, 1);
    if (block.keys.length === 0) this.#blocks.splice(index, 1);
    this.#size -= 1;
    return true;
  }

  /** Entries from `start` (inclusive) up to `end` (exclusive). The map must not change while it is walked. */
  *forward(start: string, end: string): Generator<[string, V]> {
    let index = this.#blockFor(start);
    let at = lowerBound(this.#blocks[index]?.keys ?? [], start);
    for (let block = this.#blocks[index]; block !== undefined; block = this.#blocks[index]) {
      for (; at < block.keys.length; at += 1) {
        const key = block.keys[at] as string;
        if (key >= end) return;
        yield [key, block.values[at] as V];
      }
      index += 1;
      at = 0;
    }
  }

  /** Entries from `start` (inclusive) down to `end` (exclusive). */
  *backward(start: string, end: string): Generator<[string, V]> {
    let index = this.#blockFor(start);
    let at = upperBound(this.#blocks[index]?.keys ?? [], start) - 1;
    for (let block = this.#blocks[index]; block !== undefined; block = this.#blocks[index]) {
      for (; at >= 0; at -= 1) {
        const key = block.keys[at] as string;
        if (key <= end) return;
        yield [key, block.values[at] as V];
      }
      index -= 1;
      at = (this.#blocks[index]?.keys.length ?? 0) - 1;
    }
  }

  *entries(): Generator<[string, V]> {
    for (const block of this.#blocks) {
      for (let at = 0; at < block.keys.length; at += 1) yield [block.keys[at] as string, block.values[at] as V];
    }
  }

  /** The last block that starts at or before `key`; the first one when `key` comes before everything. */
  #blockFor(key: string): number {
    let low = 0;
    let high = this.#blocks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (((this.#blocks[middle] as Block<V>).keys[0] as string) <= key) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }
}

/** The first position whose key is at or after `key`. */
function lowerBound(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] as string) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first position whose key is after `key`. */
function upperBound(keys: readonly string[], key: string): number {
  const at = lowerBound(keys, key);
  return keys[at] === key ? at + 1 : at;
}
