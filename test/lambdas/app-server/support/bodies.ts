/** A valid request of a user for every route. A route that is missing here does not compile. */
import type { InputOf, RouteId } from '../../../../lambdas/api/routes.ts';
import { room } from './world.ts';

type Bodies = { readonly [Id in RouteId]: (user: string, roomId: string) => InputOf<Id> | undefined };

const transition = (user_id: string, id: string) => ({ id, user_id });
const chatroom = (user_id: string, chatroom_id: string) => ({ user_id, chatroom_id });
const device = { device_id: 'd1', device_type: 'web' };

export const BODIES: Bodies = {
  greet: () => undefined,
  health: () => undefined,
  ready: () => undefined,
  login: (user) => ({ username: user, password: user }),
  loginV1: (user) => ({ username: user, password: user }),
  tokenV1: (user_id) => ({ user_id, ...device }),
  tokenV2: (user_id) => ({ user_id, ...device, im_server: ['aliyun_new'] }),
  createV1: (anchor) => ({ title: 'Channel', anchor }),
  createV2: (anchor) => room(anchor) as InputOf<'createV2'>,
  get: (user_id, id) => ({ id, user_id, im_server: ['aliyun_new'] }),
  list: (user_id) => ({ user_id, page_num: 1, page_size: 10 }),
  start: transition,
  pause: transition,
  stop: transition,
  delete: transition,
  update: (anchor, id) => ({ id, anchor, title: 'New title', notice: 'New notice' }),
  getMeetingInfo: (_, id) => ({ id }),
  updateMeetingInfo: (user_id, id) => ({ id, members: [{ user_id, user_nick: 'Nick', camera_opened: true }] }),
  getRtcAuthToken: (user_id, room_id) => ({ user_id, room_id }),
  sendLikeMessage: (user_id, chatroom_id) => ({ user_id, chatroom_id, like_count: 3 }),
  getStatistics: chatroom,
  muteChatroom: chatroom,
  cancelMuteChatroom: chatroom,
  isMuteChatroom: chatroom,
  getLiveJumpUrl: (user_id, live_id) => ({ user_id, live_id, user_name: 'Nick', version: '1' }),
  verifyAuthToken: (user_id, live_id) => ({ user_id, live_id, app_server: 'https://app.example.com', token: 'x' }),
  clientConfig: () => undefined,
  handlePushStreamEventCallback: (_, id) => ({
    action: 'publish',
    id,
    app: 'ingest.localhost',
    appname: 'live',
    time: '1795323600',
  }),
};
