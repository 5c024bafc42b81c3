/** An AppServer in a process of its own, as Function Compute runs the bundle, in front of a deployed stack with 20 rooms. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { bundle } from '../../cdk/functions/bundle.ts';
import { systemClock } from '../../lambdas/cloud/clock.ts';
import { TABLES } from '../../lambdas/cloud/tables.ts';
import { tablestore } from '../../lambdas/cloud/tablestore.ts';
import { httpClient } from './load.ts';
import { type Program, startProgram } from './programs.ts';
import { type CloudProcess, startCloud } from './stack.ts';

const ROOMS = 20;
const USER = 'alice';
const HOUR_MS = 3_600_000;

export interface Stage {
  readonly cloud: CloudProcess;
  readonly instance: string;
  readonly roomIds: readonly string[];
  /** Headers of a request as it reaches the function: the platform's, and somebody's session. */
  readonly headers: Readonly<Record<string, string>>;
  /** Starts an AppServer; its first line tells its port. */
  startAppServer(): Promise<Program & { readonly origin: string }>;
  close(): Promise<void>;
}

export const LIST = JSON.stringify({ user_id: USER, page_num: 1, page_size: ROOMS });
export const getBody = (id: string): string => JSON.stringify({ user_id: USER, id });

export async function openStage(): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-app-server-'));
  const file = join(folder, 'main.js');
  await writeFile(file, unzipSync((await bundle()).zip)['main.js'] ?? '');
  const cloud = await startCloud();
  const { outputs } = await cloud.deploy();
  const instance = String(outputs.TablestoreInstance);
  const { token, roomIds } = await createRooms(String(outputs.AppServerUrl));
  await keepStatisticsFresh(cloud, instance, roomIds);
  const headers = {
    'x-fc-access-key-id': cloud.accessKeyId,
    'x-fc-access-key-secret': cloud.accessKeySecret,
    'x-fc-control-path': '/http-invoke',
    'x-fc-request-id': '1-6921a1f0-15d1cf21-3f1b2c4d5e6f',
    authorization: `Bearer ${token}`,
  };
  const environment = {
    FC_REGION: 'cn-shanghai',
    FC_CUSTOM_LISTEN_PORT: '0',
    LIVE_STACK_CLOUD_ENDPOINT: cloud.endpoint,
    LIVE_STACK_STAGE: 'local',
    LIVE_STACK_TABLESTORE_INSTANCE: instance,
    LIVE_STACK_INGEST_DOMAIN: String(outputs.IngestDomain),
    LIVE_STACK_STREAMING_DOMAIN: String(outputs.StreamingDomain),
    LIVE_STACK_AUTH_MODE: 'demo',
    LIVE_STACK_CORS_ORIGINS: '*',
  };
  return {
    cloud,
    instance,
    roomIds,
    headers,
    startAppServer: async () => {
      const program = await startProgram(file, ['app-server'], environment);
      const { port } = JSON.parse(program.line) as { port: number };
      return { ...program, origin: `http://127.0.0.1:${port}` };
    },
    close: async () => {
      await cloud.end();
      await rm(folder, { recursive: true });
    },
  };
}

async function createRooms(origin: string): Promise<{ token: string; roomIds: string[] }> {
  const visitor = httpClient(origin);
  const login = await visitor.post('/api/v1/live/login', JSON.stringify({ username: USER, password: USER }));
  const { token } = JSON.parse(login.body) as { token: string };
  visitor.close();
  const client = httpClient(origin, { authorization: `Bearer ${token}` });
  const roomIds: string[] = [];
  for (let n = 0; n < ROOMS; n += 1) {
    const room = { title: `Room ${n}`, anchor: USER, notice: 'n'.repeat(100), im_server: ['aliyun_new'] };
    const { body } = await client.post('/api/v2/live/create', JSON.stringify(room));
    roomIds.push((JSON.parse(body) as { id: string }).id);
  }
  client.close();
  return { token, roomIds };
}

/** The numbers of people online are read from the messaging service every few seconds, which is not what is measured. */
async function keepStatisticsFresh(cloud: CloudProcess, instance: string, roomIds: readonly string[]): Promise<void> {
  const env = { LIVE_STACK_CLOUD_ENDPOINT: cloud.endpoint };
  const rows = tablestore(cloud, { region: 'cn-shanghai', instance, env });
  const refreshed_at = systemClock.now() + HOUR_MS;
  for (const room_id of roomIds) {
    await rows.update(TABLES.roomStats.name, { room_id, shard: 0 }, { put: { pv: 1, online_count: 1, refreshed_at } });
  }
}
