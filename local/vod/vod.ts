/** Video on demand of the local cloud: recordings of live streams and the message callback (2017-03-21). */
import { randomBytes } from 'node:crypto';
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
import { type NewRecording, type Recording, type VodState, VodStore } from './store.ts';

export interface VodOptions {
  readonly clock: Clock;
  readonly accountId: string;
  /** So many random bytes; `randomBytes` of Node.js when absent. */
  readonly random?: (bytes: number) => Buffer;
}

export interface Vod extends Product {
  readonly service: OpenApiService;
  /** A finished recording of a live stream becomes a video. */
  addRecording(recording: NewRecording): Recording;
}

export function createVod({ clock, random = randomBytes }: VodOptions): Vod {
  const store = new VodStore(clock, random);
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
    addRecording: (recording) => store.add(recording),
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
