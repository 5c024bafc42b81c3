/** Cursors over bytes, shared by the protobuf and the PlainBuffer codec. Integers are little-endian. */

/** Reads forward; throws `RangeError` past the end. */
export class ByteReader {
  readonly #buffer: Buffer;
  #position = 0;

  constructor(buffer: Buffer) {
    this.#buffer = buffer;
  }

  get atEnd(): boolean {
    return this.#position >= this.#buffer.length;
  }

  byte(): number {
    const value = this.#buffer[this.#position];
    if (value === undefined) throw new RangeError('Read past the end.');
    this.#position += 1;
    return value;
  }

  /** A view, not a copy. */
  bytes(length: number): Buffer {
    const end = this.#position + length;
    if (length < 0 || end > this.#buffer.length) throw new RangeError('Read past the end.');
    const view = this.#buffer.subarray(this.#position, end);
    this.#position = end;
    return view;
  }

  int32(): number {
    return this.bytes(4).readInt32LE();
  }

  int64(): bigint {
    return this.bytes(8).readBigInt64LE();
  }

  double(): number {
    return this.bytes(8).readDoubleLE();
  }

  /** A protobuf variable-length integer, 64 bits at most. */
  varint(): bigint {
    let low = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.byte();
      low |= (byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt(low);
    }
    let value = BigInt(low);
    for (let shift = 28n; shift < 70n; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new RangeError('A variable-length integer is longer than ten bytes.');
  }
}

/** Appends to a buffer that grows by doubling. */
export class ByteWriter {
  #buffer: Buffer = Buffer.allocUnsafe(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  #reserve(count: number): number {
    const start = this.#length;
    const needed = start + count;
    if (needed > this.#buffer.length) {
      const grown = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2));
      this.#buffer.copy(grown, 0, 0, start);
      this.#buffer = grown;
    }
    this.#length = needed;
    return start;
  }

  byte(value: number): void {
    const at = this.#reserve(1);
    this.#buffer[at] = value;
  }

  bytes(value: Uint8Array): void {
    const at = this.#reserve(value.length);
    this.#buffer.set(value, at);
  }

  int32(value: number): void {
    const at = this.#reserve(4);
    this.#buffer.writeInt32LE(value, at);
  }

  int64(value: bigint): void {
    const at = this.#reserve(8);
    this.#buffer.writeBigInt64LE(value, at);
  }

  double(value: number): void {
    const at = this.#reserve(8);
    this.#buffer.writeDoubleLE(value, at);
  }

  varint(value: bigint): void {
    let rest = BigInt.asUintN(64, value);
    if (rest < 0x80n) {
      this.byte(Number(rest));
      return;
    }
    while (rest >= 0x80n) {
      this.byte(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    this.byte(Number(rest));
  }

  finish(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }
}
