/** An ingest or streaming domain of ApsaraVideo Live. */
import * as z from 'zod/mini';
import { CloudError, hasCode } from '../../cloud/errors.ts';
import { domainName, flag, optionalText, text } from '../properties.ts';
import { type Context, defineResource, Refusal } from '../resource.ts';
import { type DomainDetail, describeDomain } from './domain-detail.ts';
import { withOwnership } from './domain-ownership.ts';
import { unlessMissing } from './missing.ts';
import { removeTxtRecord } from './txt-record.ts';

const schema = z.object({
  DomainName: domainName(),
  /** `liveEdge` takes streams in, `liveVideo` plays them. */
  DomainType: z.enum(['liveEdge', 'liveVideo']),
  /** The live centre. */
  Region: text(),
  Scope: z.pipe(optionalText(), z.optional(z.enum(['domestic', 'overseas', 'global']))),
  /** Whether a domain that exists already may be used. It is never deleted. */
  Adopt: flag(false),
  /** A zone of this account's DNS that holds the domain: then the proof of ownership is written there. */
  DnsZone: optionalText(),
});

type Properties = z.infer<typeof schema>;

/** A name that was deleted a moment ago may still be taken (live.md §3, teardown). */
const ADD_TRIES = 4;
const ADD_WAIT_MS = 5_000;

export const liveDomain = defineResource({
  type: 'Custom::LiveDomain',
  schema,
  immutable: ['DomainName', 'DomainType', 'Region'],
  physicalId: ({ DomainName }) => DomainName,
  apply: async (properties, context) => {
    const { DomainName } = properties;
    const found = await describeDomain(context.openApi, DomainName);
    const isOurs = context.journal.has('domain', DomainName);
    if (found) {
      refuseForeign(properties, found, isOurs);
    } else {
      await context.journal.record('domain', DomainName);
      await add(properties, context);
    }
    const detail = await context.waitUntil(`${DomainName} to come online`, async () => {
      const now = await describeDomain(context.openApi, DomainName);
      return now?.DomainStatus === 'online' ? now : undefined;
    });
    if (isOurs && properties.Scope && detail.Scope && detail.Scope !== properties.Scope) {
      const Property = JSON.stringify({ coverage: properties.Scope });
      await context.openApi.call('live', 'ModifyLiveDomainSchdmByProperty', { DomainName, Property });
    }
    return { DomainName, Cname: detail.Cname ?? '' };
  },
  undo: {
    domain: ({ key }, context) => removeDomain(key, context),
    txt: ({ data }, { openApi }) => removeTxtRecord(data, openApi),
  },
});

/** P13: a domain that this stack did not create is used only when the stage says so, and only as it is. */
function refuseForeign(properties: Properties, found: DomainDetail, isOurs: boolean): void {
  const { DomainName, DomainType, Region, Adopt } = properties;
  if (!isOurs && !Adopt) {
    throw new Refusal(
      `The live domain ${DomainName} exists already and was not created by this stack. ` +
        'Choose another domain, delete it in the Live console, or set the stage to adopt existing domains.',
    );
  }
  const differs = [
    found.LiveDomainType && found.LiveDomainType !== DomainType
      ? `its type is ${found.LiveDomainType}, expected ${DomainType}`
      : '',
    found.Region && found.Region !== Region ? `its live centre is ${found.Region}, expected ${Region}` : '',
    found.DomainStatus === 'offline' ? 'it is stopped, start it in the Live console' : '',
  ].filter((text) => text !== '');
  if (differs.length > 0) {
    throw new Refusal(`The live domain ${DomainName} cannot be used: ${differs.join('; ')}.`);
  }
}

async function add({ DomainName, DomainType, Region, Scope, DnsZone }: Properties, context: Context): Promise<void> {
  const { openApi, clock } = context;
  const parameters = { DomainName, LiveDomainType: DomainType, Region, Scope };
  for (let tries = 1; ; tries++) {
    try {
      await withOwnership(DomainName, DnsZone, context, async () => {
        await openApi.call('live', 'AddLiveDomain', parameters);
      });
      return;
    } catch (error) {
      if (!hasCode(error, 'DomainAlreadyExist')) {
        throw error;
      }
      // An attempt whose answer was lost, or a replay of this Create: the domain is in this account after all.
      if (await describeDomain(openApi, DomainName)) {
        return;
      }
      if (tries === ADD_TRIES) {
        throw new Refusal(
          `${DomainName} is in use already, by another account or another product (CDN, VOD, DCDN). ` +
            `Remove it there or choose another domain. (${error.message})`,
        );
      }
      await clock.sleep(ADD_WAIT_MS);
    }
  }
}

/** Stops and deletes a domain, and waits until it is gone: its name cannot be used before. */
const removeDomain = async (DomainName: string, context: Context): Promise<void> => {
  const { openApi, waitUntil } = context;
  const status = async (): Promise<string> => (await describeDomain(openApi, DomainName))?.DomainStatus ?? 'gone';
  const settled = await waitUntil(`${DomainName} to be configured`, async () => {
    const now = await status();
    return now === 'configuring' ? undefined : now;
  });
  if (settled === 'gone') {
    return;
  }
  if (settled === 'online') {
    await stop(DomainName, context);
  }
  if (settled !== 'deleting') {
    await unlessMissing(() => openApi.call('live', 'DeleteLiveDomain', { DomainName }));
  }
  await waitUntil(`${DomainName} to be deleted`, async () => ((await status()) === 'gone' ? true : undefined));
};

async function stop(DomainName: string, { openApi, log }: Context): Promise<void> {
  try {
    await unlessMissing(() => openApi.call('live', 'StopLiveDomain', { DomainName }));
  } catch (error) {
    // Whether a domain must be stopped in each state is not documented: DeleteLiveDomain has the last word.
    if (!(error instanceof CloudError) || error.retryable) {
      throw error;
    }
    log.warn('domain not stopped', { domain: DomainName, error });
  }
}
