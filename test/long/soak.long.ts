/** Minutes of traffic on a deployed stack: no request fails, no instance is lost, and memory does not grow with the requests. */
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ApiClient, apiClient } from '../../lambdas/api/client.ts';
import { type LocalCloud, startLocalCloud } from '../../local/cloud.ts';
import { memoryReader } from '../../local/fc/instance/memory.ts';
import { folder, login, run } from '../e2e/live-stack.ts';
import { forLength } from './length.ts';

const SOAK_MS = forLength(120_000, 20_000);
const VIEWERS = 8;
/** Milliseconds between two requests of one viewer, and between two rooms of the anchor. */
const VIEWER_PAUSE_MS = 5;
const ANCHOR_PAUSE_MS = 500;
const LOOK_MS = 500;
const MIB = 2 ** 20;
/** Half of what the function has. */
const MOST_BYTES = 256 * MIB;
/** How much more may be held in the last quarter than in the second: in a short run V8 still makes itself at home. */
const GROWTH = forLength(1.2, 1.6);
/** Fewer would prove nothing. */
const FEWEST_REQUESTS = 100;

let cloud: LocalCloud;
let directory: string;
let url: string;
beforeAll(async () => {
  cloud = await startLocalCloud({ port: 0, triggerPort: 0 });
  directory = await folder();
  const { code, stdout } = await run(
    directory,
    ['--json', 'deploy', '--stage', 'local', '--endpoint', cloud.endpoint],
    {
      ALIBABA_CLOUD_ACCESS_KEY_ID: cloud.account.accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: cloud.account.accessKeySecret,
    },
  );
  if (code !== 0) throw new Error(`deploy failed: ${stdout}`);
  url = String((JSON.parse(stdout) as { outputs: Record<string, string> }).outputs.AppServerUrl);
});
afterAll(async () => {
  await cloud.close();
  await rm(directory, { recursive: true });
});

interface Traffic {
  requests: number;
  readonly failures: string[];
}

async function clientOf(user: string): Promise<ApiClient> {
  return apiClient({ origin: url, token: await login(url, user) });
}

/** A client of the soak is a crowd under one name: it meets the limits that one person does not. */
const LIMITED = /answered 429/;

/** Looks at the list and at rooms in it, likes them, asks for tokens. */
async function viewer(name: string, traffic: Traffic, isOver: () => boolean): Promise<void> {
  const client = await clientOf(name);
  while (!isOver()) {
    const rooms = await counted(traffic, client.call('list', { user_id: name, page_num: 1, page_size: 20 }));
    const room = rooms?.[0];
    if (room) {
      // Its anchor may delete it meanwhile.
      const gone = /404|does not exist|not found/i;
      await counted(traffic, client.call('get', { id: room.id, user_id: name, im_server: ['aliyun_new'] }), gone);
      const like = { user_id: name, chatroom_id: room.id, like_count: 1 };
      await counted(traffic, client.call('sendLikeMessage', like), new RegExp(`${gone.source}|${LIMITED.source}`, 'i'));
    }
    const device = { device_id: 'd', device_type: 'web' } as const;
    await counted(traffic, client.call('tokenV2', { user_id: name, ...device, im_server: ['aliyun_new'] }), LIMITED);
    await sleep(VIEWER_PAUSE_MS);
  }
}

/** Opens rooms, has two at a time, and deletes them: what is kept does not grow. */
async function anchor(name: string, traffic: Traffic, isOver: () => boolean): Promise<void> {
  const client = await clientOf(name);
  const open: string[] = [];
  while (!isOver()) {
    const room = { title: 'Soak', anchor: name, im_server: ['aliyun_new'] as ['aliyun_new'] };
    const created = await counted(traffic, client.call('createV2', room), LIMITED);
    if (created) open.push(created.id);
    if (created) await counted(traffic, client.call('start', { id: created.id, user_id: name }));
    const oldest = open.length > 2 ? open.shift() : undefined;
    if (oldest) await counted(traffic, client.call('stop', { id: oldest, user_id: name }));
    if (oldest) await counted(traffic, client.call('delete', { id: oldest, user_id: name }));
    await sleep(ANCHOR_PAUSE_MS);
  }
}

async function counted<T>(traffic: Traffic, call: Promise<T>, excused?: RegExp): Promise<T | undefined> {
  traffic.requests += 1;
  try {
    return await call;
  } catch (error) {
    const told = error instanceof Error ? `${error.name} ${error.message}` : String(error);
    if (!excused?.test(told)) traffic.failures.push(told);
    return undefined;
  }
}

it(`serves ${SOAK_MS / 1000} s of traffic with one instance whose memory stays within bounds`, async () => {
  const traffic: Traffic = { requests: 0, failures: [] };
  await clientOf('first');
  const endsAt = Date.now() + SOAK_MS;
  const isOver = (): boolean => Date.now() >= endsAt;
  const people = [
    anchor('anchor', traffic, isOver),
    ...Array.from({ length: VIEWERS }, (_, n) => viewer(`viewer${n}`, traffic, isOver)),
  ];
  const before = cloud.fc.pids();
  const memory: number[] = [];
  const read = memoryReader();
  while (!isOver()) {
    const held = await Promise.all(before.map(read));
    memory.push(Math.max(...held.map((bytes) => bytes ?? 0)));
    await sleep(LOOK_MS);
  }
  await Promise.all(people);

  const quarter = Math.floor(memory.length / 4);
  const early = median(memory.slice(quarter, 2 * quarter));
  const late = median(memory.slice(3 * quarter));
  process.stderr.write(
    `soak: ${traffic.requests} requests, memory ${Math.round(early / MIB)} MB, later ${Math.round(late / MIB)} MB, ` +
      `most ${Math.round(Math.max(...memory) / MIB)} MB\n`,
  );
  expect(traffic.failures.slice(0, 5)).toEqual([]);
  expect(traffic.requests).toBeGreaterThan(FEWEST_REQUESTS);
  expect(cloud.fc.pids(), 'no instance was lost').toEqual(expect.arrayContaining(before));
  expect(Math.max(...memory)).toBeLessThan(MOST_BYTES);
  // Thousands of requests lie between the two, so that a leak of a few kilobytes a request shows.
  expect(late).toBeLessThan(early * GROWTH + 8 * MIB);
});

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
