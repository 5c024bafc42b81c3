/** Proof that a domain is the account's: asked for once per root domain (live.md §3, step 1). */
import * as z from 'zod/mini';
import { CloudError, hasCode } from '../../cloud/errors.ts';
import type { OpenApi } from '../../cloud/openapi.ts';
import { Refusal, read } from '../resource.ts';

const content = z.object({ Content: z.string() });

/** Suffixes under which names are registered at the third level; enough for a hint. */
const THIRD_LEVEL = /\.(com|net|org|gov|edu|ac|co)\.[a-z]{2}$/;

/**
 * Runs `add`; where the service asks for a proof of ownership, has a TXT record checked that may have been added since.
 *
 * @throws Refusal with the record to add.
 */
export async function withOwnership(openApi: OpenApi, domain: string, add: () => Promise<void>): Promise<void> {
  try {
    await add();
  } catch (error) {
    if (!hasCode(error, 'DomainOwnerVerifyFail')) {
      throw error;
    }
    await verify(openApi, domain, error);
    await add();
  }
}

async function verify(openApi: OpenApi, domain: string, refused: CloudError): Promise<void> {
  try {
    await openApi.call('live', 'VerifyLiveDomainOwner', { DomainName: domain, VerifyType: 'dnsCheck' });
  } catch (error) {
    if (!(error instanceof CloudError) || error.retryable) {
      throw error;
    }
    const action = 'DescribeLiveVerifyContent';
    const { Content } = read(content, await openApi.call('live', action, { DomainName: domain }), action);
    throw new Refusal(instructions(domain, Content, refused));
  }
}

/** UNCERTAIN: the host of the TXT record; two public sources disagree, so both are named (live.md §3, step 1). */
function instructions(domain: string, value: string, refused: CloudError): string {
  const root = rootOf(domain);
  return (
    `Alibaba Cloud wants a proof that ${root} is yours. Add a DNS record of type TXT with the value "${value}" ` +
    `at the host "verification.${root}" (the host that the Live console shows when you add ${domain}; some accounts see ` +
    `"_dnsauth.${domain}"), wait until it resolves, and deploy again. ` +
    `(code ${refused.code}${refused.requestId ? `, RequestId ${refused.requestId}` : ''})`
  );
}

export function rootOf(domain: string): string {
  const labels = domain.split('.');
  return labels.slice(THIRD_LEVEL.test(domain) ? -3 : -2).join('.');
}
