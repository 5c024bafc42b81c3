/** Reads AMF0, the form of commands and metadata (Adobe AMF0), with bounds on depth and number of values. */
import { RtmpError } from './message.ts';

export type Amf0 = number | boolean | string | null | undefined | Amf0[] | { readonly [name: string]: Amf0 };

export const MOST_DEPTH = 8;
export const MOST_VALUES = 1_000;
/** Commands and metadata are short; pictures and sound are not AMF0. */
export const MOST_BYTES = 64 * 1024;

/** All values in a row. Throws RtmpError. */
export function readAmf0(bytes: Buffer): Amf0[] {
  if (bytes.length > MOST_BYTES) throw new RtmpError(`a command of ${bytes.length} bytes is too long`);
  const reader = new Amf0Reader(bytes);
  const values: Amf0[] = [];
  while (reader.hasMore) values.push(reader.value(0));
  return values;
}

class Amf0Reader {
  readonly #bytes: Buffer;
  #position = 0;
  #values = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get hasMore(): boolean {
    return this.#position < this.#bytes.length;
  }

  value(depth: number): Amf0 {
    this.#values += 1;
    if (depth > MOST_DEPTH || this.#values > MOST_VALUES)
      throw new RtmpError('a command is nested too deeply or too long');
    const marker = this.#take(1).readUInt8(0);
    switch (marker) {
      case 0x00:
        return this.#take(8).readDoubleBE(0);
      case 0x01:
        return this.#take(1).readUInt8(0) !== 0;
      case 0x02:
        return this.#text(this.#take(2).readUInt16BE(0));
      case 0x03:
        return this.#properties(depth);
      case 0x05:
        return null;
      case 0x06:
        return undefined;
      case 0x08:
        this.#take(4); // how many there are, which the end marker tells as well
        return this.#properties(depth);
      case 0x0a:
        return this.#list(this.#take(4).readUInt32BE(0), depth);
      case 0x0b:
        return this.#take(10).readDoubleBE(0); // a date, with a time zone that means nothing
      case 0x0c:
        return this.#text(this.#take(4).readUInt32BE(0));
      default:
        throw new RtmpError(`a command has a value of the unknown kind ${marker}`);
    }
  }

  #list(count: number, depth: number): Amf0[] {
    const list: Amf0[] = [];
    for (let index = 0; index < count; index += 1) list.push(this.value(depth + 1));
    return list;
  }

  #properties(depth: number): { readonly [name: string]: Amf0 } {
    const entries: [string, Amf0][] = [];
    for (;;) {
      const name = this.#text(this.#take(2).readUInt16BE(0));
      if (name === '' && this.#bytes[this.#position] === 0x09) {
        this.#position += 1;
        return Object.fromEntries(entries);
      }
      entries.push([name, this.value(depth + 1)]);
    }
  }

  #text(length: number): string {
    return this.#take(length).toString('utf8');
  }

  #take(count: number): Buffer {
    const end = this.#position + count;
    if (end > this.#bytes.length) throw new RtmpError('a command ends in the middle of a value');
    const taken = this.#bytes.subarray(this.#position, end);
    this.#position = end;
    return taken;
  }
}
