/**
 * The route table: the one list from which the server is built, the typed client calls and the tests enumerate. A new
 * endpoint is a line here and a handler of the same name.
 */
import type * as z from 'zod/mini';
import * as auth from './auth.ts';
import * as callbacks from './callbacks.ts';
import { clientConfig } from './client-config.ts';
import * as costreaming from './costreaming.ts';
import type { ErrorReason } from './errors.ts';
import * as health from './health.ts';
import * as messaging from './messaging.ts';
import * as moderation from './moderation.ts';
import { RATE_LIMITS, type RateLimit } from './rate-limits.ts';
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
  /** What it does, in a sentence for somebody who knows nothing of the project: it stands in the OpenAPI document. */
  readonly summary: string;
  /** Reasons of the error catalogue beside those that follow from the access, the fields and the cloud services. */
  readonly errors?: readonly ErrorReason[];
  /** Body of a POST, query of a GET; absent when neither is read. */
  readonly request?: z.ZodMiniType;
  readonly response: z.ZodMiniType;
  /** The request field that repeats the caller's id and is refused when it differs from the token (A2). */
  readonly identity?: 'user_id' | 'anchor';
  /**
   * Reads, tokens, and what only says that somebody is still there: doing it again does no harm and answers what is so by
   * then. Its answers are not kept for an `Idempotency-Key`, and who has lost a right gets none of them again.
   */
  readonly isRepeatable?: true;
  /** Each request counts against each of these (A14). */
  readonly limits?: readonly RateLimit[];
}

const LIVE = '/api/v1/live';
const login = {
  method: 'POST',
  access: 'open',
  errors: ['login_failed', 'banned', 'log_in_elsewhere'],
  summary: 'Logs a user in: answers a session token and when it expires.',
  request: auth.loginRequest,
  response: auth.loginResponse,
  limits: [RATE_LIMITS.loginsOfAddress, RATE_LIMITS.loginsOfName],
} as const;
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

const STAGE = '/api/v1/costreaming';
const onStage = {
  method: 'POST',
  access: 'session',
  identity: 'user_id',
  request: costreaming.stageRequest,
  response: costreaming.stage,
} as const;
const aboutGuest = {
  ...onStage,
  access: 'owner',
  request: costreaming.guestRequest,
  limits: [RATE_LIMITS.stage],
} as const;

const MODERATION = '/api/v1/moderation';
const moderate = {
  method: 'POST',
  access: 'owner',
  identity: 'user_id',
  request: moderation.targetsRequest,
  response: moderation.targetsResponse,
  limits: [RATE_LIMITS.moderation],
} as const;

/** Those of a room that is there come from an Idempotency-Key whose first attempt was interrupted. */
const creationErrors = [
  'co_streaming_not_offered',
  'old_im_not_offered',
  'not_room_owner',
  'room_state',
  'room_closed',
  'room_busy',
] as const;

