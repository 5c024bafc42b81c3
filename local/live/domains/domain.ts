/** A live domain: its lifecycle and everything that is configured on it. */
import type { Json } from '../../product.ts';

export type LiveDomainType = 'liveEdge' | 'liveVideo';
export type DomainStatus = 'configuring' | 'online' | 'offline' | 'deleting';

export interface FunctionConfig {
  readonly configId: string;
  readonly functionName: string;
  readonly args: Readonly<Record<string, string>>;
}

export interface StreamNotifyConfig {
  readonly NotifyUrl: string;
  readonly NotifyReqAuth: 'yes' | 'no';
  readonly NotifyAuthKey?: string;
  readonly ExceptionNotifyUrl?: string;
}

export interface RecordNotifyConfig {
  readonly NotifyUrl: string;
  readonly OnDemandUrl?: string;
  readonly NeedStatusNotify: boolean;
  readonly NotifyReqAuth: boolean;
  readonly NotifyAuthKey?: string;
}

export interface RecordVodConfig {
  readonly AppName: string;
  readonly StreamName: string;
  readonly CreateTime: string;
  /** All other parameters as they were set. */
  readonly settings: Readonly<Record<string, Json>>;
}

export interface RecordOssConfig {
  readonly AppName: string;
  readonly StreamName: string;
  readonly OssBucket: string;
  readonly OssEndpoint: string;
  readonly CreateTime: string;
  readonly RecordFormat: readonly Json[];
}

export interface Transcode {
  readonly app: string;
  readonly template: string;
  readonly type: string;
}

export interface Domain {
  readonly name: string;
  readonly type: LiveDomainType;
  readonly region: string;
  scope: string;
  readonly createdAtMs: number;
  modifiedAtMs: number;
  /** From then on it is `online`, unless stopped or deleted. */
  onlineAtMs: number;
  stopped: boolean;
  /** From then on it does not exist. */
  goneAtMs?: number;
  /** Ingest domain that a streaming domain plays from. */
  ingestDomain?: string;
  configs: FunctionConfig[];
  streamNotify?: StreamNotifyConfig;
  recordNotify?: RecordNotifyConfig;
  recordVod: RecordVodConfig[];
  /** Missing in states of older versions. */
  recordOss?: RecordOssConfig[];
  /** HTTPS is on. */
  certificate?: { readonly name: string; readonly type: string };
  transcodes?: readonly Transcode[];
}

/** The lifecycle: configuring → online ⇄ offline → deleting → gone (undefined). */
export function statusOf(domain: Domain, nowMs: number): DomainStatus | undefined {
  if (domain.goneAtMs !== undefined) return nowMs < domain.goneAtMs ? 'deleting' : undefined;
  if (domain.stopped) return 'offline';
  return nowMs < domain.onlineAtMs ? 'configuring' : 'online';
}

/** The name that the user's DNS record must point to; known once the domain has been set up. */
export function cnameOf(domain: Domain, nowMs: number): string {
  return statusOf(domain, nowMs) === 'configuring' ? '' : `${domain.name}.w.alikunlun.com`;
}
