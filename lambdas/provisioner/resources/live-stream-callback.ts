/** Tells the AppServer when a stream starts and ends, with signed calls. */
import * as z from 'zod/mini';
import { hasCode } from '../../cloud/errors.ts';
import type { OpenApi } from '../../cloud/openapi.ts';
import { domainName, url } from '../properties.ts';
import { defineResource, read } from '../resource.ts';
import { callbackKey } from './callback-key.ts';
import { isConfigurable } from './domain-detail.ts';
import { unlessMissing } from './missing.ts';

const notification = z.object({
  NotifyUrl: z.optional(z.string()),
  NotifyReqAuth: z.optional(z.string()),
  NotifyAuthKey: z.optional(z.string()),
});

type Notification = z.infer<typeof notification>;

export const liveStreamCallback = defineResource({
  type: 'Custom::LiveStreamCallback',
  /** The ingest domain: the signature covers its name (live.md §0.9). */
  schema: z.object({ DomainName: domainName(), CallbackUrl: url() }),
  immutable: ['DomainName'],
  physicalId: ({ DomainName }) => `${DomainName}/stream-callback`,
  apply: async ({ DomainName, CallbackUrl }, context) => {
    const { openApi, journal } = context;
    const NotifyAuthKey = await callbackKey('stream', context);
    const wanted = { NotifyUrl: CallbackUrl, NotifyReqAuth: 'yes', NotifyAuthKey };
    const before = await describe(openApi, DomainName);
    if (!before || !isSame(before, wanted)) {
      await journal.record('notification', DomainName, before ?? null);
      await write(openApi, DomainName, wanted);
    }
    return {};
  },
  undo: {
    notification: async ({ key, data }, { openApi }) => {
      if (!(await isConfigurable(openApi, key))) {
        return;
      }
      const before = read(z.nullable(notification), data, 'journal');
      if (before) {
        await write(openApi, key, before);
      } else {
        await clear(openApi, key);
      }
    },
  },
});

async function describe(openApi: OpenApi, DomainName: string): Promise<Notification | undefined> {
  const action = 'DescribeLiveStreamsNotifyUrlConfig';
  const schema = z.object({ LiveStreamsNotifyConfig: z.optional(notification) });
  const found = await unlessMissing(async () =>
    read(schema, await openApi.call('live', action, { DomainName }), action),
  );
  const config = found?.LiveStreamsNotifyConfig;
  return config?.NotifyUrl ? config : undefined;
}

/** Set refuses to overwrite (`ConfigAlreadyExists`, live.md §1); then the old configuration goes first. */
async function write(openApi: OpenApi, DomainName: string, config: Notification): Promise<void> {
  const set = () => openApi.call('live', 'SetLiveStreamsNotifyUrlConfig', { DomainName, ...config });
  try {
    await set();
  } catch (error) {
    if (!hasCode(error, 'ConfigAlreadyExists')) {
      throw error;
    }
    await clear(openApi, DomainName);
    await set();
  }
}

async function clear(openApi: OpenApi, DomainName: string): Promise<void> {
  await unlessMissing(() => openApi.call('live', 'DeleteLiveStreamsNotifyUrlConfig', { DomainName }));
}

function isSame(found: Notification, wanted: Notification): boolean {
  return found.NotifyUrl === wanted.NotifyUrl && found.NotifyAuthKey === wanted.NotifyAuthKey;
}
