import * as ros from '@alicloud/ros-cdk-core';
import { describe, expect, it } from 'vitest';
import { AppServerAddress } from '../../../cdk/live/app-server-address.ts';
import { AppServerKeys } from '../../../cdk/live/app-server-keys.ts';
import { ArtcApp } from '../../../cdk/live/artc-app.ts';
import { ArtcRelay } from '../../../cdk/live/artc-relay.ts';
import { CustomResource, type ProviderProps } from '../../../cdk/live/custom-resource.ts';
import { LiveAudioTemplate } from '../../../cdk/live/live-audio-template.ts';
import { LiveCertificate } from '../../../cdk/live/live-certificate.ts';
import { LiveDomain } from '../../../cdk/live/live-domain.ts';
import { LiveDomainMapping } from '../../../cdk/live/live-domain-mapping.ts';
import { LiveMessageApp } from '../../../cdk/live/live-message-app.ts';
import { LiveMessageCallback } from '../../../cdk/live/live-message-callback.ts';
import { LiveOssRecording } from '../../../cdk/live/live-oss-recording.ts';
import { LiveRecording } from '../../../cdk/live/live-recording.ts';
import { LiveStreamCallback } from '../../../cdk/live/live-stream-callback.ts';
import { LiveUrlSigning } from '../../../cdk/live/live-url-signing.ts';
import { VodCallback } from '../../../cdk/live/vod-callback.ts';
import { isObject, type Json } from '../../../cdk/template.ts';

const PROVIDER: ProviderProps = { serviceToken: 'acs:fc:cn-shanghai:1:functions/provider', timeoutSeconds: 600 };
const URL = 'https://app.live.cn/callback';
const token = ros.Fn.ref('Somewhere');

/** What the construct writes into a template. */
function rendered(make: (stack: ros.Stack) => CustomResource): Json {
  const stack = new ros.Stack(undefined, 'Test');
  const resource = make(stack);
  const fragment: unknown = stack.resolve(resource._toRosTemplate());
  return isObject(fragment) && isObject(fragment.Resources) ? (fragment.Resources.It ?? null) : null;
}

interface Case {
  readonly type: string;
  readonly make: (stack: ros.Stack) => CustomResource;
  readonly parameters: object;
}

