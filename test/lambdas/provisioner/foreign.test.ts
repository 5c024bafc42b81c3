import { describe, expect, it } from 'vitest';
import type { Params } from '../../../local/openapi/service.ts';
import { CASES, INGEST, prepare, STREAMING, stateOf } from './cases.ts';
import { type Cloud, openCloud } from './harness.ts';

interface Foreign {
  readonly type: string;
  /** What somebody did in the console before. */
  readonly was: string;
  readonly action: string;
  readonly parameters: Params;
  /** Why the stack does not touch it; absent: it is as wanted, and used. */
  readonly refused?: RegExp;
}

const TRANSCODE = { TemplateType: 'h264-origin', Opus: false, AudioCodec: 'aac', Lazy: 'yes' };
const APP = { DomainName: STREAMING, AppName: 'live' };
const certificate = { DomainName: STREAMING, SSLProtocol: 'on', CertType: 'cas' };

const FOREIGN: readonly Foreign[] = [
  {
    type: 'Custom::LiveDomainMapping',
    was: 'the same mapping',
    action: 'AddLiveDomainMapping',
    parameters: { PullDomain: STREAMING, PushDomain: INGEST },
  },
  {
    type: 'Custom::LiveCertificate',
    was: 'the same certificate',
    action: 'SetLiveDomainCertificate',
    parameters: { ...certificate, CertName: 'cert-1' },
  },
  {
    type: 'Custom::LiveCertificate',
    was: 'another certificate',
    action: 'SetLiveDomainCertificate',
    parameters: { ...certificate, CertName: 'theirs' },
    refused: /has the certificate theirs already, which this stack did not set/,
  },
  {
    type: 'Custom::LiveAudioTemplate',
    was: 'the same template',
    action: 'AddRtsLiveStreamTranscode',
    parameters: { Domain: STREAMING, App: 'live', Template: 'oriaac', ...TRANSCODE },
  },
  {
    type: 'Custom::LiveOssRecording',
    was: 'a recording to another bucket',
    action: 'AddLiveAppRecordConfig',
    parameters: {
      ...APP,
      ...{ StreamName: '*', OssBucket: 'theirs', OssEndpoint: 'oss-cn-shanghai.aliyuncs.com' },
      RecordFormat: [{ Format: 'm3u8' }],
    },
    refused: /records the app live to the bucket theirs already/,
  },
  {
    type: 'Custom::LiveRecording',
    was: 'another recording callback',
    action: 'AddLiveRecordNotifyConfig',
    parameters: { DomainName: STREAMING, NotifyUrl: 'https://theirs.example.com/cb', NotifyReqAuth: false },
    refused: /sends its recording events to https:\/\/theirs\.example\.com\/cb already/,
  },
];

async function withForeign({ type, action, parameters }: Foreign): Promise<{ cloud: Cloud; properties: object }> {
  const example = CASES.find((each) => each.type === type);
  if (!example) throw new Error(`there is no example of ${type}`);
  const cloud = await openCloud();
  const properties = await prepare(cloud, example);
  await cloud.act(cloud.live.service, action, parameters);
  return { cloud, properties };
}

describe('P13: what this stack did not make', () => {
  it.each(FOREIGN)('$type: $was is neither changed nor deleted', async (foreign) => {
    const { cloud, properties } = await withForeign(foreign);
    const before = await stateOf(cloud);
    const { Status, Reason, PhysicalResourceId: physicalId } = await cloud.create(foreign.type, properties);
    if (foreign.refused) expect(Reason).toMatch(foreign.refused);
    else expect({ Status, Reason }).toEqual({ Status: 'SUCCESS' });
    expect(await cloud.remove(foreign.type, properties, { physicalId })).toMatchObject({ Status: 'SUCCESS' });
    expect(await stateOf(cloud)).toBe(before);
  });
});
