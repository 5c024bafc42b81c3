/** JSON Web Tokens with HS256, for one purpose each: what is signed for one audience and type is worth nothing elsewhere. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod/mini';

export interface SigningKey {
  readonly id: string;
  readonly secret: string;
}

/** What a token is for. */
export interface Purpose {
  readonly type: 'session' | 'jump';
  readonly audience: string;
}

export interface Claims {
  readonly subject: string;
  /** Seconds since the epoch. */
  readonly issuedAt: number;
  readonly expiresAt: number;
}

export type Verdict = { readonly claims: Claims } | { readonly refused: 'invalid' | 'unknown_key' | 'expired' };

/** A shorter secret could be found by trying (W31). */
const SHORTEST_SECRET = 32;

const LONGEST_TOKEN = 2_048;

const headerSchema = z.object({ alg: z.literal('HS256'), typ: z.literal('JWT'), kid: z.string() });

const payloadSchema = z.object({
  sub: z.string().check(z.minLength(1)),
  aud: z.string(),
  token_type: z.string(),
  iat: z.int(),
  exp: z.int(),
});

export function signToken(claims: Claims, purpose: Purpose, key: SigningKey): string {
  const header = encode({ alg: 'HS256', typ: 'JWT', kid: key.id });
  const payload = encode({
    sub: claims.subject,
    aud: purpose.audience,
    token_type: purpose.type,
    iat: claims.issuedAt,
    exp: claims.expiresAt,
  });
  const signed = `${header}.${payload}`;
  return `${signed}.${hmac(signed, key).toString('base64url')}`;
}

/**
 * `unknown_key` means that the token names a key that is not among these; the caller may read the keys anew, because
 * they are rotated.
 *
 * @param now seconds since the epoch
 */
export function verifyToken(token: string, purpose: Purpose, keys: readonly SigningKey[], now: number): Verdict {
  const [header, payload, signature, ...rest] = token.length > LONGEST_TOKEN ? [] : token.split('.');
  if (!header || !payload || !signature || rest.length > 0) {
    return { refused: 'invalid' };
  }
  const head = headerSchema.safeParse(decode(header));
  if (!head.success) {
    return { refused: 'invalid' };
  }
  const key = keys.find((candidate) => candidate.id === head.data.kid);
  if (!key) {
    return { refused: 'unknown_key' };
  }
  const expected = Buffer.from(hmac(`${header}.${payload}`, key).toString('base64url'));
  // Compared as text: the last character of base64url has bits that decoding would ignore.
  const given = Buffer.from(signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    return { refused: 'invalid' };
  }
  const body = payloadSchema.safeParse(decode(payload));
  if (!body.success || body.data.aud !== purpose.audience || body.data.token_type !== purpose.type) {
    return { refused: 'invalid' };
  }
  const { sub, iat, exp } = body.data;
  return exp <= now ? { refused: 'expired' } : { claims: { subject: sub, issuedAt: iat, expiresAt: exp } };
}

/** Whether the token has the form of those that are signed here, and not of those of an identity provider. */
export function isOwnToken(token: string): boolean {
  const [header = ''] = token.length > LONGEST_TOKEN ? [] : token.split('.', 1);
  return headerSchema.safeParse(decode(header)).success;
}

function hmac(text: string, key: SigningKey): Buffer {
  if (key.secret.length < SHORTEST_SECRET) {
    throw new Error(`signing key ${key.id} is shorter than ${SHORTEST_SECRET} characters; deploy the stage again`);
  }
  return createHmac('sha256', key.secret).update(text).digest();
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString());
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}
