/** What to do about a failed resource, as far as its reason tells; the reason itself often says more. */
import { saysNotActivated } from '../cloud/not-activated.ts';
import { QUOTA_USED_UP } from '../cloud/service-error.ts';

const STEPS: readonly (readonly [reason: RegExp, step: string])[] = [
  [
    /OwnerVerify|verify_|verification\./i,
    'Add the TXT record, wait until it resolves ("live-stack doctor" looks), then run the command again.',
  ],
  [/ICP|NotRegistration|RecordCheck/i, 'File the domain for ICP, or use a stage whose domainScope is "overseas".'],
  [/Quota|OverLimit|LimitExceeded|ExceedLimit|TooMany/i, QUOTA_USED_UP],
  [
    /RAM role lacks this action/,
    'The template is older than what the services ask for: take the newest version of the project and run the command again.',
  ],
  [
    /Forbidden|NoPermission|Unauthorized|AccessDenied|ImplicitDeny/i,
    'A right is missing: "live-stack doctor" shows which ones the deploying identity needs.',
  ],
  [
    /Throttling|ServiceUnavailable|InternalError|Timeout|timed out/i,
    'The cause may be gone already: run the command again.',
  ],
  [/AlreadyExist|exists/i, 'Something of that name exists already: rename the stage, or remove the other one.'],
];

export function nextStep(reason: string): string {
  if (saysNotActivated(reason)) {
    return 'Activate the service that is named, then run the command again. "live-stack doctor" lists all that are missing.';
  }
  return STEPS.find(([pattern]) => pattern.test(reason))?.[1] ?? 'Mend the cause and run the command again.';
}

/** As services write it into their messages. */
export function requestIdIn(reason: string): string | undefined {
  return /request ?id:? *([0-9A-F]{8}-[0-9A-F-]{27})/i.exec(reason)?.[1];
}
