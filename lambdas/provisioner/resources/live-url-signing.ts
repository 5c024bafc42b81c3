/** URL signing (type A) of a domain: keys that are there are used, missing ones are made, and the AppServer is told. */
import * as z from 'zod/mini';
import { domainName, rotation, wholeNumber } from '../properties.ts';
import { defineResource, read } from '../resource.ts';
import { isConfigurable } from './domain-detail.ts';
import { signingKeys } from './signing-keys.ts';
import { AUTH_FUNCTION, type AuthArguments, readAuthentication, writeAuthentication } from './url-authentication.ts';

const previous = z.nullable(z.record(z.string(), z.string()));

export const liveUrlSigning = defineResource({
  type: 'Custom::LiveUrlSigning',
  schema: z.object({
    DomainName: domainName(),
    Purpose: z.enum(['ingest', 'streaming']),
    /** Added by the service to the timestamp of a URL. */
    ValiditySeconds: wholeNumber(60, 31_536_000),
    Rotation: rotation(),
  }),
  immutable: ['DomainName', 'Purpose'],
  physicalId: ({ DomainName }) => `${DomainName}/url-signing`,
  /** The service learns a new key before the AppServer signs with it, and keeps the one that signed before (live.md §6.1). */
  apply: async ({ DomainName, Purpose, ValiditySeconds, Rotation }, context) => {
    const { openApi, journal, settings, random } = context;
    const before = await readAuthentication(openApi, DomainName);
    const known = await settings.read(`url-signing/${Purpose}`);
    const keys = signingKeys(before, known?.domain === DomainName ? known : undefined, Rotation, random);
    const { key1, key2 } = keys;
    context.hide(key1);
    context.hide(key2);
    const wanted = {
      auth_type: 'type_a',
      auth_key1: key1,
      auth_key2: key2,
      ali_auth_delta: String(ValiditySeconds),
    };
    if (!includes(before, wanted)) {
      await journal.record('authentication', DomainName, before ?? null);
      await writeAuthentication(openApi, DomainName, { ...before, ...wanted });
      // The values of a config's Status are UNCERTAIN, so it is read again instead.
      await context.waitUntil(`the URL signing keys of ${DomainName}`, async () =>
        includes(await readAuthentication(openApi, DomainName), wanted) ? true : undefined,
      );
    }
    await context.writeSetting(`url-signing/${Purpose}`, {
      domain: DomainName,
      ...keys,
      validitySeconds: ValiditySeconds,
    });
    return {};
  },
  undo: {
    authentication: async ({ key, data }, { openApi }) => {
      if (!(await isConfigurable(openApi, key))) {
        return;
      }
      const before = read(previous, data, 'journal');
      const found = await readAuthentication(openApi, key);
      if (before ? includes(found, before) : !found) {
        // The change never took place: the journal is written before it.
        return;
      }
      if (before) {
        await writeAuthentication(openApi, key, before);
      } else {
        const parameters = { DomainNames: key, FunctionNames: AUTH_FUNCTION };
        await openApi.call('live', 'BatchDeleteLiveDomainConfigs', parameters);
      }
    },
  },
});

function includes(found: AuthArguments | undefined, wanted: AuthArguments): boolean {
  return found !== undefined && Object.entries(wanted).every(([name, value]) => found[name] === value);
}