const CASES: Case[] = [
  {
    type: 'AppServerKeys',
    make: (s) => new AppServerKeys(s, 'It', { ...PROVIDER, rotation: 2 }),
    parameters: { Rotation: 2 },
  },
  {
    type: 'AppServerAddress',
    make: (s) => new AppServerAddress(s, 'It', { ...PROVIDER, publicUrl: URL }),
    parameters: { PublicUrl: URL },
  },
  {
    type: 'LiveDomain',
    make: (s) =>
      new LiveDomain(s, 'It', {
        ...PROVIDER,
        domainName: 'push.live.cn',
        domainType: 'liveEdge',
        region: 'cn-shanghai',
        scope: 'domestic',
        adopt: true,
      }),
    parameters: {
      DomainName: 'push.live.cn',
      DomainType: 'liveEdge',
      Region: 'cn-shanghai',
      Scope: 'domestic',
      Adopt: true,
    },
  },
  {
    type: 'LiveDomainMapping',
    make: (s) =>
      new LiveDomainMapping(s, 'It', { ...PROVIDER, ingestDomain: 'push.live.cn', streamingDomain: 'play.live.cn' }),
    parameters: { IngestDomain: 'push.live.cn', StreamingDomain: 'play.live.cn' },
  },
  {
    type: 'LiveUrlSigning',
    make: (s) =>
      new LiveUrlSigning(s, 'It', {
        ...PROVIDER,
        domainName: 'a.cn',
        purpose: 'ingest',
        validitySeconds: 3600,
        rotation: 1,
      }),
    parameters: { DomainName: 'a.cn', Purpose: 'ingest', ValiditySeconds: 3600, Rotation: 1 },
  },
  {
    type: 'LiveCertificate',
    make: (s) => new LiveCertificate(s, 'It', { ...PROVIDER, domainName: 'a.cn', certificateName: 'cert-1' }),
    parameters: { DomainName: 'a.cn', CertificateName: 'cert-1' },
  },
  {
    type: 'LiveAudioTemplate',
    make: (s) =>
      new LiveAudioTemplate(s, 'It', { ...PROVIDER, domainName: 'a.cn', appName: 'live', template: 'oriaac' }),
    parameters: { DomainName: 'a.cn', AppName: 'live', Template: 'oriaac' },
  },
  {
    type: 'LiveStreamCallback',
    make: (s) => new LiveStreamCallback(s, 'It', { ...PROVIDER, domainName: 'a.cn', callbackUrl: URL }),
    parameters: { DomainName: 'a.cn', CallbackUrl: URL },
  },
  {
    type: 'LiveRecording',
    make: (s) =>
      new LiveRecording(s, 'It', {
        ...PROVIDER,
        domainName: 'a.cn',
        appName: 'live',
        cycleDuration: 3600,
        callbackUrl: URL,
      }),
    parameters: { DomainName: 'a.cn', AppName: 'live', CycleDuration: 3600, CallbackUrl: URL },
  },
  {
    type: 'LiveOssRecording',
    make: (s) =>
      new LiveOssRecording(s, 'It', {
        ...PROVIDER,
        domainName: 'a.cn',
        appName: 'live',
        bucket: 'my-recordings',
        endpoint: 'oss-cn-shanghai.aliyuncs.com',
        cycleDuration: 3600,
      }),
    parameters: {
      DomainName: 'a.cn',
      AppName: 'live',
      Bucket: 'my-recordings',
      Endpoint: 'oss-cn-shanghai.aliyuncs.com',
      CycleDuration: 3600,
    },
  },
  {
    type: 'LiveMessageApp',
    make: (s) => new LiveMessageApp(s, 'It', { ...PROVIDER, appName: 'live-12345678901', dataCenter: 'cn-shanghai' }),
    parameters: { AppName: 'live-12345678901', DataCenter: 'cn-shanghai' },
  },
  {
    type: 'LiveMessageCallback',
    make: (s) =>
      new LiveMessageCallback(s, 'It', { ...PROVIDER, appId: 'im', dataCenter: 'ap-southeast-1', callbackUrl: URL }),
    parameters: { AppId: 'im', DataCenter: 'ap-southeast-1', CallbackUrl: URL },
  },
  {
    type: 'VodCallback',
    make: (s) => new VodCallback(s, 'It', { ...PROVIDER, callbackUrl: URL, events: ['A', 'B'] }),
    parameters: { CallbackUrl: URL, Events: 'A,B' },
  },
  {
    type: 'ArtcApp',
    make: (s) => new ArtcApp(s, 'It', { ...PROVIDER, appId: 'artc', appKey: ros.Fn._ref('Key') }),
    parameters: { AppId: 'artc', AppKey: { Ref: 'Key' } },
  },
  {
    type: 'ArtcRelay',
    make: (s) =>
      new ArtcRelay(s, 'It', {
        ...PROVIDER,
        appId: 'artc',
        streamingDomain: 'play.live.cn',
        appName: 'live',
        ruleName: 'rule',
      }),
    parameters: { AppId: 'artc', StreamingDomain: 'play.live.cn', AppName: 'live', RuleName: 'rule' },
  },
];

describe('a construct of cdk/live', () => {
  it.each(CASES)('$type writes its properties under Parameters', ({ type, make, parameters }) => {
    expect(rendered(make)).toEqual({
      Type: `Custom::${type}`,
      Properties: { ServiceToken: PROVIDER.serviceToken, Timeout: 600, Parameters: parameters },
    });
  });

  it('leaves out what was not given', () => {
    const make = (s: ros.Stack) =>
      new LiveDomain(s, 'It', {
        ...PROVIDER,
        domainName: 'a.cn',
        domainType: 'liveVideo',
        region: 'ap-southeast-1',
        scope: 'overseas',
      });
    expect(rendered(make)).not.toHaveProperty('Properties.Parameters.Adopt');
  });

  it('waits for what it depends on and follows its condition', () => {
    const make = (s: ros.Stack) => {
      const condition = new ros.RosCondition(s, 'Wanted', { expression: ros.Fn.conditionEquals('a', 'a') });
      return new AppServerKeys(s, 'It', {
        ...PROVIDER,
        rotation: 1,
        dependsOn: ['First', 'Second', 'First'],
        condition,
      });
    };
    expect(rendered(make)).toMatchObject({ DependsOn: ['First', 'Second'], Condition: 'Wanted' });
  });

  it('takes values that only ROS knows, unchecked', () => {
    const make = (s: ros.Stack) =>
      new LiveRecording(s, 'It', {
        ...PROVIDER,
        domainName: token,
        appName: token,
        cycleDuration: ros.Token.asNumber(ros.Fn._ref('Cycle')),
        callbackUrl: token,
      });
    const ref = { Ref: 'Somewhere' };
    expect(rendered(make)).toMatchObject({
      Properties: { Parameters: { DomainName: ref, AppName: ref, CycleDuration: { Ref: 'Cycle' }, CallbackUrl: ref } },
    });
  });
});

