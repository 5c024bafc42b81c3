/** What the provisioner may do: its rows in the settings table, and the calls of each custom resource (live.md §9). */
import { TABLES } from '../../lambdas/cloud/tables.ts';
import type { Stage } from '../config/schema.ts';
import {
  domainResource,
  logStatement,
  messageAppResource,
  type PolicyContext,
  type Statement,
  tableResource,
  zoneResource,
} from './statement.ts';

const SETTINGS_ACTIONS = ['ots:GetRow', 'ots:PutRow', 'ots:DeleteRow'];

/** Writes to a domain. That all of them take the domain as resource is inferred from those that do (live.md §9). */
const DOMAIN_WRITES = [
  'live:AddLiveDomain',
  'live:ModifyLiveDomainSchdmByProperty',
  'live:StopLiveDomain',
  'live:DeleteLiveDomain',
  'live:AddLiveDomainMapping',
  'live:DeleteLiveDomainMapping',
  'live:BatchSetLiveDomainConfigs',
  'live:BatchDeleteLiveDomainConfigs',
  'live:SetLiveStreamsNotifyUrlConfig',
  'live:DeleteLiveStreamsNotifyUrlConfig',
];

/** Reads are authorized on everything, and so is the proof of ownership, which comes before the domain (live.md §9). */
const DOMAIN_READS = [
  'live:DescribeLiveDomainDetail',
  'live:DescribeLiveDomainMapping',
  'live:DescribeLiveDomainConfigs',
  'live:DescribeLiveStreamsNotifyUrlConfig',
  'live:DescribeLiveVerifyContent',
  'live:VerifyLiveDomainOwner',
];

const RECORDING_WRITES = [
  'live:AddLiveRecordVodConfig',
  'live:UpdateLiveRecordVodConfig',
  'live:DeleteLiveRecordVodConfig',
  'live:AddLiveAppRecordConfig',
  'live:UpdateLiveAppRecordConfig',
  'live:DeleteLiveAppRecordConfig',
  'live:AddLiveRecordNotifyConfig',
  'live:UpdateLiveRecordNotifyConfig',
  'live:DeleteLiveRecordNotifyConfig',
];

const RECORDING_READS = [
  'live:DescribeLiveRecordVodConfigs',
  'live:DescribeLiveRecordConfig',
  'live:DescribeLiveRecordNotifyConfig',
];

const MESSAGE_APP_WRITES = ['live:ModifyLiveMessageAppCallback', 'live:ModifyLiveMessageAppDisable'];

const MESSAGE_APP_ON_ALL = [
  'live:ListLiveMessageApps',
  'live:CreateLiveMessageApp',
  // UNCERTAIN: a read of one application; allowed on everything like the reads of domains.
  'live:DescribeLiveMessageApp',
];

/** UNCERTAIN names: no authorization table of VOD and RTC could be read (live.md §9). */
const VOD_ACTIONS = ['vod:SetMessageCallback', 'vod:GetMessageCallback', 'vod:DeleteMessageCallback'];
const ARTC_ACTIONS = [
  'rtc:DescribeApps',
  'rtc:DescribeAppKey',
  'rtc:DescribeAppLiveStreamStatus',
  'rtc:CreateAutoLiveStreamRule',
  'rtc:DescribeAutoLiveStreamRule',
  'rtc:UpdateAutoLiveStreamRule',
  'rtc:EnableAutoLiveStreamRule',
  'rtc:DeleteAutoLiveStreamRule',
];

const CERTIFICATE_WRITES = ['live:SetLiveDomainCertificate'];
const CERTIFICATE_READS = ['live:DescribeLiveDomainCertificateInfo'];
/** UNCERTAIN like the API type itself: `resources/live-audio-template.ts` of the provisioner. */
const AUDIO_WRITES = ['live:AddRtsLiveStreamTranscode', 'live:DeleteLiveStreamTranscode'];
const AUDIO_READS = ['live:DescribeLiveStreamTranscodeInfo'];

/** TXT records that prove a domain's ownership, in a zone of the account. */
const ZONE_ACTIONS = ['alidns:AddDomainRecord', 'alidns:DescribeDomainRecords', 'alidns:DeleteDomainRecord'];

/**
 * The same for every stage but for the zone: when an update switches a feature off, ROS takes the rights away before the
 * resource, and what the provisioner may no longer undo would keep the stack from ever being changed again.
 */
export function provisionerPolicy(context: PolicyContext, stage: Pick<Stage, 'dns' | 'dnsZone'>): Statement[] {
  const streaming = domainResource(context.streamingDomain);
  return [
    { actions: SETTINGS_ACTIONS, resources: [tableResource(context, TABLES.settings.name)] },
    { actions: DOMAIN_WRITES, resources: [domainResource(context.ingestDomain), streaming] },
    { actions: [...RECORDING_WRITES, ...CERTIFICATE_WRITES, ...AUDIO_WRITES], resources: [streaming] },
    ...(stage.dns === 'alidns' && stage.dnsZone !== undefined
      ? [{ actions: ZONE_ACTIONS, resources: [zoneResource(stage.dnsZone)] }]
      : []),
    { actions: MESSAGE_APP_WRITES, resources: [messageAppResource()] },
    {
      actions: [
        ...DOMAIN_READS,
        ...RECORDING_READS,
        ...CERTIFICATE_READS,
        ...AUDIO_READS,
        ...VOD_ACTIONS,
        ...MESSAGE_APP_ON_ALL,
        ...ARTC_ACTIONS,
      ],
      resources: ['*'],
    },
    logStatement(context),
  ];
}
