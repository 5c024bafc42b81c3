/** The configuration by which a live stream is recorded to a bucket, as Live's OpenAPI reads and writes it. */
import * as z from 'zod/mini';
import type { OpenApi } from '../../cloud/openapi.ts';
import { read } from '../resource.ts';
import { unlessMissing } from './missing.ts';

const configs = z.object({
  LiveAppRecordList: z.optional(
    z.object({
      LiveAppRecord: z.optional(
        z.array(
          z.object({
            AppName: z.string(),
            StreamName: z.optional(z.string()),
            OssBucket: z.optional(z.string()),
            OssEndpoint: z.optional(z.string()),
            RecordFormatList: z.optional(
              z.object({ RecordFormat: z.optional(z.array(z.object({ CycleDuration: z.optional(z.number()) }))) }),
            ),
          }),
        ),
      ),
    }),
  ),
});

export interface OssConfig {
  readonly bucket: string;
  readonly endpoint: string;
  /** Seconds; undefined when the service does not tell. */
  readonly cycleDuration: number | undefined;
}

/** The configuration that covers all streams of an app. */
export async function findOssConfig(
  openApi: OpenApi,
  DomainName: string,
  AppName: string,
): Promise<OssConfig | undefined> {
  const action = 'DescribeLiveRecordConfig';
  const answer = await unlessMissing(async () =>
    read(configs, await openApi.call('live', action, { DomainName, AppName }), action),
  );
  const held = (answer?.LiveAppRecordList?.LiveAppRecord ?? []).find(
    (config) => config.AppName === AppName && ['', '*'].includes(config.StreamName ?? ''),
  );
  return (
    held && {
      bucket: held.OssBucket ?? '',
      endpoint: held.OssEndpoint ?? '',
      cycleDuration: held.RecordFormatList?.RecordFormat?.[0]?.CycleDuration,
    }
  );
}

/** Where the service puts playlists and their slices: the patterns of the API's own examples. */
const PREFIXES = {
  OssObjectPrefix: 'record/{AppName}/{StreamName}/{Sequence}_{EscapedStartTime}_{EscapedEndTime}',
  SliceOssObjectPrefix: 'record/{AppName}/{StreamName}/{UnixTimestamp}_{Sequence}',
};

/** Everything is recorded as m3u8. An update takes neither bucket nor prefixes. */
export async function writeOssConfig(
  openApi: OpenApi,
  action: 'AddLiveAppRecordConfig' | 'UpdateLiveAppRecordConfig',
  config: {
    readonly DomainName: string;
    readonly AppName: string;
    readonly Bucket: string;
    readonly Endpoint: string;
    readonly CycleDuration: number;
  },
): Promise<void> {
  const { DomainName, AppName, Bucket, Endpoint, CycleDuration } = config;
  const isNew = action === 'AddLiveAppRecordConfig';
  await openApi.call('live', action, {
    ...{ DomainName, AppName, StreamName: '*', OssEndpoint: Endpoint },
    ...(isNew ? { OssBucket: Bucket } : {}),
    RecordFormat: [{ Format: 'm3u8', CycleDuration: String(CycleDuration), ...(isNew ? PREFIXES : {}) }],
  });
}

export async function deleteOssConfig(openApi: OpenApi, DomainName: string, AppName: string): Promise<void> {
  await unlessMissing(() =>
    openApi.call('live', 'DeleteLiveAppRecordConfig', { DomainName, AppName, StreamName: '*' }),
  );
}
