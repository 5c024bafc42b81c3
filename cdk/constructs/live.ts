/** The custom resources of a stack and the order in which they depend on each other (live.md §3). */
import * as ros from '@alicloud/ros-cdk-core';
import type { Stage } from '../config/schema.ts';
import { AppServerAddress } from '../live/app-server-address.ts';
import { AppServerKeys } from '../live/app-server-keys.ts';
import { ArtcApp } from '../live/artc-app.ts';
import { ArtcRelay } from '../live/artc-relay.ts';
import type { ProviderProps } from '../live/custom-resource.ts';
import { LiveAudioTemplate } from '../live/live-audio-template.ts';
import { LiveCertificate } from '../live/live-certificate.ts';
import { LiveDomain } from '../live/live-domain.ts';
import { LiveDomainMapping } from '../live/live-domain-mapping.ts';
import { LiveMessageApp } from '../live/live-message-app.ts';
import { LiveMessageCallback } from '../live/live-message-callback.ts';
import { LiveOssRecording } from '../live/live-oss-recording.ts';
import { LiveRecording } from '../live/live-recording.ts';
import { LiveStreamCallback } from '../live/live-stream-callback.ts';
import { LiveUrlSigning } from '../live/live-url-signing.ts';
import { VodCallback } from '../live/vod-callback.ts';
import type { Parameters } from '../parameters.ts';
import { CUSTOM_RESOURCE_TIMEOUT_SECONDS, type Functions } from './functions.ts';

export interface LiveProps {
  readonly stage: Stage;
  readonly parameters: Parameters;
  readonly functions: Functions;
}

export interface Live {
  readonly ingest: LiveDomain;
  readonly streaming: LiveDomain;
  readonly address: AppServerAddress;
  readonly messageApp: LiveMessageApp;
  /** How co-streaming reaches ordinary players: `automatic`, `manual`, `tasks`, or nothing. */
  readonly relay: ros.IResolvable;
}

/** Paths of the AppServer that the services call. */
const CALLBACK_PATHS = {
  stream: '/api/v1/live/handlePushStreamEventCallback',
  recording: '/api/v1/callbacks/recording',
  message: '/api/v1/callbacks/message',
  vod: '/api/v1/callbacks/vod',
};

/** Tells when a recording can be played (live.md §4). */
const VOD_EVENTS = ['AddLiveRecordVideoComplete', 'LiveRecordVideoComposeStart'];

export function createLive(scope: ros.Construct, props: LiveProps): Live {
  const { stage, parameters, functions } = props;
  const after = (...ids: string[]): ProviderProps => ({
    serviceToken: functions.provisioner.arn,
    timeoutSeconds: CUSTOM_RESOURCE_TIMEOUT_SECONDS,
    // The function itself comes first through the service token, and with it the table that it writes to.
    dependsOn: [...functions.provisioner.ready.slice(1), ...ids],
  });

  new AppServerKeys(scope, 'AppServerKeys', { ...after(), rotation: stage.keyRotation });
  const address = new AppServerAddress(scope, 'AppServerAddress', {
    ...after(...functions.reachable),
    publicUrl: functions.publicUrl,
  });
  const callback = (path: keyof typeof CALLBACK_PATHS) =>
    ros.Fn.join('', [address.attrPublicUrl, CALLBACK_PATHS[path]]);

  const pair = createDomains(scope, props, after);
  if (stage.certificate !== undefined) {
    new LiveCertificate(scope, 'StreamingCertificate', {
      ...after(),
      domainName: pair.streaming.attrDomainName,
      certificateName: stage.certificate,
    });
  }
  if (stage.audioTemplate !== undefined) {
    new LiveAudioTemplate(scope, 'AudioTemplate', {
      ...after(),
      domainName: pair.streaming.attrDomainName,
      appName: parameters.AppName.value,
      template: stage.audioTemplate,
    });
  }
  new LiveStreamCallback(scope, 'StreamCallback', {
    ...after('AppServerKeys'),
    domainName: pair.ingest.attrDomainName,
    callbackUrl: callback('stream'),
  });
  if (stage.recording === 'vod') {
    new LiveRecording(scope, 'Recording', {
      ...after('AppServerKeys', 'DomainMapping'),
      domainName: pair.streaming.attrDomainName,
      appName: parameters.AppName.value,
      cycleDuration: stage.recordingCycleSeconds,
      callbackUrl: callback('recording'),
    });
    new VodCallback(scope, 'VodCallback', {
      ...after('AppServerKeys'),
      callbackUrl: callback('vod'),
      events: VOD_EVENTS,
    });
  }

  if (stage.recording === 'oss' && stage.recordingBucket !== undefined) {
    new LiveOssRecording(scope, 'OssRecording', {
      ...after('DomainMapping'),
      domainName: pair.streaming.attrDomainName,
      appName: parameters.AppName.value,
      bucket: stage.recordingBucket.name,
      endpoint: stage.recordingBucket.endpoint,
      cycleDuration: stage.recordingCycleSeconds,
    });
  }

  const dataCenter = parameters.MessageDataCenter.value;
  const messageApp = new LiveMessageApp(scope, 'MessageApp', {
    ...after(),
    appName: parameters.TablestoreInstanceName.value,
    dataCenter,
  });
  new LiveMessageCallback(scope, 'MessageCallback', {
    ...after(),
    appId: messageApp.attrAppId,
    dataCenter,
    callbackUrl: callback('message'),
  });
  const relay = createCostreaming(scope, props, pair.streaming, after);
  return { ...pair, address, messageApp, relay };
}

