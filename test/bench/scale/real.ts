/** Virtual viewers on the local cloud who do what viewers do, while everything they cause is counted. */

import { type ApiClient, apiClient } from '../../../lambdas/api/client.ts';
import { type InputOf, ROUTES } from '../../../lambdas/api/routes.ts';
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
  /** Requests to the AppServer. */
  readonly paths: Readonly<Record<string, number>>;
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
    // Not all at once: callbacks about people who come together go together.
    for (let n = 0; n < coming; n += 1) setTimeout(() => audience.arrive(random), random() * 1_000);
    await until(startedAt + (second + 1) * 1_000);
    arrivals.push(coming);
  }
  // Only what was answered is counted, so nothing may be under way any more.
  await audience.stop();
  const after = await quiet(read);
  audience.leave();
  const paths = difference(after.paths, before.paths);
  const requests = Object.fromEntries(Object.entries(ROUTES).map(([id, { path }]) => [id, paths[path] ?? 0]));
  const actions = difference(after.actions, before.actions);
  return { rooms: options.rooms, arrivals, requests, actions, failures: audience.failures };
}

/** The counts as soon as they stay what they are: a function goes on for a moment after its answers. */
async function quiet(read: () => Promise<Counts>): Promise<Counts> {
  let last = await read();
  for (;;) {
    await pause(1_000);
    const next = await read();
    if (JSON.stringify(next) === JSON.stringify(last)) return next;
    last = next;
  }
}

const difference = (after: Readonly<Record<string, number>>, before: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(after).map(([name, count]) => [name, count - (before[name] ?? 0)]));

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
  /** How often what failed. */
  readonly failures = new Map<string, number>();
  readonly #underWay = new Set<Promise<void>>();
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
    this.#tried(() => this.#visit(user, room, random));
  }

  /** Nobody begins anything any more; waits for what was begun. */
  async stop(): Promise<void> {
    this.#isOver = true;
    for (const timer of this.#timers) clearInterval(timer);
    await Promise.all(this.#underWay);
  }

  leave(): void {
    for (const socket of this.#sockets) socket.webSocket.terminate();
  }

  async #visit(user: string, room: string, random: () => number): Promise<void> {
    const { origin } = (await this.#open.call('clientConfig')).messaging;
    const client = await this.#logIn(user);
    for (let look = 0; look <= Math.floor(this.#behaviour.browseSeconds / INTERVALS.list); look += 1) {
      if (look > 0) await pause(INTERVALS.list * 1_000);
      await Promise.all([
        client.call('listByCursor', { user_id: user, status: 1, limit: 100 }),
        client.call('list', { user_id: user, page_num: 1, page_size: 20 }),
      ]);
    }
    // Whoever is still looking for a channel when it is over enters none.
    if (this.#isOver) return;
    const get = () => client.call('get', { id: room, user_id: user, im_server: ['aliyun_new'] });
    await get();
    const device = { device_id: user, device_type: 'web' as const, im_server: ['aliyun_new'], room_id: room };
    const { aliyun_new_im: login } = await client.call('tokenV2', {
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
      client.call('sendLikeMessage', { chatroom_id: room, user_id: user, like_count: 3 }),
    );
    this.#nowAndThen(commentsPerMinute, random, () =>
      im.request('sendGroupMessage', { groupId: room, type: COMMENT, data: '{"content":"hello"}' }),
    );
  }

  async #logIn(user: string): Promise<ApiClient> {
    const { token } = await this.#open.call('loginV1', { username: user, password: user });
    return this.#open.withToken(token);
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
    const done = work()
      .then(
        () => undefined,
        ({ message }: Error) => void this.failures.set(message, (this.failures.get(message) ?? 0) + 1),
      )
      .finally(() => this.#underWay.delete(done));
    this.#underWay.add(done);
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const until = (time: number): Promise<void> => pause(Math.max(0, time - performance.now()));
