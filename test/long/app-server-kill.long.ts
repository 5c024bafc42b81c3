/** The AppServer as a process of its own, killed with SIGKILL between any two of its upstream calls: nothing stays half-written. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { bundle } from '../../cdk/functions/bundle.ts';
import { apiClient } from '../../lambdas/api/client.ts';
import { freePort } from '../../local/fc/instance/port.ts';
import { expectConsistentState } from '../lambdas/app-server/support/consistent.ts';
import { account, type LocalStage, startLocalStage } from '../lambdas/app-server/support/local-stage.ts';
import { tickLater, wireState } from '../lambdas/app-server/support/wire-stage.ts';
import { ENVIRONMENT } from '../lambdas/app-server/support/world.ts';
import { isShort } from './length.ts';

const MINUTE = 60_000;
/** A short run kills at every so-manieth place only. */
const EVERY = isShort ? 3 : 1;
const PLATFORM = {
  'x-fc-access-key-id': account.accessKeyId,
  'x-fc-access-key-secret': account.accessKeySecret,
  'x-fc-control-path': '/http-invoke',
};

type Place = readonly [index: number, when: 'before' | 'after'];

/** Between the AppServer and the cloud: counts calls, and ends the process at one of them. */
class Middleman {
  readonly #server = createServer((incoming, response) => void this.#pass(incoming, response));
  readonly #cloud: string;
  #count = 0;
  #onCall: (index: number, when: Place[1]) => boolean = () => false;

  constructor(cloud: string) {
    this.#cloud = cloud;
  }

  async open(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** From the next call on; `onCall` answers true when the call, or its answer, is not to go on. */
  watch(onCall: (index: number, when: Place[1]) => boolean): void {
    this.#count = 0;
    this.#onCall = onCall;
  }

  get count(): number {
    return this.#count;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
    const index = ++this.#count;
    if (this.#onCall(index, 'before')) {
      response.destroy();
      return;
    }
    const { method, headers } = incoming;
    const onward = request(`${this.#cloud}${incoming.url}`, { method, headers });
    onward.end(Buffer.concat(chunks));
    const [answer] = (await once(onward, 'response')) as [IncomingMessage];
    if (this.#onCall(index, 'after')) {
      answer.resume();
      response.destroy();
      return;
    }
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  }
}

let directory: string;
let stage: LocalStage;
let middleman: Middleman;
let cloud: string;
const children = new Set<ChildProcess>();
beforeAll(async () => {
  stage = await startLocalStage((endpoint) => {
    middleman = new Middleman(endpoint);
    vi.stubEnv('LIVE_STACK_CLOUD_ENDPOINT', endpoint);
  });
  cloud = await middleman.open();
  directory = await mkdtemp(join(tmpdir(), 'app-server-kill-'));
  const { zip } = await bundle();
  await writeFile(join(directory, 'main.js'), Buffer.from(unzipSync(zip)['main.js'] as Uint8Array));
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  middleman.close();
  await stage.close();
  vi.unstubAllEnvs();
  await rm(directory, { recursive: true, force: true });
});

/** A process of the AppServer that listens. */
async function startProcess(): Promise<{ child: ChildProcess; origin: string; ended: Promise<unknown> }> {
  const port = await freePort();
  const child = spawn(process.execPath, ['main.js', 'app-server'], {
    cwd: directory,
    env: {
      PATH: process.env.PATH,
      ...ENVIRONMENT,
      LIVE_STACK_CLOUD_ENDPOINT: cloud,
      FC_CUSTOM_LISTEN_PORT: String(port),
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.add(child);
  const ended = once(child, 'close').then(() => children.delete(child));
  await once(child.stdout as NodeJS.ReadableStream, 'data');
  return { child, origin: `http://127.0.0.1:${port}`, ended };
}

interface Work {
  readonly name: string;
  /** Steps before, by a process that lives. */
  readonly before: readonly ('start' | 'stop')[];
  readonly route: 'createV1' | 'stop' | 'delete';
}

const WORKS: readonly Work[] = [
  { name: 'create', before: [], route: 'createV1' },
  { name: 'stop', before: ['start'], route: 'stop' },
  { name: 'delete', before: ['start'], route: 'delete' },
];

let users = 0;

/** Does the work in a process of its own; `place` absent: lets it live. Answers how many upstream calls it made. */
async function round({ before, route }: Work, place?: Place): Promise<number> {
  const anchor = `anchor${users++}`;
  const { token } = await stage.client().call('login', { username: anchor, password: anchor });
  const client = stage.client(token);
  const room = { title: 'Channel', anchor, mode: 1 } as const;
  const id = route === 'createV1' ? '' : (await client.call('createV1', room)).id;
  for (const step of before) await client.call(step, { id, user_id: anchor });

  const { child, origin, ended } = await startProcess();
  const dying = apiClient({
    origin,
    token,
    fetch: ((url: string, init: RequestInit) =>
      fetch(url, { ...init, headers: { ...(init.headers as Record<string, string>), ...PLATFORM } })) as typeof fetch,
  });
  middleman.watch(() => false);
  // The settings are in memory, as after the first request of an instance.
  await dying.call('list', { page_num: 1, page_size: 1 });
  let isDead = false;
  middleman.watch((index, when) => {
    if (place && index === place[0] && when === place[1]) {
      isDead = true;
      child.kill('SIGKILL');
    }
    return isDead;
  });
  const work = route === 'createV1' ? dying.call(route, room) : dying.call(route, { id, user_id: anchor });
  await work.catch((error: unknown) => {
    if (!place) throw error;
  });
  expect(isDead).toBe(place !== undefined);
  child.kill('SIGKILL');
  await ended;
  return middleman.count;
}

describe('A7: kill -9 between any two upstream calls', () => {
  it.each(WORKS)('of $name: after the next sweep no half-written room, and no orphaned group', async (work) => {
    const calls = await round(work);
    expect(calls).toBeGreaterThan(2);
    const places = Array.from({ length: calls }, (_, index): Place[] => [
      [index + 1, 'before'],
      [index + 1, 'after'],
    ]).flat();
    for (const place of places.filter((_, index) => index % EVERY === 0)) {
      await round(work, place);
      for (const minutes of [6, 8]) expect(await tickLater(minutes * MINUTE)).toBe(200);
      expectConsistentState(await wireState(stage));
    }
  });
});
