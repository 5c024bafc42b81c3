import { describe, expect, it } from 'vitest';
import { type Check, ok, type Verdict } from '../../../cli/doctor/check.ts';
import { CHECKS } from '../../../cli/doctor/checks/all.ts';
import { diagnosisText } from '../../../cli/doctor/diagnose.ts';
import { examine, worstOf } from '../../../cli/doctor/examine.ts';
import { CliError } from '../../../cli/errors.ts';
import { fakeWorld } from './world.ts';

const check = (id: string, run: Check['run'], needsCloud = true): Check => ({
  id,
  title: id,
  isPreflight: false,
  needsCloud,
  run,
});
const fails = (error: Error) => async () => Promise.reject(error);

describe('an examination', () => {
  it('asks the cloud nothing once the credentials are refused', async () => {
    let asked = 0;
    const count = async () => {
      asked += 1;
      return [ok('fine')];
    };
    const checks = [
      check('here', count, false),
      check('credentials', fails(new CliError('X', 'refused'))),
      check('there', count),
    ];
    const [here, credentials, there] = await examine(checks, fakeWorld({}));
    expect(asked).toBe(1);
    expect(here?.findings[0]?.verdict).toBe('ok');
    expect(credentials?.findings).toEqual([{ verdict: 'problem', says: 'refused' }]);
    expect(there?.findings[0]?.verdict).toBe('unknown');
  });

  it('takes a service that does not answer for unknown, and an unsound template for a problem', async () => {
    const refused = new CliError('Forbidden', 'no right', { hint: 'ask' });
    const [a, b] = await examine(
      [check('x', fails(refused)), check('template', fails(new Error('too large')))],
      fakeWorld({}),
    );
    expect(a?.findings).toEqual([{ verdict: 'unknown', says: 'no right', mend: 'ask' }]);
    expect(b?.findings).toEqual([{ verdict: 'problem', says: 'too large' }]);
  });

  it('does not hide a mistake of its own', async () => {
    await expect(examine([check('x', fails(new TypeError('bug')))], fakeWorld({}))).rejects.toThrow('bug');
  });

  it.each<[Verdict[], Verdict]>([
    [[], 'ok'],
    [['ok', 'unknown'], 'unknown'],
    [['unknown', 'warning'], 'warning'],
    [['warning', 'problem', 'ok'], 'problem'],
  ])('%j is as bad as %s', (verdicts, worst) => {
    expect(worstOf([{ id: 'a', title: 'a', findings: verdicts.map((verdict) => ({ verdict, says: '' })) }])).toBe(
      worst,
    );
  });

  it('is told with what to do about each finding', () => {
    const findings = [{ verdict: 'problem' as const, says: 'It is broken.', mend: 'Mend it.', link: 'https://a.b' }];
    const text = diagnosisText({ stage: 's', worst: 'problem', checks: [{ id: 'a', title: 'A', findings }] });
    expect(text).toMatch(
      /✗ A +It is broken\.\n +→ Mend it\.\n +https:\/\/a\.b\n\n0 ok, 0 warnings, 1 problem, 0 unknown/,
    );
  });

  it('has one id a check, and preflight is a part of it', () => {
    expect(new Set(CHECKS.map(({ id }) => id)).size).toBe(CHECKS.length);
    expect(CHECKS.filter(({ isPreflight }) => isPreflight).map(({ id }) => id)).toEqual(['services', 'live', 'vod']);
  });
});
