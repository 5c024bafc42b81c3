import { describe, expect, it } from 'vitest';
import { CloudError } from '../../../lambdas/cloud/errors.ts';
import { reasonOf } from '../../../lambdas/provisioner/reasons.ts';

const refusal = (code: string) =>
  new CloudError({ product: 'live', action: 'AddLiveDomain', code, text: 'as the service says' });

describe('the reason of a failure', () => {
  it.each([
    ['ServiceNotOpen', /\. Activate the service .+live\.console\.aliyun\.com.+vod\.console\.aliyun\.com/],
    ['DomainNotRegistration', /\. The domain has no ICP filing\. File it, or use a live centre outside/],
    ['NotInternationRealIdentity', /\. Complete the real-name registration/],
    ['DomainOverLimit', /\. The account has its largest number of domains .+: delete one/],
    ['NoPermission', /\. The provisioner's RAM role lacks this action: deploy the stack with an up-to-date template/],
    ['Forbidden.RAM', /\. The provisioner's RAM role/],
    ['Live.NoPermissionAccess', /\. The provisioner's RAM role/],
  ])('%s says what to do, after what the service said', (code, advice) => {
    const { message } = refusal(code);
    expect(reasonOf(refusal(code))).toMatch(advice);
    expect(reasonOf(refusal(code)).startsWith(`${message}. `)).toBe(true);
    expect(message).toContain('as the service says');
  });

  it.each(['InternalError', 'Domain.Forbidden'])('%s is told as it is: nothing is known that would help', (code) => {
    expect(reasonOf(refusal(code))).toBe(refusal(code).message);
  });

  it('is the text of any other error, or its name', () => {
    expect(reasonOf(new Error('DomainOverLimit'))).toBe('DomainOverLimit');
    expect(reasonOf(new TypeError())).toBe('TypeError');
    expect(reasonOf(undefined)).toBe('An unexpected value was thrown (undefined).');
  });
});
