/** One example of each custom resource type: what it needs, its properties, and what its updates are. */
import type { Cloud } from './harness.ts';

export const INGEST = 'push.localhost';
export const STREAMING = 'play.localhost';
const API = 'https://api.example.com';

export interface Case {
  readonly type: string;
  readonly properties: Readonly<Record<string, string | number | boolean>>;
  /** Types that must exist before, by their cases. */
  readonly needs?: readonly string[];
  readonly id: string | RegExp;
  readonly data: Readonly<Record<string, unknown>>;
  /** Settings rows that it writes. */
  readonly settings: readonly string[];
  /** Values of properties that can be changed. */
  readonly updates: Readonly<Record<string, string | number>>;
  /** Properties that cannot, with another value. */
  readonly fixed: Readonly<Record<string, string>>;
}

export const CASES: readonly Case[] = [
  {
    type: 'Custom::AppServerKeys',
    properties: {},
    id: 'app-server-keys',
    data: {},
    settings: ['callback-keys', 'jump-key', 'session-keys'],
    updates: {},
    fixed: {},
  },
  {
    type: 'Custom::AppServerAddress',
    properties: { PublicUrl: API },
    id: 'app-server-address',
    data: { PublicUrl: API },
    settings: ['public-url'],
    updates: { PublicUrl: 'https://other.example.com' },
    fixed: {},
  },
  {
    type: 'Custom::LiveDomain',
    properties: { DomainName: INGEST, DomainType: 'liveEdge', Region: 'cn-shanghai', Scope: 'overseas', Adopt: false },
    id: INGEST,
    data: { DomainName: INGEST, Cname: `${INGEST}.w.alikunlun.com` },
    settings: [],
    updates: { Scope: 'global' },
    fixed: { DomainName: 'other.localhost', DomainType: 'liveVideo', Region: 'ap-southeast-1' },
  },
  {
    type: 'Custom::LiveDomainMapping',
    properties: { IngestDomain: INGEST, StreamingDomain: STREAMING },
    needs: ['domains'],
    id: `${INGEST}>${STREAMING}`,
    data: {},
    settings: [],
    updates: {},
    fixed: { IngestDomain: 'a.localhost', StreamingDomain: 'b.localhost' },
  },
  {
    type: 'Custom::LiveUrlSigning',
    properties: { DomainName: STREAMING, Purpose: 'streaming', ValiditySeconds: 7200 },
    needs: ['domains'],
    id: `${STREAMING}/url-signing`,
    data: {},
    settings: ['url-signing/streaming'],
    updates: { ValiditySeconds: 3600 },
    fixed: { DomainName: INGEST, Purpose: 'ingest' },
  },
  {
    type: 'Custom::LiveCertificate',
    properties: { DomainName: STREAMING, CertificateName: 'cert-1' },
    needs: ['domains'],
    id: `${STREAMING}/certificate`,
    data: {},
    settings: [],
    updates: { CertificateName: 'cert-2' },
    fixed: { DomainName: INGEST },
  },
  {
    type: 'Custom::LiveAudioTemplate',
    properties: { DomainName: STREAMING, AppName: 'live', Template: 'oriaac' },
    needs: ['domains'],
    id: `${STREAMING}/live/audio-template`,
    data: {},
    settings: [],
    updates: { Template: 'aac' },
    fixed: { DomainName: INGEST, AppName: 'other' },
  },
  {
    type: 'Custom::LiveStreamCallback',
    properties: { DomainName: INGEST, CallbackUrl: `${API}/stream` },
    needs: ['keys', 'domains'],
    id: `${INGEST}/stream-callback`,
    data: {},
    settings: [],
    updates: { CallbackUrl: `${API}/other` },
    fixed: { DomainName: STREAMING },
  },
  {
    type: 'Custom::LiveRecording',
    properties: { DomainName: STREAMING, AppName: 'live', CycleDuration: 3600, CallbackUrl: `${API}/recording` },
    needs: ['keys', 'domains'],
    id: `${STREAMING}/live/recording`,
    data: {},
    settings: [],
    updates: { CycleDuration: 7200, CallbackUrl: `${API}/other` },
    fixed: { DomainName: INGEST, AppName: 'other' },
  },
  {
    type: 'Custom::LiveOssRecording',
    properties: {
      DomainName: STREAMING,
      AppName: 'live',
      Bucket: 'my-recordings',
      Endpoint: 'oss-cn-shanghai.aliyuncs.com',
      CycleDuration: 3600,
    },
    needs: ['domains'],
    id: `${STREAMING}/live/oss-recording`,
    data: {},
    settings: [],
    updates: { CycleDuration: 7200, Endpoint: 'oss-cn-shanghai-internal.aliyuncs.com' },
    fixed: { DomainName: INGEST, AppName: 'other', Bucket: 'another' },
  },
  {
    type: 'Custom::LiveMessageApp',
    properties: { AppName: 'demo-local', DataCenter: 'cn-shanghai' },
    id: 'cn-shanghai/demo-local',
    data: { AppId: expectText() },
    settings: ['message-app'],
    updates: {},
    fixed: { AppName: 'other', DataCenter: 'ap-southeast-1' },
  },
  {
    type: 'Custom::LiveMessageCallback',
    properties: { AppId: '<AppId>', DataCenter: 'cn-shanghai', CallbackUrl: `${API}/message` },
    needs: ['app'],
    id: /\/message-callback$/,
    data: {},
    settings: [],
    updates: { CallbackUrl: `${API}/other` },
    fixed: { AppId: 'other', DataCenter: 'ap-southeast-1' },
  },
  {
    type: 'Custom::VodCallback',
    properties: { CallbackUrl: `${API}/vod`, Events: 'AddLiveRecordVideoComplete,LiveRecordVideoComposeStart' },
    needs: ['keys'],
    id: 'vod-callback',
    data: {},
    settings: [],
    updates: { CallbackUrl: `${API}/other`, Events: 'ALL' },
    fixed: {},
  },
  {
    type: 'Custom::ArtcApp',
    properties: { AppId: 'artcapp1', AppKey: 'artcAppKeyNumberOne01' },
    id: 'artc-app',
    data: { AppId: 'artcapp1' },
    settings: ['artc-app'],
    updates: {},
    fixed: {},
  },
  {
    type: 'Custom::ArtcRelay',
    properties: { AppId: 'artcapp1', StreamingDomain: STREAMING, AppName: 'live', RuleName: 'demo-local' },
    id: 'artc-relay/demo-local',
    data: { Mode: 'manual' },
    settings: [],
    updates: { AppId: 'artcapp2', StreamingDomain: 'other.localhost' },
    fixed: { RuleName: 'other' },
  },
];

