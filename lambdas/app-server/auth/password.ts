/** Hashes of passwords: scrypt, with the parameters beside each hash, so that they can be raised without asking anybody. */
import { type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { RandomSource } from '../../cloud/keys.ts';

/** Cost as scrypt counts it: the memory is 128 · 2^logN · r bytes, the time grows with all three. */
export interface Cost {
  readonly logN: number;
  readonly r: number;
  readonly p: number;
}

/**
 * 16 MB and five passes. Of the settings that are considered equally strong this one needs the least memory: four run at
 * once in a process, and the function has 512 MB for everything.
 */
export const COST: Cost = { logN: 14, r: 8, p: 5 };

/** A row may ask for this much and not more, whoever wrote it. */
const MOST: Cost = { logN: 17, r: 16, p: 16 };
const SALT_BYTES = 16;
const KEY_BYTES = 32;

const FORM = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w-]{16,86})\$([\w-]{43})$/;

type Derive = (password: string, salt: Buffer, length: number, options: ScryptOptions) => Promise<Buffer>;
const deriveKey: Derive = promisify(scrypt);

interface Hash extends Cost {
  readonly salt: Buffer;
  readonly key: Buffer;
}

/** Compared with when there is no such user, so that the answer takes as long. */
const NOBODY: Hash = { ...COST, salt: Buffer.alloc(SALT_BYTES), key: Buffer.alloc(KEY_BYTES) };

export interface Verdict {
  readonly isRight: boolean;
  /** The password is right and its hash was made at another cost than is usual now. */
  readonly isOutdated: boolean;
}

/** `$scrypt$ln=14,r=8,p=5$<salt>$<key>`, base64url without padding. */
export async function hashPassword(password: string, random: RandomSource, cost: Cost = COST): Promise<string> {
  const salt = Buffer.from(random(SALT_BYTES));
  const key = await derive(deriveKey, password, { ...cost, salt });
  const { logN, r, p } = cost;
  return `$scrypt$ln=${logN},r=${r},p=${p}$${salt.toString('base64url')}$${key.toString('base64url')}`;
}

/**
 * @param stored a hash, or undefined when there is no such user: then the same work is done, and the password is wrong
 * @param how derives keys; passed in to be watched
 * @throws Error when the hash is not one of `hashPassword`
 */
export async function checkPassword(
  password: string,
  stored: string | undefined,
  how: Derive = deriveKey,
): Promise<Verdict> {
  const hash = stored === undefined ? NOBODY : parseHash(stored);
  const key = await derive(how, password, hash);
  const isRight = timingSafeEqual(key, hash.key) && stored !== undefined;
  const isOutdated = hash.logN !== COST.logN || hash.r !== COST.r || hash.p !== COST.p;
  return { isRight, isOutdated: isRight && isOutdated };
}

function derive(how: Derive, password: string, { logN, r, p, salt }: Cost & { salt: Buffer }): Promise<Buffer> {
  const N = 2 ** logN;
  // The same letters can be typed as different code points on different keyboards.
  return how(password.normalize('NFKC'), salt, KEY_BYTES, { N, r, p, maxmem: 256 * N * r });
}

function parseHash(stored: string): Hash {
  const [, logN, r, p, salt, key] = FORM.exec(stored) ?? [];
  const cost = { logN: Number(logN), r: Number(r), p: Number(p) };
  const isBearable = cost.logN >= 1 && cost.logN <= MOST.logN && cost.r >= 1 && cost.r <= MOST.r && cost.p >= 1;
  if (!salt || !key || !isBearable || cost.p > MOST.p) {
    throw new Error('a stored password hash does not have the expected form; set the password of that user again');
  }
  return { ...cost, salt: Buffer.from(salt, 'base64url'), key: Buffer.from(key, 'base64url') };
}
