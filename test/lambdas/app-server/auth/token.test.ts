import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isOwnToken, type Purpose, signToken, verifyToken } from '../../../../lambdas/app-server/auth/token.ts';

const NOW = 1_700_000_000;
const key = { id: 'k1', secret: 'a-secret-of-more-than-thirty-two-characters' };
const session: Purpose = { type: 'session', audience: 'app-server/test' };
const claims = { subject: 'anna', issuedAt: NOW, expiresAt: NOW + 60 };

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token signed as it should be, with any header and payload. */
function forge(header: object, payload: object, secret = key.secret): string {
  const signed = `${encode(header)}.${encode(payload)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

const header = { alg: 'HS256', typ: 'JWT', kid: 'k1' };
const payload = { sub: 'anna', aud: 'app-server/test', token_type: 'session', iat: NOW, exp: NOW + 60 };

/** A good token that is as long as that. */
function ofLength(length: number): string {
  const padded = (size: number): string => forge(header, { ...payload, more: 'x'.repeat(size) });
  const sizes = Array.from({ length: 2_000 }, (_, size) => size);
  const size = sizes.find((each) => padded(each).length === length);
  if (size === undefined) throw new Error(`no token has ${length} characters`);
  return padded(size);
}

describe('session tokens', () => {
  it('verify with the key that signed them, and name their subject', () => {
    const token = signToken(claims, session, key);
    expect(verifyToken(token, session, [key], NOW)).toEqual({ claims });
    expect(token).toBe(forge(header, payload));
  });

  it('expire at the second they say', () => {
    const token = signToken(claims, session, key);
    expect(verifyToken(token, session, [key], NOW + 59)).toHaveProperty('claims');
    expect(verifyToken(token, session, [key], NOW + 60)).toEqual({ refused: 'expired' });
  });

  it('have one spelling: bits that base64url ignores are no second valid signature', () => {
    const token = signToken(claims, session, key);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const accepted = [...alphabet].filter((last) => {
      return 'claims' in verifyToken(token.slice(0, -1) + last, session, [key], NOW);
    });
    expect(accepted).toEqual([token.at(-1)]);
  });

  it('are accepted from every key in rotation, and an unknown key is told apart', () => {
    const newer = { id: 'k2', secret: 'another-secret-of-more-than-thirty-two-characters' };
    expect(verifyToken(signToken(claims, session, key), session, [newer, key], NOW)).toHaveProperty('claims');
    expect(verifyToken(signToken(claims, session, newer), session, [key], NOW)).toEqual({ refused: 'unknown_key' });
  });

  it.each([
    ['alg none', forge({ ...header, alg: 'none' }, payload)],
    ['alg none without a signature', `${encode({ ...header, alg: 'none' })}.${encode(payload)}.`],
    ['another algorithm', forge({ ...header, alg: 'HS512' }, payload)],
    ['no key id', forge({ alg: 'HS256', typ: 'JWT' }, payload)],
    ['a wrong signature', forge(header, payload, 'somebody else who does not know the secret')],
    ['another audience', forge(header, { ...payload, aud: 'app-server/other' })],
    ['another type', forge(header, { ...payload, token_type: 'jump' })],
    ['no expiry', forge(header, { ...payload, exp: undefined })],
    ['an expiry that is no number', forge(header, { ...payload, exp: '9999999999' })],
    ['an empty subject', forge(header, { ...payload, sub: '' })],
    ['half a signature', forge(header, payload).slice(0, -20)],
    ['a changed payload', forge(header, payload).replace(encode(payload), encode({ ...payload, sub: 'bob' }))],
    ['a fourth part', `${forge(header, payload)}.x`],
    ['no dots', 'live'],
    ['nothing', ''],
    ['a header that is no JSON', `${Buffer.from('{').toString('base64url')}.e30.AAAA`],
    ['a header that is null', `${Buffer.from('null').toString('base64url')}.e30.AAAA`],
    ['megabytes', `${'a'.repeat(1_000_000)}.b.c`],
  ])('A1: are refused with %s', (_, token) => {
    expect(verifyToken(token, session, [key], NOW)).toEqual({ refused: 'invalid' });
  });

  it('A12: are read up to 2,048 characters', () => {
    expect(verifyToken(ofLength(2_048), session, [key], NOW)).toHaveProperty('claims');
    expect(verifyToken(ofLength(2_050), session, [key], NOW)).toEqual({ refused: 'invalid' });
  });

  it('are told from those of others by their header alone, which proves nothing', () => {
    expect(isOwnToken(signToken(claims, session, key))).toBe(true);
    expect(isOwnToken(forge(header, {}, 'x'))).toBe(true);
    expect(isOwnToken(ofLength(2_048))).toBe(true);
    const provided = forge({ alg: 'RS256', typ: 'JWT', kid: 'k1' }, payload);
    for (const other of [provided, ofLength(2_050), 'live', '', '.e30.AAAA']) expect(isOwnToken(other)).toBe(false);
  });

  it('W31: a key of 32 characters is long enough', () => {
    const shortest = { id: 'k1', secret: 'x'.repeat(32) };
    expect(verifyToken(signToken(claims, session, shortest), session, [shortest], NOW)).toEqual({ claims });
  });

  it('W31: a key that is too short signs and verifies nothing', () => {
    const weak = { id: 'k1', secret: 'short' };
    expect(() => signToken(claims, session, weak)).toThrow(/k1 is shorter than 32/);
    expect(() => verifyToken(forge(header, payload, 'short'), session, [weak], NOW)).toThrow(/shorter/);
  });
});
