/** Records the streams of an app to VOD and tells the AppServer about it. */
import * as z from 'zod/mini';
import { domainName, text, url, wholeNumber } from '../properties.ts';
import { type Context, defineResource, Refusal, read } from '../resource.ts';
import { callbackKey } from './callback-key.ts';
import { createOnce } from './create-once.ts';
import {
  deleteRecordNotification,
  deleteVodConfig,
  findRecordNotification,
  findVodConfig,
  writeRecordNotification,
  writeVodConfig,
} from './record-configs.ts';

const schema = z.object({
  /** The streaming domain. */
  DomainName: domainName(),
  AppName: text(255),
  /** Seconds; a longer stream gives several videos. */
  CycleDuration: wholeNumber(300, 21_600),
  CallbackUrl: url(),
});

type Properties = z.infer<typeof schema>;

export const liveRecording = defineResource({
  type: 'Custom::LiveRecording',
  schema,
  immutable: ['DomainName', 'AppName'],
  physicalId: ({ DomainName, AppName }) => `${DomainName}/${AppName}/recording`,
  apply: async (properties, context) => {
    await applyNotification(properties, context);
    await applyVodConfig(properties, context);
    return {};
  },
  undo: {
    notification: ({ key }, { openApi }) => deleteRecordNotification(openApi, key),
    vod: ({ key, data }, { openApi }) => {
      const { domain } = read(z.object({ domain: z.string() }), data, 'journal');
      return deleteVodConfig(openApi, domain, key);
    },
  },
});

async function applyNotification({ DomainName, CallbackUrl }: Properties, context: Context): Promise<void> {
  const { openApi, journal } = context;
  const NotifyAuthKey = await callbackKey('recording', context);
  const config = { DomainName, NotifyUrl: CallbackUrl, NotifyAuthKey };
  const found = await findRecordNotification(openApi, DomainName);
  if (!found) {
    await journal.record('notification', DomainName);
    await createOnce(
      () => writeRecordNotification(openApi, 'AddLiveRecordNotifyConfig', config),
      () => findRecordNotification(openApi, DomainName),
    );
  } else if (found.NotifyUrl !== CallbackUrl || found.NotifyAuthKey !== NotifyAuthKey) {
    if (!journal.has('notification', DomainName)) {
      throw new Refusal(
        `${DomainName} sends its recording events to ${found.NotifyUrl} already, which this stack did not set. ` +
          'Remove that callback in the Live console, then deploy again.',
      );
    }
    await writeRecordNotification(openApi, 'UpdateLiveRecordNotifyConfig', config);
  }
}

async function applyVodConfig({ DomainName, AppName, CycleDuration }: Properties, context: Context): Promise<void> {
  const { openApi, journal } = context;
  const wanted = { AppName, CycleDuration };
  const found = await findVodConfig(openApi, DomainName, AppName);
  if (!found) {
    await journal.record('vod', AppName, { domain: DomainName });
    await createOnce(
      () => writeVodConfig(openApi, 'AddLiveRecordVodConfig', DomainName, wanted),
      () => findVodConfig(openApi, DomainName, AppName),
    );
  } else if (found.CycleDuration !== CycleDuration) {
    if (!journal.has('vod', AppName)) {
      throw new Refusal(
        `${DomainName} records the app ${AppName} to VOD already, by a configuration that this stack did not make. ` +
          'Remove it in the Live console or choose another app name, then deploy again.',
      );
    }
    await writeVodConfig(openApi, 'UpdateLiveRecordVodConfig', DomainName, wanted);
  }
}