export const ROUTES = {
  greet: {
    method: 'GET',
    path: '/',
    summary: 'Says that the AppServer is there.',
    access: 'open',
    response: health.greeting,
  },
  health: {
    method: 'GET',
    path: '/health',
    summary: 'Whether the process answers, and which cloud services fail as far as it has noticed.',
    access: 'open',
    response: health.health,
  },
  ready: {
    method: 'GET',
    path: '/ready',
    summary: 'Whether the deployment is complete and the tables can be read.',
    errors: ['upstream_failed', 'not_configured', 'upstream_unavailable'],
    access: 'open',
    response: health.readiness,
  },
  openApi: {
    method: 'GET',
    path: '/openapi.json',
    access: 'open',
    summary: 'This description of the API, for programs.',
    response: health.openApi,
  },
  login: { ...login, path: '/login' },
  loginV1: { ...login, path: `${LIVE}/login` },
  tokenV1: {
    method: 'POST',
    path: `${LIVE}/token`,
    errors: ['old_im_not_offered'],
    summary:
      'Tokens of the old messaging service, which is not offered: always answers an error that says what to use.',
    access: 'session',
    identity: 'user_id',
    request: messaging.tokenV1Request,
    response: messaging.tokenV1Response,
    isRepeatable: true,
  },
  tokenV2: {
    method: 'POST',
    path: '/api/v2/live/token',
    errors: ['old_im_not_offered'],
    summary: 'A token with which the caller logs in to the messaging service.',
    access: 'session',
    identity: 'user_id',
    request: messaging.tokenV2Request,
    response: messaging.tokenV2Response,
    limits: [RATE_LIMITS.tokens],
    isRepeatable: true,
  },
  createV1: {
    method: 'POST',
    path: `${LIVE}/create`,
    summary: 'Creates a room with its messaging group. The caller becomes its anchor.',
    access: 'session',
    identity: 'anchor',
    request: rooms.createV1Request,
    response: rooms.createdRoom,
    limits: [RATE_LIMITS.creations],
    errors: creationErrors,
  },
  createV2: {
    method: 'POST',
    path: '/api/v2/live/create',
    summary: 'Creates a room with its messaging group. The caller becomes its anchor.',
    access: 'session',
    identity: 'anchor',
    request: rooms.createV2Request,
    response: rooms.createdRoom,
    limits: [RATE_LIMITS.creations],
    errors: creationErrors,
  },
  get: {
    method: 'POST',
    path: `${LIVE}/get`,
    summary: 'One room with its playback URLs; the anchor also gets the URLs to send to.',
    access: 'session',
    identity: 'user_id',
    request: rooms.getRequest,
    response: rooms.room,
    errors: ['room_not_found'],
    isRepeatable: true,
  },
  list: {
    method: 'POST',
    path: `${LIVE}/list`,
    summary: 'Rooms, newest first, by page number.',
    access: 'session',
    identity: 'user_id',
    request: rooms.listRequest,
    response: rooms.roomList,
    isRepeatable: true,
  },
  listByCursor: {
    method: 'POST',
    path: `${LIVE}/listByCursor`,
    access: 'session',
    summary: 'Rooms of one state or of all, newest first, page after page without gaps or repetitions.',
    identity: 'user_id',
    request: rooms.listByCursorRequest,
    response: rooms.roomPage,
    isRepeatable: true,
  },
  start: {
    ...transition,
    path: `${LIVE}/start`,
    summary: 'The room goes live. A room that ended less than half an hour ago is opened again.',
    errors: ['room_closed'],
  },
  pause: {
    ...transition,
    path: `${LIVE}/pause`,
    summary: 'The room is paused: it can be started again.',
    errors: ['room_state'],
  },
  stop: {
    ...transition,
    path: `${LIVE}/stop`,
    summary: 'The room ends: its stream is forbidden and nobody is on stage.',
  },
  delete: { ...transition, path: `${LIVE}/delete`, summary: 'Deletes the room and its messaging group.' },
  update: {
    method: 'POST',
    path: `${LIVE}/update`,
    summary: 'Changes title, notice, cover or extras of a room. Fields that are left out stay as they are.',
    access: 'owner',
    identity: 'anchor',
    request: rooms.updateRequest,
    response: rooms.room,
  },
  getMeetingInfo: {
    method: 'POST',
    path: `${LIVE}/getMeetingInfo`,
    summary: 'Who is on stage in a room. Nobody when the room is unknown or has no co-streaming.',
    access: 'session',
    request: costreaming.getMeetingInfoRequest,
    response: costreaming.meetingInfo,
    isRepeatable: true,
  },
  updateMeetingInfo: {
    method: 'POST',
    path: `${LIVE}/updateMeetingInfo`,
    errors: ['not_co_streaming', 'room_state'],
    summary: 'Replaces the list of who is on stage.',
    access: 'owner',
    request: costreaming.updateMeetingInfoRequest,
    response: costreaming.meetingInfo,
  },
  getRtcAuthToken: {
    method: 'POST',
    path: `${LIVE}/getRtcAuthToken`,
    errors: ['not_on_stage', 'co_streaming_not_offered'],
    summary: 'A token with which the caller enters a channel of the real-time service.',
    access: 'session',
    identity: 'user_id',
    request: costreaming.rtcTokenRequest,
    response: costreaming.rtcTokenResponse,
    limits: [RATE_LIMITS.tokens],
    isRepeatable: true,
  },
  applyCoStreaming: {
    ...onStage,
    path: `${STAGE}/apply`,
    summary: 'The caller asks the anchor to be let on stage. Asking again keeps the application alive.',
    errors: [
      'room_not_found',
      'room_busy',
      'co_streaming_not_offered',
      'room_state',
      'not_co_streaming',
      'too_many_applications',
      'banned',
    ],
    request: costreaming.applyRequest,
    limits: [RATE_LIMITS.applications],
  },
  cancelCoStreaming: {
    ...onStage,
    path: `${STAGE}/cancel`,
    summary: 'The caller takes its application, or an approval that it did not use, back.',
    errors: ['room_not_found', 'room_busy', 'co_streaming_not_offered', 'not_co_streaming'],
    limits: [RATE_LIMITS.applications],
  },
  approveCoStreaming: {
    ...aboutGuest,
    path: `${STAGE}/approve`,
    summary: 'The anchor lets a guest on stage, who has a minute to join; also one who did not ask.',
    errors: ['co_streaming_not_offered', 'room_state', 'not_co_streaming', 'stage_full'],
  },
  rejectCoStreaming: {
    ...aboutGuest,
    path: `${STAGE}/reject`,
    summary: 'The anchor refuses an application, or takes an approval back that was not used.',
    errors: ['co_streaming_not_offered', 'not_co_streaming'],
  },
  joinCoStreaming: {
    ...onStage,
    path: `${STAGE}/join`,
    summary: 'The caller goes on stage: an approved guest, or the anchor. Answers where to send and whom to play.',
    errors: [
      'room_not_found',
      'room_busy',
      'co_streaming_not_offered',
      'room_state',
      'not_co_streaming',
      'not_on_stage',
      'stage_full',
      'banned',
    ],
    request: costreaming.joinRequest,
    response: costreaming.joined,
    isRepeatable: true,
  },
  renewCoStreaming: {
    ...onStage,
    path: `${STAGE}/renew`,
    summary: 'The caller is still on stage. Who does not say so for three intervals is taken off it.',
    errors: [
      'room_not_found',
      'room_busy',
      'co_streaming_not_offered',
      'room_state',
      'not_co_streaming',
      'not_on_stage',
    ],
    isRepeatable: true,
  },
  leaveCoStreaming: {
    ...onStage,
    path: `${STAGE}/leave`,
    summary: 'The caller leaves the stage.',
    errors: ['room_not_found', 'room_busy', 'co_streaming_not_offered', 'not_co_streaming'],
  },
  kickCoStreaming: {
    ...aboutGuest,
    path: `${STAGE}/kick`,
    summary: 'The anchor sends a guest off the stage, who loses every right to talk at once.',
    errors: ['co_streaming_not_offered', 'not_co_streaming'],
  },
  setCoStreamingDevices: {
    ...onStage,
    path: `${STAGE}/setDevices`,
    summary: 'The caller has switched its microphone or camera; with guest_id, the anchor asks a guest to.',
    errors: [
      'room_not_found',
      'room_busy',
      'co_streaming_not_offered',
      'room_state',
      'not_co_streaming',
      'not_on_stage',
      'not_room_owner',
    ],
    request: costreaming.devicesRequest,
    limits: [RATE_LIMITS.stage],
  },
  coStreamingState: {
    ...onStage,
    path: `${STAGE}/state`,
    summary: 'Who is on stage, and what the caller is there. The anchor also gets the applications.',
    errors: ['room_not_found', 'co_streaming_not_offered', 'not_co_streaming'],
    isRepeatable: true,
  },
  sendLikeMessage: {
    method: 'POST',
    path: `${LIVE}/sendLikeMessage`,
    errors: ['room_not_found'],
    summary: 'Adds likes to a room and answers how many it has.',
    access: 'session',
    identity: 'user_id',
    request: reactions.likeRequest,
    response: reactions.likeResponse,
    limits: [RATE_LIMITS.likes],
  },
  getStatistics: {
    method: 'POST',
    path: `${LIVE}/getStatistics`,
    errors: ['room_not_found'],
    summary: 'Page views, viewers, people online and likes of a room.',
    access: 'session',
    identity: 'user_id',
    request: reactions.chatroomRequest,
    response: reactions.statisticsResponse,
    isRepeatable: true,
  },
  muteChatroom: {
    ...mute,
    path: `${LIVE}/muteChatroom`,
    summary: 'Nobody but the anchor may write in the chat of the room.',
    limits: [RATE_LIMITS.moderation],
  },
  cancelMuteChatroom: {
    ...mute,
    path: `${LIVE}/cancelMuteChatroom`,
    summary: 'Everybody may write in the chat of the room again.',
    limits: [RATE_LIMITS.moderation],
  },
  isMuteChatroom: {
    ...mute,
    access: 'session',
    path: `${LIVE}/isMuteChatroom`,
    errors: ['room_not_found'],
    summary: 'Whether the chat of the room is muted.',
    isRepeatable: true,
  },
  muteUser: {
    ...moderate,
    path: `${MODERATION}/muteUser`,
    summary: 'The users named may not write in the chat of the room.',
  },
  unmuteUser: {
    ...moderate,
    path: `${MODERATION}/unmuteUser`,
    summary: 'The users named may write in the chat of the room again.',
  },
  banUser: {
    ...moderate,
    path: `${MODERATION}/banUser`,
    summary:
      'Shuts the users named out of the room: they are muted, removed, taken off the stage and not let in again.',
  },
  unbanUser: {
    ...moderate,
    path: `${MODERATION}/unbanUser`,
    summary: 'Lets the users named into the room again, and lets them write in its chat.',
  },
  kickUser: {
    ...moderate,
    path: `${MODERATION}/kickUser`,
    summary: 'Removes the users named from the chat and the stage of the room; they may come back.',
  },
  deleteMessage: {
    ...moderate,
    path: `${MODERATION}/deleteMessage`,
    summary: 'Deletes a message of the chat for everybody.',
    request: moderation.deleteMessageRequest,
    response: moderation.deleteMessageResponse,
  },
  listMuted: {
    ...moderate,
    path: `${MODERATION}/listMuted`,
    summary: 'Who may not write in the chat of the room.',
    request: moderation.listMutedRequest,
    response: moderation.listMutedResponse,
    isRepeatable: true,
  },
  listBanned: {
    ...moderate,
    path: `${MODERATION}/listBanned`,
    summary: 'Who is shut out of the room, a page at a time.',
    request: moderation.listBannedRequest,
    response: moderation.listBannedResponse,
    isRepeatable: true,
  },
  getLiveJumpUrl: {
    method: 'POST',
    path: `${LIVE}/getLiveJumpUrl`,
    errors: ['room_not_found'],
    summary: 'A link that opens the desktop streaming program for a room, logged in as the caller.',
    access: 'session',
    identity: 'user_id',
    request: auth.jumpUrlRequest,
    response: auth.jumpUrlResponse,
    limits: [RATE_LIMITS.tokens],
    isRepeatable: true,
  },
  verifyAuthToken: {
    method: 'POST',
    path: `${LIVE}/verifyAuthToken`,
    errors: ['session_invalid', 'session_expired', 'identity_mismatch', 'banned'],
    summary: 'Trades the short-lived token of such a link for a session token.',
    access: 'open',
    request: auth.verifyTokenRequest,
    response: auth.verifyTokenResponse,
    limits: [RATE_LIMITS.redemptions],
  },
  clientConfig: {
    method: 'GET',
    path: `${LIVE}/clientConfig`,
    access: 'open',
    response: clientConfig,
    summary: 'What this stage offers and where, for clients to configure themselves before anybody logs in.',
  },
  messageCallback: {
    method: 'POST',
    path: '/api/v1/callbacks/message',
    access: 'callback',
    summary: 'Where the messaging service reports who logs in, enters a group and leaves it.',
    request: messaging.messageCallback,
    response: messaging.messageCallbackResponse,
  },
  recordingCallback: {
    method: 'POST',
    path: '/api/v1/callbacks/recording',
    access: 'callback',
    summary: 'Where the Live service reports that a piece of a stream has been recorded.',
    request: callbacks.recordingCallback,
    response: callbacks.callbackResponse,
  },
  vodCallback: {
    method: 'POST',
    path: '/api/v1/callbacks/vod',
    access: 'callback',
    summary: 'Where the VOD service reports that a recorded stream has become a video.',
    request: callbacks.vodCallback,
    response: callbacks.callbackResponse,
  },
  handlePushStreamEventCallback: {
    method: 'GET',
    path: `${LIVE}/handlePushStreamEventCallback`,
    summary: 'Where the Live service reports that a stream began or ended.',
    access: 'callback',
    errors: ['stream_not_confirmed'],
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
