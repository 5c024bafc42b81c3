/** Errors of real-time communication; `InvalidInput` is the one code that public sources show (live.md §1). */
import { ServiceError } from '../openapi/service.ts';

export const rtcError = {
  invalid: (name: string, expected: string) =>
    new ServiceError('InvalidInput', `The parameter ${name} is invalid: ${expected} is expected.`),
  /** UNCERTAIN: the code for an application that the account does not have. */
  appNotFound: (appId: string) => new ServiceError('AppNotFound', `The application does not exist: ${appId}.`, 404),
  /** UNCERTAIN: the code for a rule that does not exist. */
  ruleNotFound: (ruleId: number) => new ServiceError('RuleNotFound', `The rule does not exist: ${ruleId}.`, 404),
  /** UNCERTAIN: how newer applications refuse automatic relay (live.md §0.3). */
  relayByApiOnly: (appId: string) =>
    new ServiceError('InvalidInput', `The application ${appId} supports relay by API only, not automatic relay rules.`),
};