type After = (...ids: string[]) => ProviderProps;

function createDomains(scope: ros.Construct, { stage, parameters }: LiveProps, after: After) {
  const common = {
    ...after(),
    region: ros.RosPseudo.region,
    scope: parameters.DomainScope.value,
    ...(stage.domains.adopt ? { adopt: true } : {}),
    ...(stage.dns === 'alidns' && stage.dnsZone !== undefined ? { dnsZone: stage.dnsZone } : {}),
  };
  const ingest = new LiveDomain(scope, 'IngestLiveDomain', {
    ...common,
    domainName: parameters.IngestDomain.value,
    domainType: 'liveEdge',
  });
  const streaming = new LiveDomain(scope, 'StreamingLiveDomain', {
    ...common,
    domainName: parameters.StreamingDomain.value,
    domainType: 'liveVideo',
  });
  new LiveDomainMapping(scope, 'DomainMapping', {
    ...after(),
    ingestDomain: ingest.attrDomainName,
    streamingDomain: streaming.attrDomainName,
  });
  const signing = { validitySeconds: stage.urlValiditySeconds, rotation: stage.keyRotation };
  new LiveUrlSigning(scope, 'IngestUrlSigning', {
    ...after(),
    domainName: ingest.attrDomainName,
    purpose: 'ingest',
    ...signing,
  });
  new LiveUrlSigning(scope, 'StreamingUrlSigning', {
    ...after(),
    domainName: streaming.attrDomainName,
    purpose: 'streaming',
    ...signing,
  });
  return { ingest, streaming };
}

/** Only with an ARTC application: no API creates one (live.md §0.2). */
function createCostreaming(
  scope: ros.Construct,
  props: LiveProps,
  streaming: LiveDomain,
  after: After,
): ros.IResolvable {
  const { stage, parameters } = props;
  const condition = new ros.RosCondition(scope, 'HasArtcApp', {
    expression: ros.Fn.conditionNot(ros.Fn.conditionEquals(parameters.ArtcAppId.value, '')),
  });
  const app = new ArtcApp(scope, 'ArtcApp', {
    ...after(),
    condition,
    appId: parameters.ArtcAppId.value,
    appKey: parameters.ArtcAppKey.value,
  });
  // Where the AppServer relays and mixes through tasks, a rule beside them would push the same streams once more.
  if (stage.mixing === 'server') return ros.Fn.conditionIf(condition.logicalId, 'tasks', '');
  const relay = new ArtcRelay(scope, 'ArtcRelay', {
    ...after('DomainMapping'),
    condition,
    appId: app.attrAppId,
    streamingDomain: streaming.attrDomainName,
    appName: parameters.AppName.value,
    ruleName: parameters.TablestoreInstanceName.value,
  });
  return ros.Fn.conditionIf(condition.logicalId, relay.attrMode, '');
}
