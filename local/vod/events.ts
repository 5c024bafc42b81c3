/** The events that VOD sends to the account's message callback when a live stream has been recorded. */
import type { CallbackSender } from '../callbacks/callback.ts';
import { vodCallbackHeaders } from '../callbacks/signatures.ts';
import type { Clock } from '../clock.ts';
import type { Recording, VodStore } from './store.ts';
import { utc } from './video.ts';

/** A callback is tried three times in all; UNCERTAIN: its time-out and the pause, for which Live's are taken. */
const RETRIES = 2;

export interface RecordingEventsOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly store: VodStore;
  readonly callbacks: CallbackSender;
}

/** Answers what tells of a recording that is complete, with its file or without one. */
export function recordingEvents({ clock, store, callbacks }: RecordingEventsOptions): (recording: Recording) => void {
  const send = (EventType: string, content: Readonly<Record<string, string | number>>): void => {
    const callback = store.callback;
    if (!callback || !isWanted(callback.EventTypeList, EventType)) return;
    const { CallbackURL, AuthSwitch, AuthKey } = callback;
    callbacks.send({
      ...{ product: 'vod', name: 'VodCallback', method: 'POST', url: CallbackURL, retries: RETRIES },
      ...(AuthSwitch === 'on' ? { headersAt: (nowMs) => vodCallbackHeaders(CallbackURL, AuthKey, nowMs) } : {}),
      body: JSON.stringify({ EventTime: utc(clock.now()), EventType, ...content }),
    });
  };
  return (recording) => {
    const { videoId: VideoId, status, playUrl: FileUrl, sizeBytes: Size } = recording;
    if (status === 'Normal') send('FileUploadComplete', { VideoId, FileUrl, Size });
    // The content: www.alibabacloud.com/help/en/vod/user-guide/addliverecordvideocomplete
    send('AddLiveRecordVideoComplete', {
      VideoId,
      Status: status === 'Normal' ? 'success' : 'fail',
      StreamName: recording.streamName,
      DomainName: recording.domainName,
      AppName: recording.appName,
      RecordStartTime: utc(recording.startMs),
      RecordEndTime: utc(recording.endMs),
    });
  };
}

function isWanted(eventTypeList: string, eventType: string): boolean {
  return eventTypeList === 'ALL' || eventTypeList.split(',').includes(eventType);
}
