/** Reads a NAL unit's payload bit by bit (ITU-T H.264 §7.2, §9.1). */

export class BitReader {
  readonly #bytes: Uint8Array;
  #position = 0;

  /** `payload`: without the NAL unit header; emulation prevention bytes are removed here. */
  constructor(payload: Uint8Array) {
    this.#bytes = payload.filter(
      (byte, index) => !(byte === 3 && payload[index - 1] === 0 && payload[index - 2] === 0),
    );
  }

  /** Throws RangeError behind the end. */
  bit(): number {
    const byte = this.#bytes[this.#position >> 3];
    if (byte === undefined) throw new RangeError('the parameter set ends in the middle');
    const bit = (byte >> (7 - (this.#position & 7))) & 1;
    this.#position += 1;
    return bit;
  }

  bits(count: number): number {
    let value = 0;
    for (let index = 0; index < count; index += 1) value = value * 2 + this.bit();
    return value;
  }

  /** Unsigned Exp-Golomb code. */
  unsigned(): number {
    let zeros = 0;
    while (this.bit() === 0) {
      zeros += 1;
      if (zeros > 32) throw new RangeError('the parameter set has a number of more than 32 bits');
    }
    return 2 ** zeros - 1 + this.bits(zeros);
  }

  /** Signed Exp-Golomb code. */
  signed(): number {
    const code = this.unsigned();
    return code % 2 === 0 ? -code / 2 : (code + 1) / 2;
  }
}
