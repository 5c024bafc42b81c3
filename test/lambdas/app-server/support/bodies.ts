/** A valid request of a user for every route. A route that is missing here does not compile. */
import type { InputOf, RouteId } from '../../../../lambdas/api/routes.ts';
import { room } from './world.ts';

type Bodies = { readonly [Id in RouteId]: (user: string, roomId: string) => InputOf<Id> | undefined };

const transition = (user_id: string, id: string) => ({ id, user_id });
const chatroom = (user_id: string, chatroom_id: string) => ({ user_id, chatroom_id });
const about = (user_id: string, id: string) => ({ user_id, id, target_ids: ['carl', 'dora'] });
const device = { device_id: 'd1', device_type: 'web' };

export const BODIES: Bodies = {
  greet: () => undefined,
  health: () => undefined,
  ready: () => undefined,
  openApi: () => undefined,
  login: (user) => ({ username: user, password: user }),
  loginV1: (user) => ({ username: user, password: user }),
  tokenV1: (user_id) => ({ user_id, ...device }),
  tokenV2: (user_id) => ({ user_id, ...device, im_server: ['aliyun_new'] }),
  createV1: (anchor) => ({ title: 'Channel', anchor }),
  createV2: (anchor) => room(anchor) as InputOf<'createV2'>,
  get: (user_id, id) => ({ id, user_id, im_server: ['aliyun_new'] }),
  listByCursor: (user_id) => ({ user_id, status: 0, limit: 10 }),
  list: (user_id) => ({ user_id, page_num: 1, page_size: 10 }),
  start: transition,
  pause: transition,
  stop: transition,
  delete: transition,
  update: (anchor, id) => ({ id, anchor, title: 'New title', notice: 'New notice' }),
  getMeetingInfo: (_, id) => ({ id }),
  updateMeetingInfo: (user_id, id) => ({ id, members: [{ user_id, user_nick: 'Nick', camera_opened: true }] }),
  getRtcAuthToken: (user_id, room_id) => ({ user_id, room_id }),
  applyCoStreaming: (user_id, id) => ({ id, user_id, user_nick: 'Nick' }),
  cancelCoStreaming: transition,
  approveCoStreaming: (user_id, id) => ({ id, user_id, guest_id: 'guest1' }),
  rejectCoStreaming: (user_id, id) => ({ id, user_id, guest_id: 'guest1' }),
  joinCoStreaming: (user_id, id) => ({ id, user_id, user_nick: 'Nick', mic_opened: true, camera_opened: false }),
  renewCoStreaming: transition,
  leaveCoStreaming: transition,
  kickCoStreaming: (user_id, id) => ({ id, user_id, guest_id: 'guest1' }),
  setCoStreamingDevices: (user_id, id) => ({ id, user_id, mic_opened: false }),
  coStreamingState: transition,
  sendLikeMessage: (user_id, chatroom_id) => ({ user_id, chatroom_id, like_count: 3 }),
  getStatistics: chatroom,
  muteChatroom: chatroom,
  cancelMuteChatroom: chatroom,
  isMuteChatroom: chatroom,
  muteUser: about,
  unmuteUser: about,
  banUser: about,
  unbanUser: about,
  kickUser: about,
  deleteMessage: (user_id, id) => ({ user_id, id, message_id: 'a74a8fbd3cfe4b2d' }),
  listMuted: transition,
  listBanned: transition,
  getLiveJumpUrl: (user_id, live_id) => ({ user_id, live_id, user_name: 'Nick', version: '1' }),
  verifyAuthToken: (user_id, live_id) => ({ user_id, live_id, app_server: 'https://app.example.com', token: 'x' }),
  clientConfig: () => undefined,
  messageCallback: (user, group) => ({
    transactionid: 't1',
    appid: 'im0app',
    eves: [{ uid: user, events: [{ e: 3, g: group }] }],
  }),
  recordingCallback: (_, stream) => ({
    domain: 'streaming.localhost',
    app: 'live',
    stream,
    uri: `live/${stream}/1_2.m3u8`,
    start_time: 1_795_320_000,
    stop_time: 1_795_323_600,
  }),
  vodCallback: (_, StreamName) => ({
    EventType: 'AddLiveRecordVideoComplete',
    EventTime: '2026-11-22T05:00:00Z',
    VideoId: 'f'.repeat(32),
    Status: 'success',
    StreamName,
    DomainName: 'streaming.localhost',
    AppName: 'live',
  }),
  handlePushStreamEventCallback: (_, id) => ({
    action: 'publish',
    id,
    app: 'ingest.localhost',
    appname: 'live',
    time: '1795323600',
  }),
};
