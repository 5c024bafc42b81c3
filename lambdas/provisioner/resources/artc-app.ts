/** The ARTC app for co-streaming: bought in the console (no API creates one, live.md §0.2), checked and remembered here. */
import * as z from 'zod/mini';
import { CloudError } from '../../cloud/errors.ts';
import { text } from '../properties.ts';
import { type Context, defineResource, Refusal, read } from '../resource.ts';
import { isMissing, unlessMissing } from './missing.ts';

const apps = z.object({
  AppList: z.optional(z.object({ App: z.optional(z.array(z.object({ AppId: z.string() }))) })),
});

const CONSOLE = 'ApsaraVideo Live console > Live+ > Real-time Communication > Applications';

export const artcApp = defineResource({
  type: 'Custom::ArtcApp',
  schema: z.object({ AppId: text(64), AppKey: text(128) }),
  immutable: [],
  physicalId: () => 'artc-app',
  apply: async ({ AppId, AppKey }, context) => {
    context.hide(AppKey);
    await verifyKey(AppId, AppKey, context);
    await context.writeSetting('artc-app', { appId: AppId, appKey: AppKey });
    return { AppId };
  },
  undo: {},
});

async function verifyKey(AppId: string, AppKey: string, { openApi, hide, log }: Context): Promise<void> {
  const list = await unlessMissing(async () =>
    read(apps, await openApi.call('rtc', 'DescribeApps', { AppId }), 'DescribeApps'),
  );
  if (!list?.AppList?.App?.some((app) => app.AppId === AppId)) {
    throw new Refusal(`This account has no ARTC app ${AppId}. See ${CONSOLE} for the AppId.`);
  }
  try {
    const action = 'DescribeAppKey';
    const found = read(z.object({ AppKey: z.string() }), await openApi.call('rtc', action, { AppId }), action);
    hide(found.AppKey);
    if (found.AppKey !== AppKey) {
      throw new Refusal(`The AppKey given is not that of the ARTC app ${AppId}. See ${CONSOLE} for the AppKey.`);
    }
  } catch (error) {
    // Not every kind of app may show its key (UNCERTAIN): then the given one is believed.
    if (!(error instanceof CloudError) || error.retryable || isMissing(error)) {
      throw error;
    }
    log.warn('AppKey not verified', { appId: AppId, code: error.code });
  }
}
