/** The interactive messaging (IM) app: found by name or created, never two of them; the service has no deletion. */
import * as z from 'zod/mini';
import { text } from '../properties.ts';
import { type Context, defineResource, Refusal, read } from '../resource.ts';
import { createOnce } from './create-once.ts';
import { findMessageApp, type MessageApp, setMessageAppDisabled } from './message-apps.ts';

const schema = z.object({
  /** 2 to 16 characters (live.md §3, step 11). */
  AppName: text(16).check(z.minLength(2)),
  DataCenter: text(64),
});

type Properties = z.infer<typeof schema>;

export const liveMessageApp = defineResource({
  type: 'Custom::LiveMessageApp',
  schema,
  immutable: ['AppName', 'DataCenter'],
  physicalId: ({ AppName, DataCenter }) => `${DataCenter}/${AppName}`,
  apply: async ({ AppName, DataCenter }, context) => {
    const { openApi, journal } = context;
    const found = await findMessageApp(openApi, DataCenter, AppName);
    if (!found || found.Disable) {
      await journal.record('app', AppName, { dataCenter: DataCenter });
    }
    if (found?.Disable) {
      // Disabled by an earlier teardown of this stage: enabled for as long as this stack lives.
      await setMessageAppDisabled(openApi, DataCenter, found.AppId, false);
    }
    const app = found ?? (await createApp({ AppName, DataCenter }, context));
    context.hide(app.AppKey);
    context.hide(app.AppSign);
    const { AppId: appId, AppKey: appKey, AppSign: appSign } = app;
    await context.writeSetting('message-app', { appId, appKey, appSign, dataCenter: DataCenter });
    return { AppId: appId };
  },
  undo: {
    /** Only apps that this stack created or enabled are in its journal. */
    app: async ({ key, data }, { openApi }) => {
      const { dataCenter } = read(z.object({ dataCenter: z.string() }), data, 'journal');
      const app = await findMessageApp(openApi, dataCenter, key);
      if (app && !app.Disable) {
        await setMessageAppDisabled(openApi, dataCenter, app.AppId, true);
      }
    },
  },
});

/** Creating twice makes two apps (live.md §1). */
async function createApp({ AppName, DataCenter }: Properties, { openApi }: Context): Promise<MessageApp> {
  const made = await createOnce(
    () => openApi.call('live', 'CreateLiveMessageApp', { AppName, DataCenter }, { repeatable: false }),
    () => findMessageApp(openApi, DataCenter, AppName),
  );
  if (!made) {
    throw new Refusal(`The messaging app ${AppName} was created but is not listed. Deploy again to continue.`);
  }
  return made;
}
