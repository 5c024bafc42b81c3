/** The text of a failure for the person who deploys: what failed, with the service's code, and what to do next. */
import { CloudError } from '../cloud/errors.ts';

/**
 * Codes that name a missing prerequisite. UNCERTAIN: AddLiveDomain's own error table could not be read; these are the
 * codes of its CDN siblings (live.md §1) and the usual forms of "not activated". Only the advice depends on them.
 */
const ADVICE: readonly { readonly code: RegExp; readonly advice: string }[] = [
  {
    code: /NotOpen|NotActivated|NotSubscri|Unopen|ServiceNotFound|NotEnabled|UserNotRegist/i,
    advice:
      'Activate the service for this account first (ApsaraVideo Live: https://live.console.aliyun.com, ApsaraVideo VOD in the same region: https://vod.console.aliyun.com), then deploy again.',
  },
  {
    code: /DomainNotRegistration|RecordCheckNotAvailable/,
    advice:
      'The domain has no ICP filing. File it, or use a live centre outside the Chinese mainland together with the scope "overseas".',
  },
  { code: /NotInternationRealIdentity/, advice: 'Complete the real-name registration of the account first.' },
  {
    code: /DomainOverLimit/,
    advice: 'The account has its largest number of domains (20 by default): delete one, or apply for more.',
  },
  {
    code: /^(NoPermission|Forbidden|Unauthorized|AccessDenied)|NoPermissionAccess/i,
    advice: "The provisioner's RAM role lacks this action: deploy the stack with an up-to-date template.",
  },
];

export function reasonOf(error: unknown): string {
  if (error instanceof CloudError) {
    const advice = ADVICE.find(({ code }) => code.test(error.code))?.advice;
    return advice ? `${error.message}. ${advice}` : error.message;
  }
  if (error instanceof Error) {
    return error.message || error.name;
  }
  return `An unexpected value was thrown (${typeof error}).`;
}
