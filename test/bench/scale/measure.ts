/**
 * Measures what requests cost by asking the AppServer itself, with its cloud in memory and its time in hand: once more at
 * once, as another viewer, after a while, after another instance or another room was asked, and as a crowd.
 */
import { ROUTES } from '../../../lambdas/api/routes.ts';
import { callbackHeaders } from '../../../local/im/callback-signature.ts';
import { failure } from '../../lambdas/app-server/support/memory-live.ts';
import { createRoom, SECRETS, type World, world } from '../../lambdas/app-server/support/world.ts';
import { type Call, type Costs, type EndpointCost, grouped, keyOf, type Scope, without } from './costs.ts';
import { type Recorder, record } from './recorder.ts';

/** Rooms that a list shows. */
const LISTED = 20;
/** Pauses (ms) after which something may be asked anew. */
const PAUSES = [1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000];
/** Between two measurements everything that is remembered grows old, and no limit of requests is reached. */
const APART_MS = 600_000;
/** After so long a room is read anew as one in which nobody came or went. */
const SETTLED_MS = 5_000;
/** So often the service refuses before it is looked whether it is asked more seldom. */
const REFUSALS = 3;
const CROWD = 16;
/** A crowd that makes less than half of the calls that its members would make one by one shares them. */
const SHARED = 0.5;