/** Compared with `expect.any(String)`, without importing the test runner here. */
function expectText(): { asymmetricMatch: (value: unknown) => boolean } {
  return { asymmetricMatch: (value) => typeof value === 'string' && value.length > 0 };
}

/** Makes what a case needs; answers the case's properties with ids filled in. */
export async function prepare(cloud: Cloud, example: Case): Promise<Case['properties']> {
  const needs = example.needs ?? [];
  const { service } = cloud.live;
  if (needs.includes('keys')) {
    await cloud.create('Custom::AppServerKeys', {}, { logicalId: 'Keys' });
  }
  if (needs.includes('domains')) {
    const place = { Region: 'cn-shanghai', Scope: 'domestic' };
    await cloud.act(service, 'AddLiveDomain', { DomainName: INGEST, LiveDomainType: 'liveEdge', ...place });
    await cloud.act(service, 'AddLiveDomain', { DomainName: STREAMING, LiveDomainType: 'liveVideo', ...place });
    await cloud.clock.sleep(60_000);
  }
  if (!needs.includes('app')) {
    return example.properties;
  }
  const app = { AppName: 'demo-local', DataCenter: 'cn-shanghai' };
  const { AppId } = await cloud.act(service, 'CreateLiveMessageApp', app);
  return { ...example.properties, AppId: String(AppId) };
}

/** The cloud as it is compared: a messaging app cannot be deleted, so "there, but disabled" counts as gone (P14). */
export async function stateOf(cloud: Cloud): Promise<string> {
  const [live, ...others] = JSON.parse(await cloud.inventory()) as [{ messageApps: object }, ...unknown[]];
  const isEnabled = ([, app]: [string, { disabled: boolean }]) => !app.disabled;
  live.messageApps = Object.fromEntries(Object.entries(live.messageApps).filter(isEnabled));
  return JSON.stringify([live, ...others], null, 1);
}
