import { type ScryptOptions, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COST, type Cost, checkPassword, hashPassword } from '../../../../lambdas/app-server/auth/password.ts';
import { systemRandom } from '../../../../lambdas/cloud/keys.ts';

const CHEAP: Cost = { logN: 4, r: 1, p: 1 };
const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

const stored = ({ logN, r, p }: Cost): string => `$scrypt$ln=${logN},r=${r},p=${p}$${'a'.repeat(22)}$${'b'.repeat(43)}`;

/** Watches what is derived. */
function watched() {
  const costs: ScryptOptions[] = [];
  const how = (password: string, salt: Buffer, length: number, options: ScryptOptions): Promise<Buffer> => {
    costs.push(options);
    return derive(password, salt, length, options);
  };
  return { costs, how };
}

describe('hashes of passwords', () => {
  it('check the password that they are of, and no other', async () => {
    const hash = await hashPassword('correct horse', systemRandom, CHEAP);
    expect((await checkPassword('correct horse', hash)).isRight).toBe(true);
    for (const wrong of ['', 'correct horse ', 'Correct horse', 'correct hors', 'x'.repeat(128)]) {
      expect((await checkPassword(wrong, hash)).isRight).toBe(false);
    }
  });

  it('hold for any text, and the same letters typed as other code points are the same password', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1 }), async (password) => {
        const hash = await hashPassword(password.normalize('NFD'), systemRandom, CHEAP);
        expect((await checkPassword(password.normalize('NFC'), hash)).isRight).toBe(true);
        expect((await checkPassword(`${password}x`, hash)).isRight).toBe(false);
      }),
      { numRuns: 50 },
    );
  });

  it('keep their parameters beside them, never the password, and are different each time', async () => {
    const [one, two] = await Promise.all([
      hashPassword('correct horse', systemRandom),
      hashPassword('correct horse', systemRandom),
    ]);
    expect(one).toMatch(/^\$scrypt\$ln=14,r=8,p=5\$[\w-]{22}\$[\w-]{43}$/);
    expect(one).not.toBe(two);
    expect(one).not.toContain('horse');
  });

  it('are what scrypt makes: anybody can check them with the parameters they name', async () => {
    const hash = await hashPassword('pässword', systemRandom, { logN: 5, r: 2, p: 3 });
    const [, , , salt = '', key] = hash.split('$');
    const expected = await derive('pässword', Buffer.from(salt, 'base64url'), 32, { N: 32, r: 2, p: 3 });
    expect(key).toBe(expected.toString('base64url'));
  });

  it('say when they were made at another cost than today, and only to whoever knows the password', async () => {
    const old = await hashPassword('correct horse', systemRandom, CHEAP);
    expect(await checkPassword('correct horse', old)).toEqual({ isRight: true, isOutdated: true });
    expect(await checkPassword('wrong', old)).toEqual({ isRight: false, isOutdated: false });
    const current = await hashPassword('correct horse', systemRandom);
    expect(await checkPassword('correct horse', current)).toEqual({ isRight: true, isOutdated: false });
  });

  it.each(['logN', 'r', 'p'] as const)('say so when %s alone is another', async (parameter) => {
    const old = await hashPassword('correct horse', systemRandom, { ...COST, [parameter]: COST[parameter] - 1 });
    expect(await checkPassword('correct horse', old)).toEqual({ isRight: true, isOutdated: true });
  });

  it.each([
    [1, 1, 1],
    [17, 16, 16],
  ])('may ask for the least and the most that is allowed: ln=%i, r=%i, p=%i', async (logN, r, p) => {
    const costs: ScryptOptions[] = [];
    const how = async (_password: string, _salt: Buffer, _length: number, options: ScryptOptions): Promise<Buffer> => {
      costs.push(options);
      return Buffer.alloc(32);
    };
    await checkPassword('x', stored({ logN, r, p }), how);
    expect(costs).toEqual([{ N: 2 ** logN, r, p, maxmem: 256 * 2 ** logN * r }]);
  });

  it('the same work is done for a user who does not exist, and no password is right for him', async () => {
    const real = watched();
    const hash = await hashPassword('correct horse', systemRandom);
    await checkPassword('wrong', hash, real.how);
    const nobody = watched();
    expect(await checkPassword('wrong', undefined, nobody.how)).toEqual({ isRight: false, isOutdated: false });
    expect(nobody.costs).toEqual(real.costs);
    // What it is compared with is no secret: whoever hit it must not be let in either.
    const zero = async (): Promise<Buffer> => Buffer.alloc(32);
    expect((await checkPassword('anything', undefined, zero)).isRight).toBe(false);
  });

  it('need at most 16 MB: four of them run at once in a function of 512 MB', () => {
    expect(128 * 2 ** COST.logN * COST.r).toBeLessThanOrEqual(16 * 2 ** 20);
  });

  it.each([
    ['', 'nothing'],
    ['correct horse', 'the password itself'],
    ['$2b$10$abcdefghijklmnopqrstuv', 'another kind'],
    [stored({ ...COST, logN: 18 }), 'a cost that would take all memory'],
    [stored({ ...COST, r: 17 }), 'blocks that would take all memory'],
    [stored({ ...COST, p: 17 }), 'passes that would take minutes'],
    [stored({ ...COST, logN: 0 }), 'no cost'],
    [stored({ ...COST, r: 0 }), 'no blocks'],
    [stored({ ...COST, p: 0 }), 'no passes'],
    [` ${stored(COST)}`, 'something before it'],
    [`${stored(COST)} `, 'something behind it'],
    [`$scrypt$ln=14,r=8,p=1$${'a'.repeat(22)}$short`, 'a short key'],
  ])('a row with %j (%s) lets nobody in and says what to do', async (row) => {
    await expect(checkPassword('correct horse', row)).rejects.toThrow(/set the password of that user again/);
  });
});
