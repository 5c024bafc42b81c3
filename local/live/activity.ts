/** What happens on live domains and in ARTC channels, wired together: streams, recordings, relay tasks, callbacks. */
import { type CallbackSender, NO_CALLBACKS } from '../callbacks/callback.ts';
import { Journal } from '../callbacks/journal.ts';
import type { Clock } from '../clock.ts';
import { Channels } from '../rtc/channels.ts';
import { Schedule } from '../schedule.ts';
import type { NotifyRecord } from './callbacks/notify-records.ts';
import { sendStreamCallbacks } from './callbacks/stream-callbacks.ts';
import { type ChannelEventRecord, sendChannelCallbacks } from './channels/channel-callbacks.ts';
import { type EventSub, EventSubs } from './channels/event-subs.ts';
import type { LiveSettings } from './context.ts';
import type { DomainStore } from './domains/store.ts';
import { type MpuEventSubState, MpuEventSubs } from './mpu/event-subs.ts';
import { type MpuTask, MpuTasks } from './mpu/tasks.ts';
import type { RecordingSink } from './recording/files.ts';
import { DELAY_MS, type OpenRecording, Recorder } from './recording/recorder.ts';
import { recordingCallbacks } from './recording/recording-callbacks.ts';
import { cutIdleStreams, IDLE_MS } from './streams/idle-streams.ts';
import { type PastPush, PublishHistory } from './streams/publish-history.ts';
import { type ForbiddenStream, Streams } from './streams/streams.ts';

export interface ActivityOptions {
  readonly clock: Clock;
  readonly random: (bytes: number) => Buffer;
  readonly settings: LiveSettings;
  readonly domains: DomainStore;
  /** How callbacks are sent; not at all when absent. */
  readonly callbacks?: CallbackSender | undefined;
  /** Where recordings go, which is VOD; nowhere when absent. */
  readonly recordings?: RecordingSink | undefined;
  /** ARTC; channels of its own, which nobody can enter from outside, when absent. */
  readonly rtc?: { readonly channels: Channels; appKey(appId: string): string | undefined } | undefined;
  readonly log?: ((line: string) => void) | undefined;
}

/** All but `forbidden` and `mpu` are missing in states of older versions. */
export interface ActivityState {
  readonly forbidden: ForbiddenStream[];
  readonly mpu: MpuTask[];
  readonly pushes?: PastPush[];
  readonly openRecordings?: OpenRecording[];
  readonly streamRecords?: NotifyRecord[];
  readonly recordingRecords?: NotifyRecord[];
  readonly mpuSubs?: MpuEventSubState;
  readonly eventSubs?: EventSub[];
  readonly eventRecords?: ChannelEventRecord[];
}

const NOWHERE: RecordingSink = { beginRecording: () => ({ videoId: '' }), completeRecording: () => undefined };

export function createActivity(options: ActivityOptions) {
  const { clock, random, settings, domains, callbacks = NO_CALLBACKS, log = () => undefined } = options;
  const schedule = new Schedule(clock);
  const streams = new Streams(clock, domains);
  const history = new PublishHistory(streams, () => clock.now());
  cutIdleStreams(streams, schedule, settings.streamIdleMs ?? IDLE_MS);
  const streamRecords = new Journal<NotifyRecord>(clock);
  sendStreamCallbacks({ streams, domains, schedule, callbacks, records: streamRecords });

  const recordingRecords = new Journal<NotifyRecord>(clock);
  const recorder = new Recorder({
    ...{ streams, domains, schedule, log },
    callbacks: recordingCallbacks(domains, callbacks, recordingRecords),
    sink: options.recordings ?? NOWHERE,
    defaultDelayMs: settings.recordingDelayMs ?? DELAY_MS,
  });

  const channels = options.rtc?.channels ?? new Channels(clock);
  const appKey = (appId: string): string | undefined => options.rtc?.appKey(appId);
  const mpu = new MpuTasks(schedule, channels);
  const mpuSubs = new MpuEventSubs(mpu, { clock, callbacks, random, appKey });
  const eventSubs = new EventSubs(clock, random);
  const eventRecords = new Journal<ChannelEventRecord>(clock);
  sendChannelCallbacks({ clock, random, channels, subs: eventSubs, callbacks, records: eventRecords });

  return {
    ...{ streams, history, streamRecords, recordingRecords, recorder },
    ...{ channels, mpu, mpuSubs, eventSubs, eventRecords },
    save: (): ActivityState => ({
      forbidden: streams.save(),
      mpu: mpu.save(),
      pushes: history.save(),
      openRecordings: recorder.save(),
      streamRecords: streamRecords.save(),
      recordingRecords: recordingRecords.save(),
      mpuSubs: mpuSubs.save(),
      eventSubs: eventSubs.save(),
      eventRecords: eventRecords.save(),
    }),
    load(state: ActivityState): void {
      streams.load(state.forbidden);
      mpu.load(state.mpu);
      history.load(state.pushes ?? []);
      recorder.load(state.openRecordings ?? []);
      streamRecords.load(state.streamRecords ?? []);
      recordingRecords.load(state.recordingRecords ?? []);
      if (state.mpuSubs) mpuSubs.load(state.mpuSubs);
      eventSubs.load(state.eventSubs ?? []);
      eventRecords.load(state.eventRecords ?? []);
    },
    /** Nothing falls due any more. */
    close: () => schedule.close(),
  };
}
