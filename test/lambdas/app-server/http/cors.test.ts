import { describe, expect, it } from 'vitest';
import { corsPolicy } from '../../../../lambdas/app-server/http/cors.ts';

describe('A16: which pages may read answers', () => {
  it.each([
    [['*'], 'https://a.example', '*', undefined],
    [['*'], undefined, '*', undefined],
    [['https://a.example', '*'], 'https://b.example', '*', undefined],
    [['https://a.example'], 'https://a.example', 'https://a.example', 'Origin'],
    [['https://a.example'], 'https://a.example.evil', undefined, 'Origin'],
    [['https://a.example'], undefined, undefined, 'Origin'],
    [[], 'https://a.example', undefined, 'Origin'],
    [['https://a.example'], '', undefined, 'Origin'],
  ])('allowed %j, asked from %s: %s', (allowed, origin, answer, vary) => {
    const headers = corsPolicy(allowed)(origin);
    expect(headers['access-control-allow-origin']).toBe(answer);
    expect(headers.vary).toBe(vary);
    expect(headers['access-control-allow-credentials']).toBeUndefined();
  });
});
