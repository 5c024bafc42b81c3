/** Whether both domains are free or the stage's own, proven to be the account's, and filed for ICP where that is needed. */
import { isLocal } from '../../../cdk/config/checks.ts';
import { proofHosts, rootOf } from '../../../lambdas/cloud/root-domain.ts';
import { CliError } from '../../errors.ts';
import { type Check, type Finding, LIVE, ok, type World } from '../check.ts';

export const domains: Check = {
  id: 'domains',
  title: 'Domains',
  isPreflight: false,
  needsCloud: true,
  run: async (world) => {
    const { stage } = world;
    if (isLocal(stage)) return [ok('The domains end in .localhost: nothing has to be proven.')];
    const roots = new Map([stage.domains.ingest, stage.domains.streaming].map((domain) => [rootOf(domain), domain]));
    const ownership = await Promise.all([...roots].map(([root, domain]) => ownershipOf(root, domain, world)));
    return [...ownership, icpFiling(world)];
  },
};

async function ownershipOf(root: string, domain: string, { rpc, stage }: World): Promise<Finding> {
  const query = { DomainName: domain, VerifyType: 'dnsCheck' };
  try {
    await rpc({ ...LIVE, action: 'VerifyLiveDomainOwner' }, query);
    return ok(`${root} is proven to be yours.`);
  } catch (error) {
    if (!(error instanceof CliError) || error.code !== 'DomainOwnerVerifyFail') throw error;
  }
  const { Content } = await rpc({ ...LIVE, action: 'DescribeLiveVerifyContent' }, { DomainName: domain });
  const [host, other] = proofHosts(domain);
  if (stage.dns === 'alidns') {
    return { verdict: 'ok', says: `${root} is not proven yet; the stack adds the record in Alibaba Cloud DNS.` };
  }
  return {
    verdict: 'problem',
    says: `${root} is not proven to be yours.`,
    mend: `Add the TXT record ${host} = ${Content} (at ${other} if the Live console says so), and wait until it resolves.`,
    link: 'https://live.console.aliyun.com/',
    details: { type: 'TXT', host, value: Content },
  };
}

/** No API of Live tells it before a domain is added. */
function icpFiling({ stage }: World): Finding {
  if (!stage.region.startsWith('cn-') && stage.domainScope === 'overseas') {
    return ok('No ICP filing is needed: region and acceleration area are outside the Chinese mainland.');
  }
  return {
    verdict: 'unknown',
    says: `Domains with the area "${stage.domainScope}" in ${stage.region} need an ICP filing; whether they have one only the Live console tells.`,
    mend: 'File the root domain; that covers its subdomains.',
    link: 'https://beian.aliyun.com/',
  };
}
