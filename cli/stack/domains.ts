/** What must be true of a stage's domains before its stack is created, and what its owner must do after. */
import { isLocal } from '../../cdk/config/checks.ts';
import type { Stage } from '../../cdk/config/schema.ts';
import { proofHosts, rootOf } from '../../lambdas/cloud/root-domain.ts';
import type { LiveDomains } from '../cloud/live-domains.ts';
import { CliError } from '../errors.ts';
import { linesOf, type WaitOptions, type WantedRecord, waitForRecords } from './records.ts';

export type FindCnames = (name: string) => Promise<string[]>;

/**
 * Settles the ownership of both domains and the record of the AppServer's own domain, because a stack that is created
 * without them only fails. With `dns: alidns` the stack does this itself.
 *
 * @throws CliError for a domain that another stack or person uses, or with the records that are missing.
 */
export async function settleDomains(
  stage: Stage,
  { live, cnames, accountId }: { live: LiveDomains; cnames: FindCnames; accountId: string },
  options: WaitOptions,
): Promise<void> {
  if (isLocal(stage)) return;
  const existing = await live.names();
  refuseForeign(stage, existing);
  const look = async (): Promise<WantedRecord[]> => [
    ...(stage.dns === 'alidns' ? [] : await missingProofs(stage, existing, live)),
    ...(await missingOwnDomain(stage, accountId, cnames)),
  ];
  const missing = await waitForRecords(look, options);
  if (missing.length === 0) return;
  throw new CliError('RecordsMissing', ['these DNS records are missing:', ...linesOf(missing)].join('\n'), {
    hint: 'Add them, wait until they resolve, and run the command again; nothing was created. With --wait it waits for them.',
    exitCode: 1,
    details: { records: missing },
  });
}

/** P13, before anything is created. */
function refuseForeign({ domains, name }: Stage, existing: readonly string[]): void {
  if (domains.adopt) return;
  const taken = [domains.ingest, domains.streaming].filter((domain) => existing.includes(domain));
  if (taken.length === 0) return;
  throw new CliError('DomainExists', `${taken.join(' and ')}: this account has live domains of that name already`, {
    hint:
      `Choose other domains for stage ${name}, delete these in the Live console, or set "domains": {"adopt": true}: ` +
      'then they are used as they are and never deleted.',
    exitCode: 2,
    details: { domains: taken },
  });
}

/** A root under which the account has a live domain is proven for good (live.md §3, step 1). */
async function missingProofs(
  { domains }: Stage,
  existing: readonly string[],
  live: LiveDomains,
): Promise<WantedRecord[]> {
  const proven = new Set(existing.map(rootOf));
  const byRoot = new Map([domains.ingest, domains.streaming].map((domain) => [rootOf(domain), domain]));
  const missing: WantedRecord[] = [];
  for (const [root, domain] of byRoot) {
    if (proven.has(root) || (await live.isProven(domain))) continue;
    const [host, other] = proofHosts(domain);
    const purpose = `proof that ${root} is yours; at ${other} if the Live console says so; may be removed afterwards`;
    missing.push({ type: 'TXT', host, value: await live.proofOf(domain), purpose });
  }
  return missing;
}

/** Function Compute refuses a custom domain whose CNAME is not there yet (function-compute.md §7). */
async function missingOwnDomain(stage: Stage, accountId: string, cnames: FindCnames): Promise<WantedRecord[]> {
  const { customDomain: host, region, dnsZone } = stage;
  if (host === undefined || (stage.dns === 'alidns' && host.endsWith(`.${dnsZone}`))) return [];
  const value = `${accountId}.${region}.fc.aliyuncs.com`;
  return (await cnames(host)).includes(value) ? [] : [{ type: 'CNAME', host, value, purpose: 'the AppServer' }];
}

/** The CNAME records of a deployed stack that do not resolve yet, after waiting for them. */
export async function awaitCnames(
  stage: Stage,
  outputs: Readonly<Record<string, string>>,
  cnames: FindCnames,
  options: WaitOptions,
): Promise<readonly WantedRecord[]> {
  if (isLocal(stage)) return [];
  const wanted = [
    { host: outputs.IngestDomain, value: outputs.IngestCname, purpose: 'anchors push to it' },
    { host: outputs.StreamingDomain, value: outputs.StreamingCname, purpose: 'viewers play from it' },
  ].flatMap(({ host, value, purpose }) => (host && value ? [{ type: 'CNAME' as const, host, value, purpose }] : []));
  return waitForRecords(async () => {
    const found = await Promise.all(
      wanted.map(async ({ host, value }) => (await cnames(host)).includes(value.toLowerCase())),
    );
    return wanted.filter((_, index) => !found[index]);
  }, options);
}
