/** DescribeLiveStreamAuthChecking: really verifies the signature of a URL against the domain's keys. */
import { requiredText } from '../../openapi/read.ts';
import type { Action } from '../../openapi/service.ts';
import type { LiveContext } from '../context.ts';
import { urlProblem } from '../url-signing.ts';

/** The host of the URL is not looked at: it is not signed, and locally URLs carry the origin's address instead. */
export function describeLiveStreamAuthChecking({ domains, clock }: LiveContext): Action {
  return (params) => {
    const { configs } = domains.get(requiredText(params, 'DomainName'));
    const problem = urlProblem(requiredText(params, 'Url'), configs, clock.now());
    return problem ? { Status: 'false', Description: problem } : { Status: 'pass', Description: '' };
  };
}
