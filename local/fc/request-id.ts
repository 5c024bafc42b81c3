/** Request and instance ids in the platform's form. */
import { randomBytes } from 'node:crypto';

export type RandomBytes = (size: number) => Buffer;

/** E.g. `1-64e70cf1-5cbef92ea8fc8c42899cf5d1`: seconds since the epoch in hex, then 12 random bytes. */
export function newRequestId(nowMs: number, random: RandomBytes = randomBytes): string {
  const seconds = Math.floor(nowMs / 1000)
    .toString(16)
    .padStart(8, '0');
  return `1-${seconds}-${random(12).toString('hex')}`;
}

/** Ids of functions, services and triggers are UUIDs. */
export function newResourceId(random: RandomBytes = randomBytes): string {
  const hex = random(16).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
