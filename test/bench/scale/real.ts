/** Virtual viewers on the local cloud who do what viewers do, while everything they cause is counted. */

import { type ApiClient, apiClient } from '../../../lambdas/api/client.ts';
import type { InputOf, RouteId } from '../../../lambdas/api/routes.ts';
import { ImClient } from '../../local/im/im-client.ts';
import { programFile, runCommand, startProgram } from '../programs.ts';
import { poisson, randomOf, roomShares } from './arrivals.ts';
import { type Behaviour, INTERVALS } from './behaviour.ts';
import type { Run } from './compare.ts';

export interface RealOptions {
  readonly viewers: number;
  readonly rooms: number;
  /** Seconds in which everybody arrives, and those after it. An address may log in 300 times a minute. */
  readonly arriveSeconds: number;
  readonly staySeconds: number;
}

interface Counts {
  readonly functions: number;
  readonly actions: Readonly<Record<string, number>>;
}

const SEED = 500;
const COMMENT = 10_001;

export async function realRun(options: RealOptions, behaviour: Behaviour): Promise<Run> {
  const program = await startProgram(programFile('programs/counted-cloud'));
  const { endpoint, counts, accessKeyId, accessKeySecret } = JSON.parse(program.line) as Record<string, string>;
  try {
    const { stdout } = await runCommand(['--json', 'deploy', '--stage', 'local', '--endpoint', String(endpoint)], {
      ALIBABA_CLOUD_ACCESS_KEY_ID: accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: accessKeySecret,
    });
    const { outputs } = JSON.parse(stdout) as { outputs: Record<string, string> };
    const read = async (): Promise<Counts> => (await (await fetch(String(counts))).json()) as Counts;
    return await watch(String(outputs.AppServerUrl), read, options, behaviour);
  } finally {
    await program.end();
  }
}

async function watch(
  origin: string,
  read: () => Promise<Counts>,
  options: RealOptions,
  behaviour: Behaviour,
): Promise<Run> {
  const roomIds = await openRooms(origin, options.rooms);
  const before = await read();
  const audience = new Audience(origin, roomIds, behaviour);
  const random = randomOf(SEED);
  const arrivals: number[] = [];
  const startedAt = performance.now();
  const seconds = options.arriveSeconds + options.staySeconds;
  let left = options.viewers;
  for (let second = 0; second < seconds; second += 1) {
    const wanted =
      second === options.arriveSeconds - 1 ? left : poisson(options.viewers / options.arriveSeconds, random);
    const coming = second < options.arriveSeconds ? Math.min(left, wanted) : 0;
    left -= coming;
    for (let n = 0; n < coming; n += 1) audience.arrive(random);
    await until(startedAt + (second + 1) * 1_000);
    arrivals.push(coming);
  }
  const after = await read();
  audience.end();
  const { requests, failures } = audience;
  const sent = Object.values(requests).reduce((sum, count) => sum + count, 0);
  const actions = Object.fromEntries(
    Object.entries(after.actions).map(([action, count]) => [action, count - (before.actions[action] ?? 0)]),
  );
  const messageCallback = after.functions - before.functions - sent;
  return { rooms: options.rooms, arrivals, requests: { ...requests, messageCallback }, actions, failures };
}

async function openRooms(origin: string, rooms: number): Promise<string[]> {
  const anchor = await loggedIn(apiClient({ origin }), 'anchor');
  const ids: string[] = [];
  for (let n = 0; n < rooms; n += 1) {
    const { id } = await anchor.call('createV2', { title: `Room ${n}`, anchor: 'anchor', im_server: ['aliyun_new'] });
    await anchor.call('start', { id, user_id: 'anchor' });
    ids.push(id);
  }
  return ids;
}

async function loggedIn(client: ApiClient, user: string): Promise<ApiClient> {
  const { token } = await client.call('loginV1', { username: user, password: user });
  return client.withToken(token);
}

class Audience {
  readonly requests: Record<string, number> = {};
  failures = 0;
  readonly #open: ApiClient;
  readonly #rooms: readonly string[];
  readonly #shares: readonly number[];
  readonly #behaviour: Behaviour;
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #sockets: ImClient[] = [];
  #arrived = 0;
  #isOver = false;

