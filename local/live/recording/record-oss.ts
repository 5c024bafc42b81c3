/**
 * Live-to-OSS recording of a streaming domain: add, update, describe and delete (live.md §3 step 10). The local cloud has no
 * buckets: configurations exist, files do not.
 */
import { page } from '../../openapi/page.ts';
import { requiredText, text } from '../../openapi/read.ts';
import type { Action, Params } from '../../openapi/service.ts';
import type { Json } from '../../product.ts';
import type { LiveContext } from '../context.ts';
import type { Domain, RecordOssConfig } from '../domains/domain.ts';
import { liveError } from '../errors.ts';
import { utc } from '../timestamps.ts';

/** Stands for every stream of the app. */
const EVERY_STREAM = '*';

const FORMATS = ['m3u8', 'flv', 'mp4', 'cmaf'];

export function addLiveAppRecordConfig({ domains, clock }: LiveContext): Action {
  return (params) => {
    const domain = domains.getOnline(requiredText(params, 'DomainName'), 'liveVideo');
    const config: RecordOssConfig = {
      AppName: requiredText(params, 'AppName'),
      StreamName: text(params, 'StreamName') ?? EVERY_STREAM,
      OssBucket: requiredText(params, 'OssBucket'),
      OssEndpoint: requiredText(params, 'OssEndpoint'),
      CreateTime: utc(clock.now()),
      RecordFormat: formatsOf(params),
    };
    if (find(domain, params)) throw liveError.configExists(`recording of ${config.AppName}/${config.StreamName}`);
    domain.recordOss = [...(domain.recordOss ?? []), config];
    return {};
  };
}

/** Bucket and prefixes are no parameters of it: they stay. */
export function updateLiveAppRecordConfig({ domains }: LiveContext): Action {
  return (params) => {
    const domain = domains.getOnline(requiredText(params, 'DomainName'), 'liveVideo');
    const before = existing(domain, params);
    const RecordFormat = formatsOf(params).map((format, index) =>
      Object.assign({}, before.RecordFormat[index], format),
    );
    const config = { ...before, OssEndpoint: requiredText(params, 'OssEndpoint'), RecordFormat };
    domain.recordOss = domain.recordOss?.map((held) => (held === before ? config : held)) ?? [];
    return {};
  };
}

export function deleteLiveAppRecordConfig({ domains }: LiveContext): Action {
  return (params) => {
    const domain = domains.get(requiredText(params, 'DomainName'));
    const before = existing(domain, params);
    domain.recordOss = domain.recordOss?.filter((held) => held !== before) ?? [];
    return {};
  };
}

export function describeLiveRecordConfig({ domains }: LiveContext): Action {
  return (params) => {
    const { name, recordOss = [] } = domains.get(requiredText(params, 'DomainName'));
    const [app, stream] = [text(params, 'AppName'), text(params, 'StreamName')];
    const wanted = recordOss.filter(
      (held) => (app === undefined || held.AppName === app) && (stream === undefined || held.StreamName === stream),
    );
    const found = page(wanted, params, { number: 'PageNum', size: 'PageSize', defaultSize: 10, maxSize: 100 });
    const LiveAppRecord = found.items.map(({ RecordFormat, ...config }) => ({
      DomainName: name,
      ...config,
      RecordFormatList: { RecordFormat: [...RecordFormat] },
    }));
    return { LiveAppRecordList: { LiveAppRecord }, PageNum: found.number, PageSize: found.size, TotalNum: found.total };
  };
}

function find({ recordOss = [] }: Domain, params: Params): RecordOssConfig | undefined {
  const [app, stream] = [text(params, 'AppName'), text(params, 'StreamName') ?? EVERY_STREAM];
  return recordOss.find((held) => held.AppName === app && held.StreamName === stream);
}

function existing(domain: Domain, params: Params): RecordOssConfig {
  const config = find(domain, params);
  if (!config) {
    const stream = text(params, 'StreamName') ?? EVERY_STREAM;
    throw liveError.configNotFound(`recording of ${text(params, 'AppName')}/${stream} on ${domain.name}`);
  }
  return config;
}

function formatsOf({ RecordFormat }: Params): { [name: string]: Json }[] {
  const given = Array.isArray(RecordFormat) ? RecordFormat : [];
  if (given.length === 0) throw liveError.invalid('RecordFormat', 'at least RecordFormat.1.Format');
  return given.map((entry) => {
    const format = entry as { [name: string]: Json };
    if (!FORMATS.includes(String(format.Format))) throw liveError.invalid('RecordFormat.Format', FORMATS.join(', '));
    const { CycleDuration } = format;
    if (typeof CycleDuration === 'number' && (CycleDuration < 300 || CycleDuration > 21_600)) {
      throw liveError.invalid('RecordFormat.CycleDuration', '300 to 21600 seconds');
    }
    return format;
  });
}
