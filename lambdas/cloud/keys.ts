/** Random secrets: letters and digits only, because callback keys allow nothing else (live.md §0.9). */
import { randomBytes } from 'node:crypto';

/** Gives `size` random bytes. */
export type RandomSource = (size: number) => Uint8Array;

export const systemRandom: RandomSource = (size) => randomBytes(size);

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** Bytes from here up would make the first letters likelier than the others, so they are thrown away. */
const UNBIASED_BELOW = 256 - (256 % ALPHABET.length);

/** A secret of `length` letters and digits; 32 are about 190 bits and the most that a recording callback key takes. */
export function randomKey(random: RandomSource, length = 32): string {
  let key = '';
  while (key.length < length) {
    for (const byte of random(length)) {
      if (byte < UNBIASED_BELOW && key.length < length) {
        key += ALPHABET[byte % ALPHABET.length];
      }
    }
  }
  return key;
}
