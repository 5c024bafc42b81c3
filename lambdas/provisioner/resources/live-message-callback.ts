/** Tells the AppServer who logs in to the messaging app, joins a group and leaves it. */
import * as z from 'zod/mini';
import type { OpenApi } from '../../cloud/openapi.ts';
import { text, url } from '../properties.ts';
import { defineResource, read } from '../resource.ts';
import { unlessMissing } from './missing.ts';

const journalData = z.object({ dataCenter: z.string(), before: z.string() });

export const liveMessageCallback = defineResource({
  type: 'Custom::LiveMessageCallback',
  /** The service allows no port and no private address in the URL (live.md §0.11). */
  schema: z.object({ AppId: text(64), DataCenter: text(64), CallbackUrl: url() }),
  immutable: ['AppId', 'DataCenter'],
  physicalId: ({ AppId }) => `${AppId}/message-callback`,
  apply: async ({ AppId, DataCenter, CallbackUrl }, { openApi, journal }) => {
    const before = (await callbackOf(openApi, DataCenter, AppId)) ?? '';
    if (before !== CallbackUrl) {
      await journal.record('callback', AppId, { dataCenter: DataCenter, before });
      await setCallback(openApi, DataCenter, AppId, CallbackUrl);
    }
    return {};
  },
  undo: {
    callback: async ({ key, data }, { openApi }) => {
      const { dataCenter, before } = read(journalData, data, 'journal');
      const now = await callbackOf(openApi, dataCenter, key);
      if (now !== undefined && now !== before) {
        await setCallback(openApi, dataCenter, key, before);
      }
    },
  },
});

/** Empty when there is none, undefined when there is no such app. */
function callbackOf(openApi: OpenApi, DataCenter: string, AppId: string): Promise<string | undefined> {
  const action = 'DescribeLiveMessageApp';
  const schema = z.object({ EventCallbackUrl: z.optional(z.nullable(z.string())) });
  return unlessMissing(async () => {
    const answer = read(schema, await openApi.call('live', action, { AppId, DataCenter }), action);
    return answer.EventCallbackUrl ?? '';
  });
}

/** UNCERTAIN: that an empty URL takes the callback away; no other action does (live-api.json). */
async function setCallback(openApi: OpenApi, DataCenter: string, AppId: string, url: string): Promise<void> {
  await openApi.call('live', 'ModifyLiveMessageAppCallback', { AppId, DataCenter, EventCallbackUrl: url });
}
