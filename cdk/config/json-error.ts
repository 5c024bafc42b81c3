/** Finds where a text stops being JSON: the engine's own message names a place only sometimes. */

const SPACE = /[ \t\r\n]*/y;
const STRING = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SCALAR = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

class Scanner {
  offset = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  get done(): boolean {
    return this.offset === this.#text.length;
  }

  take(pattern: RegExp): boolean {
    pattern.lastIndex = this.offset;
    const length = pattern.exec(this.#text)?.[0].length;
    this.offset += length ?? 0;
    return length !== undefined;
  }

  takeChar(char: string): boolean {
    this.take(SPACE);
    if (this.#text[this.offset] !== char) return false;
    this.offset += 1;
    this.take(SPACE);
    return true;
  }

  value(): boolean {
    this.take(SPACE);
    if (this.takeChar('{')) return this.list('}', () => this.take(STRING) && this.takeChar(':') && this.value());
    if (this.takeChar('[')) return this.list(']', () => this.value());
    return this.take(STRING) || this.take(SCALAR);
  }

  list(end: string, member: () => boolean): boolean {
    if (this.takeChar(end)) return true;
    do {
      if (!member()) return false;
    } while (this.takeChar(','));
    return this.takeChar(end);
  }
}

/** Line and column (from 1) of the first character that cannot stand where it does; the end when something is missing. */
export function jsonErrorPlace(text: string): { line: number; column: number } {
  const scanner = new Scanner(text);
  scanner.value();
  scanner.take(SPACE);
  const before = text.slice(0, scanner.offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
