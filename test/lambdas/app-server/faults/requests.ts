/** A good request for every route of the table, in a world where it succeeds and has something to do. */
import { ROUTES, type Route, type RouteId } from '../../../../lambdas/api/routes.ts';
import { BODIES } from '../support/bodies.ts';
import { signatureOf } from '../support/signed.ts';
import { createRoom, START, type World, world } from '../support/world.ts';

export const ROUTE_IDS = Object.keys(ROUTES) as RouteId[];

/** The guest of `BODIES`. */
const GUEST = 'guest1';

interface Before {
  /** The anchor when absent. */
  readonly caller?: string;
  /** What happened before, and who did it. */
  readonly steps?: readonly (readonly [who: string, route: RouteId])[];
}

const live: Before['steps'] = [['anna', 'start']];
const applied: Before['steps'] = [...live, [GUEST, 'applyCoStreaming']];
const approved: Before['steps'] = [...applied, ['anna', 'approveCoStreaming']];
const onStage: Before['steps'] = [...approved, [GUEST, 'joinCoStreaming']];
const ended: Before['steps'] = [...live, ['anna', 'stop']];

/** Routes that need more than a new room. */
const BEFORE: Partial<Record<RouteId, Before>> = {
  pause: { steps: onStage },
  stop: { steps: onStage },
  delete: { steps: onStage },
  applyCoStreaming: { caller: GUEST, steps: live },
  cancelCoStreaming: { caller: GUEST, steps: applied },
  approveCoStreaming: { steps: applied },
  rejectCoStreaming: { steps: applied },
  joinCoStreaming: { caller: GUEST, steps: approved },
  renewCoStreaming: { caller: GUEST, steps: onStage },
  leaveCoStreaming: { caller: GUEST, steps: onStage },
  kickCoStreaming: { steps: onStage },
  setCoStreamingDevices: { caller: GUEST, steps: onStage },
  coStreamingState: { steps: onStage },
  recordingCallback: { steps: ended },
  vodCallback: { steps: ended },
};

export interface Prepared {
  readonly at: World;
  readonly send: () => Promise<Response>;
}

/** The world before the request, with the settings in memory as after the first request of an instance. */
export async function prepare(id: RouteId): Promise<Prepared> {
  const route: Route = ROUTES[id];
  const { caller = 'anna', steps = [] } = BEFORE[id] ?? {};
  const at = await world();
  // The stream of a room without co-streaming has the name of the room.
  const roomId = await createRoom(at, 'anna', { mode: route.access === 'callback' ? 0 : 1 });
  at.live.online.add(`live/${roomId}`);
  for (const [who, step] of steps) {
    const { status } = await at.as(who, step, BODIES[step](who, roomId));
    if (status !== 200) {
      throw new Error(`${step} before ${id} answered ${status}`);
    }
  }
  const body = await bodyOf(at, id, caller, roomId);
  const token = route.access === 'session' || route.access === 'owner' ? await at.tokenOf(caller) : undefined;
  at.forget();
  const query = route.method === 'GET' && body ? `?${new URLSearchParams(body as Record<string, string>)}` : '';
  return {
    at,
    send: () =>
      at.fetch(`${route.path}${query}`, {
        method: route.method,
        headers: {
          'content-type': 'application/json',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...signatureOf(id, START / 1_000),
        },
        ...(route.method === 'POST' ? { body: JSON.stringify(body ?? {}) } : {}),
      }),
  };
}

async function bodyOf(at: World, id: RouteId, caller: string, roomId: string): Promise<object | undefined> {
  const body = BODIES[id](caller, roomId);
  if (id !== 'verifyAuthToken') {
    return body;
  }
  const { body: jump } = await at.as(caller, 'getLiveJumpUrl', BODIES.getLiveJumpUrl(caller, roomId));
  return { ...body, token: new URL(String(jump.live_jump_url)).searchParams.get('token') };
}
