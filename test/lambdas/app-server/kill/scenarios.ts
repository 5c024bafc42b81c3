/** What is going on when the process dies: everything that makes changes in the cloud. */
import type { RouteId } from '../../../../lambdas/api/routes.ts';
import { BODIES } from '../support/bodies.ts';
import { signatureOf } from '../support/signed.ts';
import { killAt, type Where } from '../support/upstream.ts';
import { type Answer, createRoom, room, type World, world } from '../support/world.ts';

export const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** The guest of `BODIES`. */
const GUEST = 'guest1';

export interface Scenario {
  readonly name: string;
  readonly stage?: Parameters<typeof world>[0];
  /** Brings the world to where the work begins; answers the room's id, or '' when the work makes it. */
  readonly prepare: (at: World) => Promise<string>;
  readonly work: (at: World, id: string) => Promise<Answer>;
  /** What a client is answered in the end that asks again after the crash. */
  readonly again?: Readonly<Record<string, unknown>>;
  /** How many rooms there are then. */
  readonly rooms?: number;
}

type Step = readonly [who: string, route: RouteId];

const act = (at: World, [who, route]: Step, id: string): Promise<Answer> => at.as(who, route, BODIES[route](who, id));

const doing =
  (who: string, route: RouteId) =>
  (at: World, id: string): Promise<Answer> =>
    act(at, [who, route], id);

const roomAfter =
  (mode: 0 | 1, ...steps: readonly Step[]) =>
  async (at: World): Promise<string> => {
    const id = await createRoom(at, 'anna', { mode });
    for (const step of steps) {
      const { status } = await act(at, step, id);
      if (status !== 200) {
        throw new Error(`${step[1]} answered ${status}`);
      }
      at.clock.time += 1_000;
    }
    return id;
  };

const START: Step = ['anna', 'start'];
const STOP: Step = ['anna', 'stop'];
const APPLY: Step = [GUEST, 'applyCoStreaming'];
const APPROVE: Step = ['anna', 'approveCoStreaming'];
const JOIN: Step = [GUEST, 'joinCoStreaming'];
const ON_STAGE = [START, APPLY, APPROVE, JOIN] as const;

/** Leaves something for the timer by killing a request after one of its calls. */
const leftBy = (route: 'createV2' | 'stop' | 'delete', where: Where) => async (at: World) => {
  const id = route === 'createV2' ? '' : await roomAfter(1, ...ON_STAGE)(at);
  const body = route === 'createV2' ? room('anna') : BODIES[route]('anna', id);
  if (!(await killAt(at, where, 'after', () => at.as('anna', route, body)))) {
    throw new Error(`${route} makes no call ${where}`);
  }
  at.clock.time += 6 * MINUTE;
  return id;
};

/** As left by these steps, and then for this long by everybody. */
const later = (ms: number, prepare: Scenario['prepare']) => async (at: World) => {
  const id = await prepare(at);
  at.clock.time += ms;
  return id;
};

const create =
  (more: object, headers: Record<string, string> = {}) =>
  (at: World): Promise<Answer> =>
    at.as('anna', 'createV2', room('anna', more), headers);

const streamEvent =
  (action: 'publish' | 'publish_done') =>
  (at: World, id: string): Promise<Answer> => {
    const seconds = Math.floor(at.clock.time / 1_000);
    at.live.online[action === 'publish' ? 'add' : 'delete'](`live/${id}`);
    const query = { action, id, app: 'ingest.localhost', appname: 'live', time: String(seconds) };
    const route = 'handlePushStreamEventCallback';
    return at.as(undefined, route, query, signatureOf(route, seconds));
  };

const tick = (at: World): Promise<Answer> => at.tick();
const nothing = async (): Promise<string> => '';
const mixed = { LIVE_STACK_MIXING: 'server' } as const;
const keyed = create({ mode: 1 }, { 'idempotency-key': 'once' });

