/** Co-streaming over HTTP. */
import type { HandlersOf } from '../handlers.ts';
import { actForOneself, apply, decide, join, setDevices, state } from './operations.ts';
import { membersOf, replaceMembers, rtcLogin } from './service.ts';

export const costreamingRoutes: HandlersOf<
  | 'getMeetingInfo'
  | 'updateMeetingInfo'
  | 'getRtcAuthToken'
  | 'applyCoStreaming'
  | 'cancelCoStreaming'
  | 'approveCoStreaming'
  | 'rejectCoStreaming'
  | 'joinCoStreaming'
  | 'renewCoStreaming'
  | 'leaveCoStreaming'
  | 'kickCoStreaming'
  | 'setCoStreamingDevices'
  | 'coStreamingState'
> = {
  getMeetingInfo: async (scope, { id }) => ({ members: await membersOf(scope, id) }),
  updateMeetingInfo: async (scope, { id, members }) => ({ members: await replaceMembers(scope, id, members) }),
  getRtcAuthToken: (scope, { room_id }) => rtcLogin(scope, room_id),
  applyCoStreaming: apply,
  cancelCoStreaming: (scope, { id }) => actForOneself(scope, id, 'cancel'),
  approveCoStreaming: (scope, request) => decide(scope, request, 'approve'),
  rejectCoStreaming: (scope, request) => decide(scope, request, 'reject'),
  joinCoStreaming: join,
  renewCoStreaming: (scope, { id }) => actForOneself(scope, id, 'renew'),
  leaveCoStreaming: (scope, { id }) => actForOneself(scope, id, 'leave'),
  kickCoStreaming: (scope, request) => decide(scope, request, 'kick'),
  setCoStreamingDevices: setDevices,
  coStreamingState: (scope, { id }) => state(scope, id),
};
