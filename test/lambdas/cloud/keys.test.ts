import { describe, expect, it } from 'vitest';
import { randomKey, systemRandom } from '../../../lambdas/cloud/keys.ts';

/** The same bytes each time it is asked, and how many it was asked for. */
function given(...bytes: number[]) {
  const asked: number[] = [];
  const random = (size: number): Uint8Array => {
    asked.push(size);
    return Uint8Array.from(bytes);
  };
  return { random, asked };
}

describe('a random key', () => {
  it('has 32 letters and digits, or as many as are asked for, and is another each time', () => {
    expect(randomKey(systemRandom)).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(randomKey(systemRandom, 16)).toMatch(/^[A-Za-z0-9]{16}$/);
    expect(randomKey(systemRandom)).not.toBe(randomKey(systemRandom));
  });

  it('takes each byte through the alphabet again and again, but for those that would favour its first letters', () => {
    const { random, asked } = given(0, 25, 26, 51, 248, 52, 61, 62, 255, 247);
    expect(randomKey(random, 8)).toBe('AZaz09A9');
    expect(asked).toEqual([8]);
  });

  it('asks for more bytes when too many were thrown away, and leaves out what is too much', () => {
    const { random, asked } = given(1, 249, 2);
    expect(randomKey(random, 3)).toBe('BCB');
    expect(asked).toEqual([3, 3]);
  });
});
