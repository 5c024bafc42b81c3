/** Every custom resource type that the provisioner knows. A new one is a file in this folder and a line here. */
import type { ResourceType } from '../resource.ts';
import { appServerAddress } from './app-server-address.ts';
import { appServerKeys } from './app-server-keys.ts';
import { artcApp } from './artc-app.ts';
import { artcRelay } from './artc-relay.ts';
import { liveAudioTemplate } from './live-audio-template.ts';
import { liveCertificate } from './live-certificate.ts';
import { liveDomain } from './live-domain.ts';
import { liveDomainMapping } from './live-domain-mapping.ts';
import { liveMessageApp } from './live-message-app.ts';
import { liveMessageCallback } from './live-message-callback.ts';
import { liveOssRecording } from './live-oss-recording.ts';
import { liveRecording } from './live-recording.ts';
import { liveStreamCallback } from './live-stream-callback.ts';
import { liveUrlSigning } from './live-url-signing.ts';
import { vodCallback } from './vod-callback.ts';

export const RESOURCE_TYPES: readonly ResourceType[] = [
  appServerKeys,
  appServerAddress,
  liveDomain,
  liveDomainMapping,
  liveUrlSigning,
  liveCertificate,
  liveAudioTemplate,
  liveStreamCallback,
  liveRecording,
  liveOssRecording,
  liveMessageApp,
  liveMessageCallback,
  vodCallback,
  artcApp,
  artcRelay,
];
