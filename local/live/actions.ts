/** The Live actions that the local cloud offers; every other action of the service answers that it is not offered. */
import type { Action } from '../openapi/service.ts';
import { describeLiveRecordNotifyRecords, describeLiveStreamsNotifyRecords } from './callbacks/notify-records.ts';
import * as streamNotify from './callbacks/stream-notify.ts';
import * as channel from './channels/channel-actions.ts';
import * as eventSub from './channels/event-sub-actions.ts';
import type { LiveContext } from './context.ts';
import { addLiveDomain } from './domains/add-live-domain.ts';
import * as certificate from './domains/certificate.ts';
import * as configs from './domains/configs.ts';
import * as describeDomains from './domains/describe.ts';
import * as lifecycle from './domains/lifecycle.ts';
import * as mapping from './domains/mapping.ts';
import * as ownership from './domains/ownership.ts';
import * as transcode from './domains/transcode.ts';
import * as app from './messaging/app-actions.ts';
import * as group from './messaging/group-actions.ts';
import * as groupList from './messaging/group-list-actions.ts';
import * as member from './messaging/member-actions.ts';
import * as message from './messaging/message-actions.ts';
import * as mute from './messaging/mute-actions.ts';
import * as mpu from './mpu/actions.ts';
import * as mpuSub from './mpu/event-sub-actions.ts';
import * as recordNotify from './recording/record-notify.ts';
import * as recordOss from './recording/record-oss.ts';
import * as recordVod from './recording/record-vod.ts';
import { describeLiveStreamAuthChecking } from './streams/auth-checking.ts';
import * as describeStreams from './streams/describe.ts';
import * as forbid from './streams/forbid.ts';
import { describeLiveStreamsPublishList } from './streams/publish-list.ts';

/** Families of actions by the names of their functions: `addLiveDomain` makes `AddLiveDomain`. */
const FAMILIES: readonly Readonly<Record<string, (live: LiveContext) => Action>>[] = [
  ...[{ addLiveDomain }, ownership, lifecycle, describeDomains, mapping, configs, certificate, transcode],
  recordOss,
  ...[streamNotify, recordNotify, recordVod, { describeLiveStreamsNotifyRecords, describeLiveRecordNotifyRecords }],
  ...[app, group, groupList, member, message, mute],
  ...[describeStreams, forbid, { describeLiveStreamAuthChecking, describeLiveStreamsPublishList }],
  ...[mpu, mpuSub, channel, eventSub],
];

export function liveActions(live: LiveContext): Record<string, Action> {
  return Object.fromEntries(
    FAMILIES.flatMap((family) =>
      Object.entries(family).map(([name, make]) => [`${name[0]?.toUpperCase()}${name.slice(1)}`, make(live)]),
    ),
  );
}
