/** The two configurations by which a live stream is recorded to VOD, as Live's OpenAPI reads and writes them. */
import * as z from 'zod/mini';
import type { OpenApi } from '../../cloud/openapi.ts';
import { read } from '../resource.ts';
import { unlessMissing } from './missing.ts';

const vodConfigs = z.object({
  LiveRecordVodConfigs: z.optional(
    z.object({
      LiveRecordVodConfig: z.optional(
        z.array(
          z.object({
            AppName: z.string(),
            StreamName: z.optional(z.string()),
            CycleDuration: z.optional(z.number()),
          }),
        ),
      ),
    }),
  ),
});

export interface VodConfig {
  readonly AppName: string;
  /** Seconds after which a new video begins. */
  readonly CycleDuration: number;
}

/** The configuration that covers all streams of an app. */
export async function findVodConfig(openApi: OpenApi, DomainName: string, AppName: string) {
  const action = 'DescribeLiveRecordVodConfigs';
  const found = await unlessMissing(async () =>
    read(vodConfigs, await openApi.call('live', action, { DomainName, AppName }), action),
  );
  const configs = found?.LiveRecordVodConfigs?.LiveRecordVodConfig ?? [];
  return configs.find((config) => config.AppName === AppName && ['', '*'].includes(config.StreamName ?? ''));
}

/** Records everything as m3u8; a transcode group or a record format is required (live.md §3, step 10). */
export async function writeVodConfig(
  openApi: OpenApi,
  action: 'AddLiveRecordVodConfig' | 'UpdateLiveRecordVodConfig',
  DomainName: string,
  config: VodConfig,
): Promise<void> {
  await openApi.call('live', action, { DomainName, ...config, RecordFormat: [{ Format: 'm3u8' }] });
}

export async function deleteVodConfig(openApi: OpenApi, DomainName: string, AppName: string): Promise<void> {
  await unlessMissing(() => openApi.call('live', 'DeleteLiveRecordVodConfig', { DomainName, AppName }));
}

const notifyConfig = z.object({
  LiveRecordNotifyConfig: z.optional(
    z.object({ NotifyUrl: z.optional(z.string()), NotifyAuthKey: z.optional(z.string()) }),
  ),
});

/** Where recording events of a streaming domain go; undefined when nowhere. */
export async function findRecordNotification(openApi: OpenApi, DomainName: string) {
  const action = 'DescribeLiveRecordNotifyConfig';
  const found = await unlessMissing(async () =>
    read(notifyConfig, await openApi.call('live', action, { DomainName }), action),
  );
  return found?.LiveRecordNotifyConfig?.NotifyUrl ? found.LiveRecordNotifyConfig : undefined;
}

/** Signed, and with the events of a recording's start, pause and end. */
export async function writeRecordNotification(
  openApi: OpenApi,
  action: 'AddLiveRecordNotifyConfig' | 'UpdateLiveRecordNotifyConfig',
  config: { DomainName: string; NotifyUrl: string; NotifyAuthKey: string },
): Promise<void> {
  await openApi.call('live', action, { ...config, NotifyReqAuth: true, NeedStatusNotify: true });
}

export async function deleteRecordNotification(openApi: OpenApi, DomainName: string): Promise<void> {
  await unlessMissing(() => openApi.call('live', 'DeleteLiveRecordNotifyConfig', { DomainName }));
}
