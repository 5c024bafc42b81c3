/** Reads FLV bytes as they come: a player's first step, written from the format's description alone. */

export interface FlvTag {
  readonly type: number;
  readonly timeMs: number;
  readonly body: Buffer;
}

export class FlvReader {
  /** The flags of the header: 4 sound, 1 pictures; undefined before it has come. */
  flags: number | undefined;
  readonly tags: FlvTag[] = [];
  #left: Buffer = Buffer.alloc(0);

  push(bytes: Buffer): void {
    this.#left = Buffer.concat([this.#left, bytes]);
    if (this.flags === undefined) {
      if (this.#left.length < 13) return;
      if (this.#left.toString('latin1', 0, 3) !== 'FLV') throw new Error('this is no FLV');
      this.flags = this.#left.readUInt8(4);
      this.#left = this.#left.subarray(13);
    }
    while (this.#left.length >= 11) {
      const size = this.#left.readUIntBE(1, 3);
      if (this.#left.length < 11 + size + 4) return;
      if (this.#left.readUInt32BE(11 + size) !== 11 + size)
        throw new Error('the size behind a tag is not that of the tag');
      const timeMs = this.#left.readUIntBE(4, 3) + this.#left.readUInt8(7) * 2 ** 24;
      this.tags.push({ type: this.#left.readUInt8(0), timeMs, body: Buffer.from(this.#left.subarray(11, 11 + size)) });
      this.#left = this.#left.subarray(11 + size + 4);
    }
  }

  /** Pictures and sound without their configurations. */
  get frames(): FlvTag[] {
    return this.tags.filter(({ type, body }) => type !== 18 && body[1] === 1);
  }
}
