/**
 * The route table: the one list from which the server is built, the typed client calls and the tests enumerate. A new
 * endpoint is a line here and a handler of the same name.
 */
import type * as z from 'zod/mini';
import * as auth from './auth.ts';
import * as callbacks from './callbacks.ts';
import { clientConfig } from './client-config.ts';
import * as costreaming from './costreaming.ts';
import * as health from './health.ts';
import * as messaging from './messaging.ts';
import * as reactions from './reactions.ts';
import * as rooms from './rooms.ts';

/**
 * - `open`: anybody.
 * - `session`: needs the token of a log-in; the caller is its subject and nobody else.
 * - `owner`: a session, and the caller must be the anchor of the room named by `id` or `chatroom_id`.
 * - `callback`: no session; the handler verifies the signature of the cloud service.
 */
export type Access = 'open' | 'session' | 'owner' | 'callback';

export interface Route {
  readonly method: 'GET' | 'POST';
  /** At the host root: Android drops any base path (appserver-contract.md §1.12). */
  readonly path: `/${string}`;
  readonly access: Access;
  /** Body of a POST, query of a GET; absent when neither is read. */
  readonly request?: z.ZodMiniType;
  readonly response: z.ZodMiniType;
  /** The request field that repeats the caller's id and is refused when it differs from the token (A2). */
  readonly identity?: 'user_id' | 'anchor';
}

const LIVE = '/api/v1/live';
const login = { method: 'POST', access: 'open', request: auth.loginRequest, response: auth.loginResponse } as const;
const transition = {
  method: 'POST',
  access: 'owner',
  identity: 'user_id',
  request: rooms.transitionRequest,
  response: rooms.room,
} as const;
const mute = {
  method: 'POST',
  access: 'owner',
  identity: 'user_id',
  request: reactions.chatroomRequest,
  response: reactions.muteResponse,
} as const;

export const ROUTES = {
  greet: { method: 'GET', path: '/', access: 'open', response: health.greeting },
  health: { method: 'GET', path: '/health', access: 'open', response: health.health },
  ready: { method: 'GET', path: '/ready', access: 'open', response: health.health },
  login: { ...login, path: '/login' },
  loginV1: { ...login, path: `${LIVE}/login` },
  tokenV1: {
    method: 'POST',
    path: `${LIVE}/token`,
    access: 'session',
    identity: 'user_id',
    request: messaging.tokenV1Request,
    response: messaging.tokenV1Response,
  },
  tokenV2: {
    method: 'POST',
    path: '/api/v2/live/token',
    access: 'session',
    identity: 'user_id',
    request: messaging.tokenV2Request,
    response: messaging.tokenV2Response,
  },
  createV1: {
    method: 'POST',
    path: `${LIVE}/create`,
    access: 'session',
    identity: 'anchor',
    request: rooms.createV1Request,
    response: rooms.createdRoom,
  },
  createV2: {
    method: 'POST',
    path: '/api/v2/live/create',
    access: 'session',
    identity: 'anchor',
    request: rooms.createV2Request,
    response: rooms.createdRoom,
  },
  get: {
    method: 'POST',
    path: `${LIVE}/get`,
    access: 'session',
    identity: 'user_id',
    request: rooms.getRequest,
    response: rooms.room,
  },
  list: {
    method: 'POST',
    path: `${LIVE}/list`,
    access: 'session',
    identity: 'user_id',
    request: rooms.listRequest,
    response: rooms.roomList,
  },
  start: { ...transition, path: `${LIVE}/start` },
  pause: { ...transition, path: `${LIVE}/pause` },
  stop: { ...transition, path: `${LIVE}/stop` },
  delete: { ...transition, path: `${LIVE}/delete` },
  update: {
    method: 'POST',
    path: `${LIVE}/update`,
    access: 'owner',
    identity: 'anchor',
    request: rooms.updateRequest,
    response: rooms.room,
  },
  getMeetingInfo: {
    method: 'POST',
    path: `${LIVE}/getMeetingInfo`,
    access: 'session',
    request: costreaming.getMeetingInfoRequest,
    response: costreaming.meetingInfo,
  },
  updateMeetingInfo: {
    method: 'POST',
    path: `${LIVE}/updateMeetingInfo`,
    access: 'owner',
    request: costreaming.updateMeetingInfoRequest,
    response: costreaming.meetingInfo,
  },
  getRtcAuthToken: {
    method: 'POST',
    path: `${LIVE}/getRtcAuthToken`,
    access: 'session',
    identity: 'user_id',
    request: costreaming.rtcTokenRequest,
    response: costreaming.rtcTokenResponse,
  },
  sendLikeMessage: {
    method: 'POST',
    path: `${LIVE}/sendLikeMessage`,
    access: 'session',
    identity: 'user_id',
    request: reactions.likeRequest,
    response: reactions.likeResponse,
  },
  getStatistics: {
    method: 'POST',
    path: `${LIVE}/getStatistics`,
    access: 'session',
    identity: 'user_id',
    request: reactions.chatroomRequest,
    response: reactions.statisticsResponse,
  },
  muteChatroom: { ...mute, path: `${LIVE}/muteChatroom` },
  cancelMuteChatroom: { ...mute, path: `${LIVE}/cancelMuteChatroom` },
  isMuteChatroom: { ...mute, access: 'session', path: `${LIVE}/isMuteChatroom` },
  getLiveJumpUrl: {
    method: 'POST',
    path: `${LIVE}/getLiveJumpUrl`,
    access: 'session',
    identity: 'user_id',
    request: auth.jumpUrlRequest,
    response: auth.jumpUrlResponse,
  },
  verifyAuthToken: {
    method: 'POST',
    path: `${LIVE}/verifyAuthToken`,
    access: 'open',
    request: auth.verifyTokenRequest,
    response: auth.verifyTokenResponse,
  },
  clientConfig: { method: 'GET', path: `${LIVE}/clientConfig`, access: 'open', response: clientConfig },
  handlePushStreamEventCallback: {
    method: 'GET',
    path: `${LIVE}/handlePushStreamEventCallback`,
    access: 'callback',
    request: callbacks.streamCallback,
    response: callbacks.callbackResponse,
  },
} as const satisfies Record<string, Route>;

export type Routes = typeof ROUTES;
export type RouteId = keyof Routes;

/** The parsed request of a route; nothing when the route reads none. */
export type RequestOf<Id extends RouteId> = Routes[Id] extends { readonly request: infer Schema extends z.ZodMiniType }
  ? z.output<Schema>
  : undefined;

/** What a client has to give: defaults may be left out. */
export type InputOf<Id extends RouteId> = Routes[Id] extends { readonly request: infer Schema extends z.ZodMiniType }
  ? z.input<Schema>
  : undefined;

export type ResponseOf<Id extends RouteId> = z.output<Routes[Id]['response']>;