const ROOMS: readonly Scenario[] = [
  { name: 'create', prepare: nothing, work: create({}), again: { status: 0 } },
  { name: 'create with a key', prepare: nothing, work: keyed, again: { status: 0, mode: 1 }, rooms: 1 },
  { name: 'start', prepare: roomAfter(0), work: doing(...START), again: { status: 1 } },
  { name: 'restart', prepare: roomAfter(0, START, STOP), work: doing(...START), again: { status: 1 } },
  { name: 'pause', prepare: roomAfter(1, ...ON_STAGE), work: doing('anna', 'pause'), again: { status: 0 } },
  { name: 'stop', prepare: roomAfter(0, START), work: doing(...STOP), again: { status: 2 } },
  { name: 'stop with a stage', prepare: roomAfter(1, ...ON_STAGE), work: doing(...STOP), again: { status: 2 } },
  { name: 'update', prepare: roomAfter(0), work: doing('anna', 'update'), again: { title: 'New title' } },
  { name: 'delete while live', prepare: roomAfter(1, ...ON_STAGE), work: doing('anna', 'delete') },
  { name: 'delete after the end', prepare: roomAfter(0, START, STOP), work: doing('anna', 'delete') },
  { name: 'a stream that begins', prepare: roomAfter(0), work: streamEvent('publish'), again: {} },
  { name: 'a stream that ends', prepare: roomAfter(0, START), work: streamEvent('publish_done'), again: {} },
];

const STAGES: readonly Scenario[] = [
  {
    name: 'join',
    prepare: roomAfter(1, START, APPLY, APPROVE),
    work: doing(...JOIN),
    again: { own_status: 'on_stage' },
  },
  {
    name: 'leave',
    prepare: roomAfter(1, ...ON_STAGE),
    work: doing(GUEST, 'leaveCoStreaming'),
    again: { own_status: 'none' },
  },
  {
    name: 'kick',
    prepare: roomAfter(1, ...ON_STAGE),
    work: doing('anna', 'kickCoStreaming'),
    again: { applications: [] },
  },
  { name: 'join, mixed', stage: mixed, prepare: roomAfter(1, START, APPLY, APPROVE), work: doing(...JOIN) },
  { name: 'leave, mixed', stage: mixed, prepare: roomAfter(1, ...ON_STAGE), work: doing(GUEST, 'leaveCoStreaming') },
  { name: 'stop, mixed', stage: mixed, prepare: roomAfter(1, ...ON_STAGE), work: doing(...STOP), again: { status: 2 } },
  { name: 'delete, mixed', stage: mixed, prepare: roomAfter(1, ...ON_STAGE), work: doing('anna', 'delete') },
  { name: 'ban', prepare: roomAfter(1, ...ON_STAGE), work: doing('anna', 'banUser'), again: {} },
];

const TIMER: readonly Scenario[] = [
  { name: 'the sweep of an abandoned row', prepare: leftBy('createV2', 'put rooms'), work: tick },
  { name: 'the sweep of a row and its group', prepare: leftBy('createV2', 'CreateLiveMessageGroup'), work: tick },
  { name: 'the end of an interrupted stop', prepare: leftBy('stop', 'update rooms'), work: tick },
  { name: 'the end of an interrupted deletion', prepare: leftBy('delete', 'update rooms'), work: tick },
  { name: 'closing after the grace period', prepare: later(HOUR, roomAfter(1, START, STOP)), work: tick },
  {
    name: 'the end of what is kept',
    stage: { LIVE_STACK_RETENTION_DAYS: '1' },
    prepare: async (at) => {
      const id = await later(HOUR, roomAfter(1, START, STOP))(at);
      await at.tick();
      at.clock.time += 25 * HOUR;
      return id;
    },
    work: tick,
  },
  { name: 'a guest who vanished', prepare: later(2 * MINUTE, roomAfter(1, ...ON_STAGE)), work: tick },
  {
    name: 'a guest who vanished, mixed',
    stage: mixed,
    prepare: later(2 * MINUTE, roomAfter(1, ...ON_STAGE)),
    work: tick,
  },
];

export const SCENARIOS: readonly Scenario[] = [...ROOMS, ...STAGES, ...TIMER];

/** The world where a scenario's work begins. */
export async function prepared({
  stage,
  prepare,
}: Pick<Scenario, 'stage' | 'prepare'>): Promise<{ at: World; id: string }> {
  const at = await world(stage);
  const id = await prepare(at);
  // What was killed before is not continued by this process either.
  const fresh = await at.restarted();
  fresh.forget();
  return { at: fresh, id };
}
