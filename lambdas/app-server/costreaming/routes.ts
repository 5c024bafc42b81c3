/** Co-streaming over HTTP. */
import type { HandlersOf } from '../handlers.ts';
import { membersOf, replaceMembers, rtcLogin } from './service.ts';

export const costreamingRoutes: HandlersOf<'getMeetingInfo' | 'updateMeetingInfo' | 'getRtcAuthToken'> = {
  getMeetingInfo: async (scope, { id }) => ({ members: await membersOf(scope, id) }),
  updateMeetingInfo: async (scope, { id, members }) => ({ members: await replaceMembers(scope, id, members) }),
  getRtcAuthToken: (scope, { room_id }) => rtcLogin(scope, room_id),
};
