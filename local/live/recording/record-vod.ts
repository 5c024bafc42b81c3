/** Live-to-VOD recording of a streaming domain: add, update, describe and delete (live.md §3 step 10). */
import { page } from '../../openapi/page.ts';
import { number, requiredText, text } from '../../openapi/read.ts';
import type { Action, Params } from '../../openapi/service.ts';
import type { Json } from '../../product.ts';
import type { LiveContext } from '../context.ts';
import type { Domain, RecordVodConfig } from '../domains/domain.ts';
import { liveError } from '../errors.ts';
import { utc } from '../timestamps.ts';

/** Stands for every stream of the app. */
const EVERY_STREAM = '*';

export function addLiveRecordVodConfig({ domains, clock }: LiveContext): Action {
  return (params) => {
    const domain = domains.getOnline(requiredText(params, 'DomainName'), 'liveVideo');
    const config = configOf(params, utc(clock.now()));
    if (find(domain, params)) throw liveError.configExists(`recording of ${config.AppName}/${config.StreamName}`);
    domain.recordVod.push(config);
    return {};
  };
}

export function updateLiveRecordVodConfig({ domains }: LiveContext): Action {
  return (params) => {
    const domain = domains.getOnline(requiredText(params, 'DomainName'), 'liveVideo');
    const before = existing(domain, params);
    const config = configOf(params, before.CreateTime);
    domain.recordVod = domain.recordVod.map((held) => (held === before ? config : held));
    return {};
  };
}

export function deleteLiveRecordVodConfig({ domains }: LiveContext): Action {
  return (params) => {
    const domain = domains.get(requiredText(params, 'DomainName'));
    const before = existing(domain, params);
    domain.recordVod = domain.recordVod.filter((held) => held !== before);
    return {};
  };
}

export function describeLiveRecordVodConfigs({ domains }: LiveContext): Action {
  return (params) => {
    const domain = domains.get(requiredText(params, 'DomainName'));
    const [app, stream] = [text(params, 'AppName'), text(params, 'StreamName')];
    const wanted = domain.recordVod.filter(
      (held) => (app === undefined || held.AppName === app) && (stream === undefined || held.StreamName === stream),
    );
    const found = page(wanted, params, { number: 'PageNum', size: 'PageSize', defaultSize: 10, maxSize: 100 });
    const LiveRecordVodConfig = found.items.map((config) => entryOf(domain.name, config));
    return {
      LiveRecordVodConfigs: { LiveRecordVodConfig },
      PageNum: found.number,
      PageSize: found.size,
      Total: String(found.total),
    };
  };
}

function entryOf(DomainName: string, { settings, ...config }: RecordVodConfig): { [name: string]: Json } {
  const { RecordFormat, TranscodeTemplates, ...others } = settings;
  return {
    DomainName,
    ...config,
    ...others,
    ...(RecordFormat === undefined ? {} : { RecordFormatList: { RecordFormat } }),
    ...(Array.isArray(TranscodeTemplates) ? { TranscodeTemplates: TranscodeTemplates.join(',') } : {}),
  };
}

function find(domain: Domain, params: Params): RecordVodConfig | undefined {
  const [app, stream] = [text(params, 'AppName'), text(params, 'StreamName') ?? EVERY_STREAM];
  return domain.recordVod.find((held) => held.AppName === app && held.StreamName === stream);
}

function existing(domain: Domain, params: Params): RecordVodConfig {
  const config = find(domain, params);
  if (!config) {
    const stream = text(params, 'StreamName') ?? EVERY_STREAM;
    throw liveError.configNotFound(`recording of ${text(params, 'AppName')}/${stream} on ${domain.name}`);
  }
  return config;
}

function configOf(params: Params, createTime: string): RecordVodConfig {
  const { DomainName: _domain, AppName: _app, StreamName: _stream, RegionId: _region, ...given } = params;
  const range = (name: string, low: number, high: number): void => {
    const value = number(params, name);
    if (value !== undefined && (value < low || value > high))
      throw liveError.invalid(name, `${low} to ${high} seconds`);
  };
  range('CycleDuration', 300, 21_600);
  range('DelayTime', 15, 21_600);
  const onDemand = number(params, 'OnDemand') ?? 0;
  if (![0, 1, 2, 7].includes(onDemand)) throw liveError.invalid('OnDemand', '0, 1, 2 or 7');
  if (!text(params, 'VodTranscodeGroupId') && !Array.isArray(params.RecordFormat)) {
    throw liveError.invalid('VodTranscodeGroupId', 'a transcoding template group, or RecordFormat.1');
  }
  if (params.AutoCompose === 'ON' && !text(params, 'ComposeVodTranscodeGroupId')) {
    throw liveError.invalid('ComposeVodTranscodeGroupId', 'a template group, because AutoCompose is ON');
  }
  const settings: Record<string, Json> = { CycleDuration: 3600, OnDemand: onDemand, ...given };
  return {
    AppName: requiredText(params, 'AppName'),
    StreamName: text(params, 'StreamName') ?? EVERY_STREAM,
    CreateTime: createTime,
    settings,
  };
}
