import { describe, expect, it } from 'vitest';
import { ApiError, ERRORS, type ErrorReason, languageOf } from '../../../lambdas/api/errors.ts';

const reasons = Object.keys(ERRORS) as ErrorReason[];

describe('the error catalogue', () => {
  it.each(reasons)('%s says in both languages what happened and what to do, in a few words', (reason) => {
    for (const language of ['en', 'zh'] as const) {
      const { code, message } = new ApiError(reason, 'detail').body(language, 'id');
      expect(code).toBe(ERRORS[reason].status);
      expect(ERRORS[reason].next[language].length).toBeGreaterThan(3);
      expect(message).not.toContain('{detail}');
      // Android shows it as a toast.
      expect(message.length).toBeLessThan(180);
    }
    expect(ERRORS[reason].text.en).not.toBe(ERRORS[reason].next.en);
  });

  it('gotcha 9: only a failed log-in is a 401', () => {
    expect(reasons.filter((reason) => ERRORS[reason].status === 401)).toEqual(['login_failed']);
  });

  it('gotcha 7: no error is a success or a redirection', () => {
    expect(reasons.filter((reason) => ERRORS[reason].status < 400)).toEqual([]);
  });

  it('says when to come back exactly for what passes', () => {
    const passing = reasons.filter((reason) => 'retryAfter' in ERRORS[reason]);
    expect(passing.filter((reason) => ![409, 429, 503].includes(ERRORS[reason].status))).toEqual([]);
    expect(reasons.filter((reason) => ERRORS[reason].status === 503)).toEqual(
      passing.filter((reason) => ERRORS[reason].status === 503),
    );
  });

  it('validation errors carry both keys that clients may read', () => {
    expect(new ApiError('invalid_request', { en: 'a: wrong.', zh: 'a：不正确。' }).body('en', 'r1')).toEqual({
      code: 400,
      message: 'a: wrong. Correct it and send it again.',
      msg: 'a: wrong. Correct it and send it again.',
      reason: 'invalid_request',
      request_id: 'r1',
    });
  });

  it('a detail is text, whatever it contains', () => {
    expect(new ApiError('not_configured', '$& $1 {detail}').body('en', 'r').message).toContain(
      '$& $1 {detail} is missing',
    );
  });

  it.each([
    ['zh-CN,zh;q=0.9', 'zh'],
    ['ZH', 'zh'],
    ['en-GB,zh', 'en'],
    ['zhx', 'en'],
    [undefined, 'en'],
  ])('Accept-Language %s is answered in %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });
});
