/** What the actions of the Live double work on. */
import type { Journal } from '../callbacks/journal.ts';
import type { Clock } from '../clock.ts';
import type { Faults } from '../faults.ts';
import type { Channels } from '../rtc/channels.ts';
import type { NotifyRecord } from './callbacks/notify-records.ts';
import type { ChannelEventRecord } from './channels/channel-callbacks.ts';
import type { EventSubs } from './channels/event-subs.ts';
import type { DomainStore } from './domains/store.ts';
import type { MessageApps } from './messaging/apps.ts';
import type { MpuEventSubs } from './mpu/event-subs.ts';
import type { MpuTasks } from './mpu/tasks.ts';
import type { PublishHistory } from './streams/publish-history.ts';
import type { Streams } from './streams/streams.ts';

export interface LiveSettings {
  /** Milliseconds that a new domain stays `configuring`; minutes in the real service. */
  readonly domainOnlineAfterMs: number;
  /** Milliseconds that a deleted domain stays `deleting`; as long as `domainOnlineAfterMs` when absent. */
  readonly domainGoneAfterMs?: number;
  /** Milliseconds without media after which a push is cut; 10 s as in the real service when absent. */
  readonly streamIdleMs?: number;
  /** Milliseconds from the end of a push to that of its recording, where the configuration has no `DelayTime`; 3 minutes. */
  readonly recordingDelayMs?: number;
}

export interface LiveContext {
  readonly clock: Clock;
  readonly accountId: string;
  readonly faults: Pick<Faults, 'takeState'>;
  readonly domains: DomainStore;
  readonly apps: MessageApps;
  readonly streams: Streams;
  readonly history: PublishHistory;
  /** What became of stream-status and of recording callbacks. */
  readonly streamRecords: Journal<NotifyRecord>;
  readonly recordingRecords: Journal<NotifyRecord>;
  readonly mpu: MpuTasks;
  readonly mpuSubs: MpuEventSubs;
  readonly channels: Channels;
  readonly eventSubs: EventSubs;
  readonly eventRecords: Journal<ChannelEventRecord>;
  /** Values of DNS records, e.g. (`verification.example.com`, `TXT`). */
  readonly resolve: (name: string, type: string) => string[];
}
