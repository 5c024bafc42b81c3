/** Proof that a domain is the account's: asked for once per root domain (live.md §3, step 1). */
import * as z from 'zod/mini';
import { CloudError, hasCode } from '../../cloud/errors.ts';
import type { OpenApi } from '../../cloud/openapi.ts';
import { proofHosts, rootOf } from '../../cloud/root-domain.ts';
import { type Context, Refusal, read } from '../resource.ts';
import { addTxtRecord, removeTxtRecord } from './txt-record.ts';

const content = z.object({ Content: z.string() });

/**
 * Runs `add`; where the service asks for a proof of ownership, has a TXT record checked that may have been added since,
 * or adds it itself where the zone of the domain is Alibaba Cloud's.
 *
 * @throws Refusal with the record to add.
 */
export async function withOwnership(
  domain: string,
  zone: string | undefined,
  context: Context,
  add: () => Promise<void>,
): Promise<void> {
  const refused = await ownershipRefusal(add);
  if (!refused) {
    return;
  }
  if (await isVerified(context.openApi, domain)) {
    return add();
  }
  const action = 'DescribeLiveVerifyContent';
  const { Content } = read(content, await context.openApi.call('live', action, { DomainName: domain }), action);
  if (zone === undefined || !holds(zone, rootOf(domain))) {
    throw new Refusal(instructions(domain, Content, refused));
  }
  await proveInZone(domain, zone, Content, context, add);
}

/** The service's wish for a proof; undefined when `add` succeeded. */
async function ownershipRefusal(add: () => Promise<void>): Promise<CloudError | undefined> {
  try {
    await add();
    return undefined;
  } catch (error) {
    if (!hasCode(error, 'DomainOwnerVerifyFail')) {
      throw error;
    }
    return error as CloudError;
  }
}

async function isVerified(openApi: OpenApi, domain: string): Promise<boolean> {
  try {
    await openApi.call('live', 'VerifyLiveDomainOwner', { DomainName: domain, VerifyType: 'dnsCheck' });
    return true;
  } catch (error) {
    if (!(error instanceof CloudError) || error.retryable) {
      throw error;
    }
    return false;
  }
}

/** The records stay until the service has seen them; the proof counts for good, so they are taken away again at once. */
async function proveInZone(
  domain: string,
  zone: string,
  value: string,
  context: Context,
  add: () => Promise<void>,
): Promise<void> {
  const hosts = proofHosts(domain).filter((host) => holds(zone, host));
  for (const host of hosts) {
    await addTxtRecord({ zone, rr: host.slice(0, -zone.length - 1), value }, context);
  }
  await context.waitUntil(`the TXT record of ${hosts.join(' and ')} to be seen by ApsaraVideo Live`, async () => {
    // The other domain of the stack may have proven the same root, and taken its records away, in the meantime.
    await isVerified(context.openApi, domain);
    return (await ownershipRefusal(add)) ? undefined : true;
  });
  for (const { key, data } of context.journal.entries('txt')) {
    await removeTxtRecord(data, context.openApi);
    await context.journal.forget('txt', key);
  }
}

function instructions(domain: string, value: string, refused: CloudError): string {
  const [host, other] = proofHosts(domain);
  return (
    `Alibaba Cloud wants a proof that ${rootOf(domain)} is yours. Add a DNS record of type TXT with the value "${value}" ` +
    `at the host "${host}" (the host that the Live console shows when you add ${domain}; some accounts see ` +
    `"${other}"), wait until it resolves, and deploy again. ` +
    `(code ${refused.code}${refused.requestId ? `, RequestId ${refused.requestId}` : ''})`
  );
}

function holds(zone: string, name: string): boolean {
  return name === zone || name.endsWith(`.${zone}`);
}
