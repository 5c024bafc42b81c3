/** Rooms (live channels): requests, and the room object of appserver-contract.md §2.1. */
import * as z from 'zod/mini';
import { id, imServers, LIMITS, line, maybe, mode, okCode, text, VISIBLE } from './fields.ts';
import { vodInfo } from './replay.ts';

const title = line(LIMITS.title);
/** An empty one is none: Android sends it (W34). */
const changedTitle = title.check(z.regex(new RegExp(`^\\s*$|${VISIBLE.source}`, 'u')));

/** Empty is none. Plain http is for the local cloud only. */
const coverUrl = line(LIMITS.url).check(z.regex(/^(https?:\/\/[^\s"<>\\]+)?$/));

const create = {
  title: title.check(z.minLength(1), z.regex(VISIBLE)),
  anchor: id,
  mode: z._default(mode, 0),
  anchor_nick: maybe(line(LIMITS.nick)),
  notice: maybe(text(LIMITS.notice)),
  extends: maybe(text(LIMITS.extends)),
  cover_url: maybe(coverUrl),
};

export const createV1Request = z.object({ ...create, im_server: maybe(imServers) });
export const createV2Request = z.object({ ...create, im_server: imServers });

export const getRequest = z.object({ id, user_id: id, im_server: maybe(imServers) });

const pageNumber = z.int().check(z.gte(1));

export const listRequest = z.object({
  /** iOS sends an empty one before its user is known (appserver-contract.md §3.2). */
  user_id: maybe(z.union([id, z.literal('')])),
  page_num: pageNumber,
  page_size: pageNumber,
  im_server: maybe(imServers),
});

/** 0 preparing or paused, 1 live, 2 ended. */
export const roomStatus = z.literal([0, 1, 2]);

/** Newest first, of one state or of all; `limit` is 20 when absent, and at most 100 rooms come in one answer. */
export const listByCursorRequest = z.object({
  user_id: maybe(z.union([id, z.literal('')])),
  status: maybe(roomStatus),
  limit: maybe(pageNumber),
  /** `next_cursor` of the answer before, of a request with the same `status`. */
  cursor: maybe(z.string().check(z.regex(/^[A-Za-z0-9_-]{1,256}$/))),
});

/** start, pause, stop, delete */
export const transitionRequest = z.object({ id, user_id: id });

/** Absent fields stay as they are; an empty notice, `extends` or cover is cleared (W34). */
export const updateRequest = z.object({
  id,
  title: maybe(changedTitle),
  notice: maybe(text(LIMITS.notice)),
  extends: maybe(text(LIMITS.extends)),
  cover_url: maybe(coverUrl),
  anchor: maybe(id),
});

export const pushUrls = z.object({ rtmp_url: z.string(), rts_url: z.string() });

export const pullUrls = z.object({
  rtmp_url: z.string(),
  rts_url: z.string(),
  flv_url: z.string(),
  hls_url: z.string(),
  /** Only where the stage has a transcoding template for AAC sound: clients prefer these (W23). */
  rtmp_oriaac_url: z.optional(z.string()),
  rts_oriaac_url: z.optional(z.string()),
  flv_oriaac_url: z.optional(z.string()),
  hls_oriaac_url: z.optional(z.string()),
});

/** A 32-bit number: Android reads these as `int` (appserver-contract.md §1.2). */
const count = z.int().check(z.gte(0), z.lte(2_147_483_647));

/** No other field may be here: Android refuses the whole answer otherwise. */
export const metrics = z.strictObject({ pv: count, uv: count, online_count: count, like_count: count });

const wholeRoom = {
  id,
  chat_id: id,
  created_at: z.string(),
  updated_at: z.string(),
  started_at: z.optional(z.string()),
  stopped_at: z.optional(z.string()),
  title: z.string(),
  notice: z.optional(z.string()),
  anchor_id: id,
  anchor_nick: z.optional(z.string()),
  extends: z.optional(z.string()),
  cover_url: z.optional(z.string()),
  status: roomStatus,
  mode,
  meeting_id: z.optional(z.string()),
  /** JSON `{"members": [...]}`; camelCase, unlike every other field. */
  meetingInfo: z.optional(z.string()),
  /** Only for the anchor. */
  push_url_info: z.optional(pushUrls),
  pull_url_info: pullUrls,
  /** Absent in mode 0: Android tells the modes apart by it. */
  link_info: z.optional(
    z.object({
      /** Both for the caller's own id; absent while a `strict` stage withholds them. */
      rtc_push_url: z.optional(z.string()),
      rtc_pull_url: z.optional(z.string()),
      cdn_pull_info: pullUrls,
    }),
  ),
};

export const createdRoom = z.object({ code: okCode, ...wholeRoom });

/** Whether the caller, and nobody else, may write in the chat (W30); absent where that is not known. */
export const userStatus = z.object({ mute: z.boolean(), mute_source: z.array(z.enum(['group', 'user'])) });

export const room = z.object({
  code: okCode,
  ...wholeRoom,
  metrics,
  user_status: z.optional(userStatus),
  /** Only of ended rooms whose streams are recorded, and only while there is something to tell. */
  vod_info: z.optional(vodInfo),
});
/** Every item carries metrics: Android reads them unguarded (appserver-contract.md §1.3). */
const listedRoom = z.object({ ...wholeRoom, metrics });
export const roomList = z.array(listedRoom);

/** `next_cursor` is absent on the last page. A page may be shorter than asked for although others follow. */
export const roomPage = z.object({ code: okCode, rooms: roomList, next_cursor: z.optional(z.string()) });

export type Metrics = z.infer<typeof metrics>;
export type PullUrls = z.infer<typeof pullUrls>;
export type PushUrls = z.infer<typeof pushUrls>;
export type CreateRequest = z.infer<typeof createV2Request>;
export type CreatedRoom = z.infer<typeof createdRoom>;
export type Room = z.infer<typeof room>;
export type ListedRoom = z.infer<typeof listedRoom>;
export type RoomPage = z.infer<typeof roomPage>;