  constructor(origin: string, rooms: readonly string[], behaviour: Behaviour) {
    // A busy machine is no failure.
    this.#open = apiClient({ origin, timeoutMs: 60_000 });
    this.#rooms = rooms;
    this.#shares = roomShares(rooms.length);
    this.#behaviour = behaviour;
  }

  /** Somebody opens the page, looks at the list, enters a room and stays. */
  arrive(random: () => number): void {
    this.#arrived += 1;
    const user = `viewer${this.#arrived}`;
    const place = random();
    let sum = 0;
    const index = this.#shares.findIndex((share) => {
      sum += share;
      return place < sum;
    });
    const room = this.#rooms[Math.max(0, index)] ?? '';
    this.#visit(user, room, random).catch(() => {
      if (!this.#isOver) this.failures += 1;
    });
  }

  end(): void {
    this.#isOver = true;
    for (const timer of this.#timers) clearInterval(timer);
    for (const socket of this.#sockets) socket.webSocket.terminate();
  }

  async #visit(user: string, room: string, random: () => number): Promise<void> {
    const { origin } = (await this.#call(this.#open, 'clientConfig')).messaging;
    const client = await this.#logIn(user);
    for (let look = 0; look <= Math.floor(this.#behaviour.browseSeconds / INTERVALS.list); look += 1) {
      if (look > 0) await pause(INTERVALS.list * 1_000);
      await Promise.all([
        this.#call(client, 'listByCursor', { user_id: user, status: 1, limit: 100 }),
        this.#call(client, 'list', { user_id: user, page_num: 1, page_size: 20 }),
      ]);
    }
    if (this.#isOver) return;
    const get = () => this.#call(client, 'get', { id: room, user_id: user, im_server: ['aliyun_new'] });
    await get();
    const device = { device_id: user, device_type: 'web' as const, im_server: ['aliyun_new'], room_id: room };
    const { aliyun_new_im: login } = await this.#call(client, 'tokenV2', {
      user_id: user,
      ...device,
    } as InputOf<'tokenV2'>);
    const im = await ImClient.connect(`${String(origin).replace(/^http/, 'ws')}/im`);
    this.#sockets.push(im);
    const { app_id: appId, app_sign: appSign, app_token: appToken, auth } = login;
    await im.request('login', { appId, appSign, appToken, auth: { ...auth } });
    await im.request('joinGroup', { groupId: room });
    await im.request('listRecentMessage', { groupId: room });
    this.#every(INTERVALS.room * 1_000, get);
    const { likesPerMinute, commentsPerMinute } = this.#behaviour;
    this.#nowAndThen(likesPerMinute, random, () =>
      this.#call(client, 'sendLikeMessage', { chatroom_id: room, user_id: user, like_count: 3 }),
    );
    this.#nowAndThen(commentsPerMinute, random, () =>
      im.request('sendGroupMessage', { groupId: room, type: COMMENT, data: '{"content":"hello"}' }),
    );
  }

  async #logIn(user: string): Promise<ApiClient> {
    const { token } = await this.#call(this.#open, 'loginV1', { username: user, password: user });
    return this.#open.withToken(token);
  }

  #call<Id extends RouteId>(client: ApiClient, id: Id, request?: InputOf<Id>) {
    this.requests[id] = (this.requests[id] ?? 0) + 1;
    return client.call(id, request);
  }

  #every(ms: number, work: () => Promise<unknown>): void {
    if (this.#isOver) return;
    this.#timers.push(setInterval(() => this.#tried(work), ms));
  }

  /** At random moments, looked for every second. */
  #nowAndThen(perMinute: number, random: () => number, work: () => Promise<unknown>): void {
    this.#every(1_000, async () => {
      if (random() < perMinute / 60) await work();
    });
  }

  #tried(work: () => Promise<unknown>): void {
    work().catch(() => {
      if (!this.#isOver) this.failures += 1;
    });
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const until = (time: number): Promise<void> => pause(Math.max(0, time - performance.now()));