describe('a literal that the service would refuse', () => {
  const domain = (change: object) => (s: ros.Stack) =>
    new LiveDomain(s, 'It', {
      ...PROVIDER,
      domainName: 'a.cn',
      domainType: 'liveEdge',
      region: 'cn-shanghai',
      scope: 'domestic',
      ...change,
    });
  const recording = (change: object) => (s: ros.Stack) =>
    new LiveRecording(s, 'It', {
      ...PROVIDER,
      domainName: 'a.cn',
      appName: 'live',
      cycleDuration: 300,
      callbackUrl: URL,
      ...change,
    });
  const cases: [title: string, make: (stack: ros.Stack) => CustomResource, message: RegExp][] = [
    ['a wildcard domain', domain({ domainName: '*.a.cn' }), /It\.domainName: expected a domain name/],
    ['a domain in capitals', domain({ domainName: 'A.cn' }), /lower case/],
    ['a region without live centre', domain({ region: 'us-west-1' }), /It\.region: expected cn-beijing or/],
    ['an unknown area', domain({ scope: 'world' }), /It\.scope: expected domestic or overseas or global/],
    [
      'one domain for both',
      (s) => new LiveDomainMapping(s, 'It', { ...PROVIDER, ingestDomain: 'a.cn', streamingDomain: 'a.cn' }),
      /another domain than the ingest domain/,
    ],
    ['a piece too short', recording({ cycleDuration: 299 }), /300 to 21600, got 299/],
    ['a piece too long', recording({ cycleDuration: 21_601 }), /300 to 21600/],
    ['an app name with a slash', recording({ appName: 'a/b' }), /It\.appName/],
    ['a callback that is no URL', recording({ callbackUrl: 'app.cn' }), /http or https URL/],
    [
      'a messaging app name too long',
      (s) => new LiveMessageApp(s, 'It', { ...PROVIDER, appName: 'x'.repeat(17), dataCenter: 'cn-shanghai' }),
      /2 to 16 characters/,
    ],
    [
      'an unknown data centre',
      (s) => new LiveMessageApp(s, 'It', { ...PROVIDER, appName: 'xy', dataCenter: 'cn-beijing' }),
      /cn-shanghai or ap-southeast-1/,
    ],
    [
      'a VOD callback longer than 256 bytes',
      (s) => new VodCallback(s, 'It', { ...PROVIDER, callbackUrl: `${URL}/${'x'.repeat(240)}`, events: ['A'] }),
      /at most 256 bytes/,
    ],
    ['no VOD event', (s) => new VodCallback(s, 'It', { ...PROVIDER, callbackUrl: URL, events: [] }), /at least one/],
    [
      'no wait at all',
      (s) => new AppServerKeys(s, 'It', { ...PROVIDER, rotation: 1, timeoutSeconds: 0 }),
      /1 to 43200/,
    ],
    [
      'a wait too long',
      (s) => new AppServerKeys(s, 'It', { ...PROVIDER, rotation: 1, timeoutSeconds: 43_201 }),
      /1 to 43200/,
    ],
    ['a type name with a colon', (s) => new CustomResource(s, 'It', 'A::B', {}, PROVIDER), /custom resource name/],
  ];
  it.each(cases)('%s fails at synthesis with what was expected', (_title, make, message) => {
    expect(() => rendered(make)).toThrow(message);
  });
});

describe('attributes', () => {
  it('are read from what the provider answers', () => {
    const stack = new ros.Stack(undefined, 'Test');
    const domain = new LiveDomain(stack, 'Domain', {
      ...PROVIDER,
      domainName: 'a.cn',
      domainType: 'liveEdge',
      region: 'cn-shanghai',
      scope: 'domestic',
    });
    const app = new LiveMessageApp(stack, 'App', { ...PROVIDER, appName: 'xy', dataCenter: 'cn-shanghai' });
    const values = [domain.attrDomainName, domain.attrCname, app.attrAppId];
    expect(stack.resolve(values)).toEqual([
      { 'Fn::GetAtt': ['Domain', 'DomainName'] },
      { 'Fn::GetAtt': ['Domain', 'Cname'] },
      { 'Fn::GetAtt': ['App', 'AppId'] },
    ]);
  });
});
