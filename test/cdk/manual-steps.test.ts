import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../cdk/catalogue.ts';
import type { Stage } from '../../cdk/config/schema.ts';
import { MANUAL_STEPS, remainingSteps } from '../../cdk/manual-steps.ts';
import { FULL, stage } from './support.ts';

const numbers = (of: Stage): number[] => remainingSteps(of).map(({ number }) => number);

describe('the manual steps', () => {
  it('are all 31 + 4, in order', () => {
    expect(MANUAL_STEPS.map(({ number }) => number)).toEqual(Array.from({ length: 35 }, (_, index) => index + 1));
  });

  it('name only resource types that there are', () => {
    const named = MANUAL_STEPS.flatMap(({ now }) => now.match(/(Custom|ALIYUN)::\w+(::\w+)*/g) ?? []);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((type) => !(type in CATALOGUE))).toEqual([]);
  });

  it.each([
    ['the local cloud', stage('local'), []],
    ['a stage on the mainland', stage('cn-shanghai'), [1, 2, 3, 6, 7, 11, 21]],
    ['one outside', stage('ap-southeast-1'), [1, 2, 6, 7, 11, 21]],
    ['one that records nothing', stage('ap-southeast-1', { recording: 'none' }), [1, 2, 6, 7, 11]],
    ['one with its zone at Alibaba Cloud and co-streaming', FULL, [1, 2, 3, 17, 21]],
    [
      'one with a domain of the AppServer',
      stage('ap-southeast-1', { customDomain: 'api.live.cn' }),
      [1, 2, 6, 7, 11, 21, 31],
    ],
  ])('that remain for %s are these', (_case, of, expected) => {
    expect(numbers(of)).toEqual(expected);
  });
});