interface Asked {
  readonly path: string;
  readonly method: 'GET' | 'POST';
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

type Request = (user: string, roomId: string, now: number) => Asked;

type PostRoute = 'get' | 'list' | 'listByCursor' | 'tokenV2' | 'sendLikeMessage' | 'loginV1' | 'coStreamingState';

const post =
  (route: PostRoute, body: object): Request =>
  (user, roomId) => {
    const named = Object.entries(body).map(([name, value]) => [
      name,
      { $user: user, $room: roomId }[String(value)] ?? value,
    ]);
    return { path: ROUTES[route].path, method: 'POST', body: Object.fromEntries(named) };
  };

let transactions = 0;

const eventCallback =
  (eventOf: (roomId: string) => object): Request =>
  (user, roomId, now) => ({
    path: ROUTES.messageCallback.path,
    method: 'POST',
    headers: callbackHeaders(`https://app.example.com${ROUTES.messageCallback.path}`, SECRETS.imKey, now),
    body: {
      transactionid: `transaction${transactions++}`,
      appid: 'im0app',
      eves: [{ uid: user, sid: 's1', events: [eventOf(roomId)] }],
    },
  });

const logon = eventCallback(() => ({ e: 1 }));
const entry = eventCallback((roomId) => ({ e: 3, g: roomId }));

/** As the clients of this repository ask (clients/viewer, clients/shared/room/room.ts); a callback tells of one entry. */
const REQUESTS: Readonly<Record<string, Request>> = {
  clientConfig: () => ({ path: ROUTES.clientConfig.path, method: 'GET' }),
  loginV1: post('loginV1', { username: '$user', password: '$user' }),
  listByCursor: post('listByCursor', { user_id: '$user', status: 1, limit: 100 }),
  list: post('list', { user_id: '$user', page_num: 1, page_size: LISTED }),
  get: post('get', { id: '$room', user_id: '$user', im_server: ['aliyun_new'] }),
  tokenV2: post('tokenV2', {
    ...{ user_id: '$user', device_id: 'd', device_type: 'web', im_server: ['aliyun_new'], room_id: '$room' },
  }),
  sendLikeMessage: post('sendLikeMessage', { chatroom_id: '$room', user_id: '$user', like_count: 3 }),
  coStreamingState: post('coStreamingState', { id: '$room', user_id: '$user' }),
  logonCallback: logon,
  messageCallback: entry,
};

/** Two instances in front of one cloud with live rooms, of which a viewer may ask two. */
interface Bench {
  readonly at: World;
  readonly other: World;
  readonly rooms: readonly [string, string];
  readonly recorder: Recorder;
}

async function open(): Promise<Bench> {
  const at = await world();
  const ids: string[] = [];
  for (let n = 0; n < LISTED; n += 1) {
    const id = await createRoom(at, 'anna', { title: `Room ${n}`, notice: 'n'.repeat(100), mode: 1 });
    await at.as('anna', 'start', { id, user_id: 'anna' });
    ids.push(id);
  }
  const [first = '', second = ''] = ids;
  return { at, other: await at.restarted(), rooms: [first, second], recorder: record(at, ids) };
}

export async function measureCosts(about: string): Promise<Costs> {
  const endpoints: Record<string, EndpointCost> = {};
  for (const name of Object.keys(REQUESTS)) endpoints[name] = await measureEndpoint(REQUESTS[name] as Request);
  return { about, endpoints, yielding: await measureYielding() };
}

async function measureEndpoint(request: Request): Promise<EndpointCost> {
  const bench = await open();
  const calls = callsOf(bench, request);
  const { at, other, rooms } = bench;
  const warm = async (): Promise<void> => {
    // As in a room in use, whose entries the messaging service reports.
    for (const room of rooms) for (const instance of [at, other]) await calls(instance, 'erik', room, entry);
    at.clock.time += SETTLED_MS;
    for (const instance of [at, other]) {
      for (const room of rooms) for (const user of ['bob', 'carl']) await calls(instance, user, room);
    }
  };
  await warm();
  const always = await calls(at, 'bob', rooms[0]);
  const firstOfViewer = without(await calls(at, 'dora', rooms[0]), always);
  const timed: EndpointCost['timed'][number][] = [];
  for (const everyMs of PAUSES) {
    const again = async (before?: readonly [World, string, string]): Promise<Call[]> => {
      at.clock.time += APART_MS;
      await warm();
      at.clock.time += everyMs;
      if (before) await calls(...before);
      return without(await calls(at, 'bob', rooms[0]), always);
    };
    const known = new Set(timed.map(keyOf));
    for (const call of await again()) {
      if (known.has(keyOf(call))) continue;
      const isNeeded = async (...before: [World, string, string]): Promise<boolean> =>
        (await again(before)).some((each) => keyOf(each) === keyOf(call));
      const scope = await scopeOf(isNeeded, bench);
      const isTrailing = (await callsAtEnd(bench, calls, everyMs)).has(keyOf(call));
      timed.push({ ...call, everyMs, scope, isTrailing });
    }
  }
  return { always, firstOfViewer, timed, joined: await measureJoined(bench, request, always) };
}

/** What is done later because somebody has asked too early, without anybody who asks again. */
async function callsAtEnd({ at, rooms: [room], recorder }: Bench, calls: ReturnType<typeof callsOf>, everyMs: number) {
  const end = async (): Promise<Call[]> => {
    for (const { ms, work } of at.due.splice(0)) {
      at.clock.time += ms;
      work();
    }
    return recorder.taken();
  };
  await end();
  at.clock.time += everyMs;
  for (const user of ['bob', 'carl']) await calls(at, user, room);
  return new Set((await end()).map(keyOf));
}

/** @param isNeeded whether the call is made after somebody else has asked just before */
async function scopeOf(
  isNeeded: (instance: World, user: string, room: string) => Promise<boolean>,
  { at, other, rooms: [room, another] }: Bench,
): Promise<Scope> {
  if (!(await isNeeded(other, 'carl', another))) return 'stage';
  if (!(await isNeeded(other, 'carl', room))) return 'room';
  if (!(await isNeeded(at, 'carl', another))) return 'instance';
  return (await isNeeded(at, 'carl', room)) ? 'viewer' : 'instance-room';
}

/** How much longer than one alone the crowd took is how long somebody may wait for the others. */
async function measureJoined({ at, rooms: [room], recorder }: Bench, request: Request, always: readonly Call[]) {
  const users = Array.from({ length: CROWD }, (_, n) => `user${n}`);
  const ask = await asker(at, request, users);
  for (const user of users) await ask(user, room);
  await recorder.taken();
  const before = at.clock.time;
  await Promise.all(users.map((user) => ask(user, room)));
  const found = new Map(grouped(await recorder.taken()).map((call) => [keyOf(call), call.times]));
  const waitedMs = at.clock.time - before;
  return Object.fromEntries(
    always.flatMap((call) =>
      (found.get(keyOf(call)) ?? 0) < SHARED * CROWD * call.times ? [[keyOf(call), waitedMs]] : [],
    ),
  );
}

/** Which actions are not asked for in each room any more after the service has said that it was too often. */
async function measureYielding(): Promise<string[]> {
  const refused = new Set<string>();
  const { at, rooms, recorder } = await open();
  const ask = {
    get: await asker(at, REQUESTS.get as Request, ['bob']),
    like: await asker(at, REQUESTS.sendLikeMessage as Request, ['bob']),
  };
  at.live.before = ({ action }) => {
    refused.add(action);
    throw failure(action, 'Throttling.User', true);
  };
  const round = async (afterMs: number): Promise<Map<string, number>> => {
    at.clock.time += afterMs;
    for (const room of rooms) {
      await ask.get('bob', room);
      await ask.like('bob', room);
    }
    return new Map((await recorder.taken()).map(({ name, times }) => [name, times]));
  };
  for (let n = 0; n < REFUSALS; n += 1) await round(APART_MS);
  const still = await round(SETTLED_MS);
  return [...refused].filter((action) => (still.get(action) ?? 0) < rooms.length).sort();
}

function callsOf({ recorder }: Bench, usual: Request) {
  return async (instance: World, user: string, room: string, request = usual): Promise<Call[]> => {
    const ask = await asker(instance, request, [user]);
    await recorder.taken();
    await ask(user, room);
    return recorder.taken();
  };
}

/** Sessions are made in advance: making one is no part of a request. */
async function asker(at: World, request: Request, users: readonly string[]) {
  const tokens = new Map<string, string>();
  for (const user of users) tokens.set(user, await tokenOf(user));
  return async (user: string, room: string): Promise<void> => {
    const { path, method, body, headers } = request(user, room, at.clock.time);
    const { status, body: answer } = await at.request(path, {
      method,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${tokens.get(user)}`, ...headers },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (status !== 200) throw new Error(`${path} answered ${status}: ${JSON.stringify(answer)}`);
  };
}

const issued = new Map<string, string>();

/** By a world of its own with the same keys, so that the measured ones read them themselves. */
async function tokenOf(user: string): Promise<string> {
  const known = issued.get(user) ?? (await (await world()).tokenOf(user));
  issued.set(user, known);
  return known;
}
