import { describe, expect, it } from 'vitest';
import { nextStep, requestIdIn } from '../../../cli/stack/next-step.ts';

describe('what to do about a failed resource', () => {
  it.each([
    ['AddLiveDomain failed: (DomainOwnerVerifyFail)', /TXT record/],
    ['The service is not activated (UserNotOpen.NotOpen)', /Activate the service/],
    [
      'GetMessageCallback failed: Your account does not open VOD service yet. (OperationDenied)',
      /Activate the service/,
    ],
    ['(DomainOverLimit)', /quota is used up/],
    ['Forbidden.RAM', /doctor/],
    ["Forbidden.RAM. The provisioner's RAM role lacks this action", /newest version/],
    ['Throttling.User', /run the command again/],
    ['something nobody has seen', /Mend the cause/],
  ])('%s', (reason, step) => {
    expect(nextStep(reason)).toMatch(step);
  });

  it('finds the request id that a service wrote into its message', () => {
    expect(requestIdIn('failed (X, request id 6B0331CA-E016-8E50-A103-D58CFEA681A5)')).toBe(
      '6B0331CA-E016-8E50-A103-D58CFEA681A5',
    );
    expect(requestIdIn('no id here')).toBeUndefined();
  });
});
