/** Domains of ApsaraVideo Live, as far as a deployment must know them before it starts. */
import { CliError } from '../errors.ts';
import { callRpc } from './rpc.ts';
import type { Target } from './target.ts';

const LIVE = { host: 'live.aliyuncs.com', version: '2016-11-01' };

export interface LiveDomains {
  /** Names of the live domains of the account. */
  names(): Promise<string[]>;
  /** Whether the service finds a proof that the domain's root is the account's; looks at DNS now. */
  isProven(domain: string): Promise<boolean>;
  /** The value of the TXT record that proves it. */
  proofOf(domain: string): Promise<string>;
}

export function liveDomainsOf(target: Target): LiveDomains {
  return {
    // At most 20 domains per account by default (live.md §3): one page.
    names: async () => {
      const { Domains } = await callRpc(target, { ...LIVE, action: 'DescribeLiveUserDomains' }, { PageSize: '100' });
      const { PageData = [] } = (Domains ?? {}) as { PageData?: { DomainName?: string }[] };
      return PageData.flatMap(({ DomainName }) => DomainName ?? []);
    },
    isProven: async (domain) => {
      const query = { DomainName: domain, VerifyType: 'dnsCheck' };
      try {
        await callRpc(target, { ...LIVE, action: 'VerifyLiveDomainOwner' }, query);
        return true;
      } catch (error) {
        if (error instanceof CliError && error.code === 'DomainOwnerVerifyFail') return false;
        throw error;
      }
    },
    proofOf: async (domain) => {
      const action = { ...LIVE, action: 'DescribeLiveVerifyContent' };
      const { Content } = await callRpc(target, action, { DomainName: domain });
      if (typeof Content === 'string' && Content !== '') return Content;
      throw new CliError('UnexpectedAnswer', `DescribeLiveVerifyContent answered without the Content for ${domain}`);
    },
  };
}
