/** A co-streaming room, and what its people do, for the tests of the stage. */
import type { RouteId } from '../../../../lambdas/api/routes.ts';
import { readRoom } from '../../../../lambdas/app-server/rooms/store.ts';
import { type Answer, createRoom, type World } from '../support/world.ts';

export interface StageOf {
  readonly id: string;
  readonly apply: (user: string) => Promise<Answer>;
  readonly join: (user: string, more?: object) => Promise<Answer>;
  readonly leave: (user: string) => Promise<Answer>;
  readonly approve: (guest: string, user?: string) => Promise<Answer>;
  readonly kick: (guest: string, user?: string) => Promise<Answer>;
  /** Approved by anna, and joined. */
  readonly enter: (user: string) => Promise<Answer>;
  readonly call: (user: string, route: RouteId, more?: object) => Promise<Answer>;
  /** Who is on stage, as `user` is told. */
  readonly members: (user?: string) => Promise<string[]>;
  readonly list: (...users: string[]) => Promise<Answer>;
  readonly move: (type: 'start' | 'pause' | 'stop' | 'delete') => Promise<Answer>;
  readonly meetingId: () => Promise<string>;
}

/** A live room of anna, in mode 1. */
export async function stageOf(at: World): Promise<StageOf> {
  const id = await createRoom(at, 'anna', { mode: 1 });
  const call: StageOf['call'] = (user, route, more = {}) => at.as(user, route, { id, user_id: user, ...more });
  const move: StageOf['move'] = (type) => call('anna', type);
  await move('start');
  at.live.messages.splice(0);
  at.forget();
  const approve: StageOf['approve'] = (guest_id, user = 'anna') => call(user, 'approveCoStreaming', { guest_id });
  const join: StageOf['join'] = (user, more) => call(user, 'joinCoStreaming', more);
  return {
    id,
    call,
    move,
    approve,
    join,
    apply: (user) => call(user, 'applyCoStreaming'),
    leave: (user) => call(user, 'leaveCoStreaming'),
    kick: (guest_id, user = 'anna') => call(user, 'kickCoStreaming', { guest_id }),
    enter: async (user) => {
      await approve(user);
      return join(user);
    },
    members: async (user = 'anna') => {
      const { body } = await call(user, 'coStreamingState');
      return (body.members as { user_id: string }[]).map((member) => member.user_id);
    },
    list: (...users) => at.as('anna', 'updateMeetingInfo', { id, members: users.map((user_id) => ({ user_id })) }),
    meetingId: async () => String((await readRoom(at.rows, id))?.meetingId),
  };
}

/** Messages to the group and to single users since the last look, as `[type, from or to, payload]`. */
export function newMessages(at: World): { group: [number, unknown][]; direct: [number, string, unknown][] } {
  const group = at.live.messages.splice(0).map(({ type, body }): [number, unknown] => [type, JSON.parse(body)]);
  const direct = at.live.direct.splice(0).map(({ type, to, body }): [number, string, unknown] => {
    const { data } = JSON.parse(body) as { data: string };
    return [type, to, JSON.parse(data)];
  });
  return { group, direct };
}
