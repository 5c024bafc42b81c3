/** Whether the CNAME records of a deployed stage resolve to where they should. */
import { isLocal } from '../../../cdk/config/checks.ts';
import { type Check, type Finding, ok, type World } from '../check.ts';

export const dns: Check = {
  id: 'dns',
  title: 'DNS',
  isPreflight: false,
  needsCloud: true,
  run: async (world) => {
    const { stage } = world;
    if (isLocal(stage)) return [ok('The domains end in .localhost: no records are needed.')];
    const own = await ownDomain(world);
    if (!(await world.stack())) return [...own, ok('The CNAME records of both domains follow the first deployment.')];
    const outputs = await world.outputs();
    const pairs = [
      [outputs.IngestDomain, outputs.IngestCname],
      [outputs.StreamingDomain, outputs.StreamingCname],
    ];
    const found = pairs.flatMap(([host, value]) => (host && value ? [cname(world, host, value, 'warning')] : []));
    return [...own, ...(await Promise.all(found))];
  },
};

/** Function Compute refuses a custom domain whose CNAME is not there yet (function-compute.md §7). */
async function ownDomain(world: World): Promise<Finding[]> {
  const { customDomain, region, dns, dnsZone } = world.stage;
  if (customDomain === undefined || (dns === 'alidns' && customDomain.endsWith(`.${dnsZone}`))) return [];
  return [await cname(world, customDomain, `${await world.accountId()}.${region}.fc.aliyuncs.com`, 'problem')];
}

async function cname({ cnames }: World, host: string, value: string, verdict: Finding['verdict']): Promise<Finding> {
  const found = await cnames(host);
  if (found.includes(value.toLowerCase())) return ok(`${host} points to ${value}.`);
  return {
    verdict,
    says: found.length === 0 ? `${host} has no CNAME record.` : `${host} points to ${found.join(', ')}.`,
    mend: `Set the CNAME record ${host} = ${value}; it may take ten minutes to be seen.`,
    details: { type: 'CNAME', host, value, found },
  };
}
