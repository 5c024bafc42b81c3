/** Video on demand of the local cloud: recordings of live streams and the message callback (2017-03-21). */
import { randomBytes } from 'node:crypto';
import { type CallbackSender, NO_CALLBACKS } from '../callbacks/callback.ts';
import type { Clock } from '../clock.ts';
import { VOD_RULES } from '../openapi/rules.ts';
import type { OpenApiService } from '../openapi/service.ts';
import type { Json, Product } from '../product.ts';
import { listLiveRecordVideo } from './actions/live-record.ts';
import {
  deleteMessageCallback,
  deleteMessageCallbackRule,
  getMessageCallback,
  setMessageCallback,
} from './actions/message-callback.ts';
import { searchMedia } from './actions/search-media.ts';
import { deleteVideo, getPlayInfo, getVideoInfo } from './actions/videos.ts';
import { recordingEvents } from './events.ts';
import {
  type NewRecording,
  type RecordedFile,
  type Recording,
  type RecordingSpan,
  type VodState,
  VodStore,
} from './store.ts';

export interface VodOptions {
  readonly clock: Clock;
  readonly accountId: string;
  /** So many random bytes; `randomBytes` of Node.js when absent. */
  readonly random?: (bytes: number) => Buffer;
  /** How the message callback is sent; not at all when absent. */
  readonly callbacks?: CallbackSender;
}

export interface Vod extends Product {
  readonly service: OpenApiService;
  /** A finished recording of a live stream, file included, becomes a video. */
  addRecording(recording: NewRecording): Recording;
  /** A recording of a live stream has ended: a video whose file is still missing. */
  beginRecording(span: RecordingSpan): Recording;
  /** Its file is there, or there is none (undefined); then the message callback is sent. */
  completeRecording(videoId: string, file: RecordedFile | undefined): void;
  /** For the media server, whose file is then of no more use. */
  onDeleted(listener: (recording: Recording) => void): void;
}

export function createVod({ clock, random = randomBytes, callbacks = NO_CALLBACKS }: VodOptions): Vod {
  const store = new VodStore(clock, random);
  const tell = recordingEvents({ clock, store, callbacks });
  return {
    name: 'vod',
    service: {
      product: 'vod',
      version: '2017-03-21',
      host: 'vod.cn-shanghai.aliyuncs.com',
      rules: { ...VOD_RULES, DeleteMessageCallback: deleteMessageCallbackRule },
      actions: {
        SearchMedia: searchMedia(store),
        GetPlayInfo: getPlayInfo(store),
        GetVideoInfo: getVideoInfo(store),
        ListLiveRecordVideo: listLiveRecordVideo(store),
        DeleteVideo: deleteVideo(store),
        SetMessageCallback: setMessageCallback(store),
        GetMessageCallback: getMessageCallback(store),
        DeleteMessageCallback: deleteMessageCallback(store),
      },
      // UNCERTAIN: the resources of VOD actions; `*` by the facts' best reading (live.md §9).
      permission: (action) => ({ action: `vod:${action}`, resource: '*' }),
    },
    addRecording(recording) {
      const added = store.add(recording);
      tell(added);
      return added;
    },
    beginRecording: (span) => store.begin(span),
    completeRecording(videoId, file) {
      const recording = store.complete(videoId, file);
      if (recording) tell(recording);
    },
    onDeleted: (listener) => store.onDeleted(listener),
    route: () => undefined,
    inventory: () => ({
      callback: store.callback ? { url: store.callback.CallbackURL, events: store.callback.EventTypeList } : null,
      videos: store.all().map(({ videoId, title }) => `${title} ${videoId}`),
    }),
    save: () => store.save() as unknown as Json,
    load: (state) => store.load(state as unknown as VodState),
    close: async () => undefined,
  };
}
