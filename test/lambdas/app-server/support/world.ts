/** An AppServer with everything that it needs in memory: its clock, its randomness, its cloud, and its log. */
import { createHash } from 'node:crypto';
import type { RouteId } from '../../../../lambdas/api/routes.ts';
import { ROUTES } from '../../../../lambdas/api/routes.ts';
import { buildApp } from '../../../../lambdas/app-server/app.ts';
import { issueSession } from '../../../../lambdas/app-server/auth/service.ts';
import { cloudOf } from '../../../../lambdas/app-server/cloud.ts';
import { type Config, parseConfig } from '../../../../lambdas/app-server/config.ts';
import { Upstreams, watchedOpenApi, watchedRows } from '../../../../lambdas/app-server/health/upstreams.ts';
import type { Scope } from '../../../../lambdas/app-server/scope.ts';
import type { RandomSource } from '../../../../lambdas/cloud/keys.ts';
import { createLogger } from '../../../../lambdas/cloud/logger.ts';
import { settings } from '../../../../lambdas/cloud/settings.ts';
import { keepsContract } from './contract.ts';
import { fetchFrom } from './fetch-from.ts';
import { type MemoryLive, memoryLive } from './memory-live.ts';
import { type MemoryRows, memoryRows } from './memory-rows.ts';

export const SECRETS = {
  session: 'session-secret-0123456789-0123456789',
  jump: 'jump-secret-abcdefghijklmnopqrstuvwx',
  stream: 'StreamCallbackKey0123456789abcdef',
  recording: 'RecordCallbackKey0123456789abcde',
  vod: 'VodCallbackKey0123456789abcdefgh',
  ingest: 'IngestSigningKey0',
  streaming: 'StreamingSigningKey0',
  imKey: 'ImAppKey0123456789',
  imSign: 'ImAppSign0123456789',
  artcKey: 'ArtcAppKey0123456789',
} as const;

export const ENVIRONMENT = {
  FC_REGION: 'cn-shanghai',
  LIVE_STACK_STAGE: 'test',
  LIVE_STACK_TABLESTORE_INSTANCE: 'instance',
  LIVE_STACK_INGEST_DOMAIN: 'ingest.localhost',
  LIVE_STACK_STREAMING_DOMAIN: 'streaming.localhost',
  LIVE_STACK_INGEST_ORIGIN: 'rtmp://127.0.0.1:1935',
  LIVE_STACK_STREAMING_ORIGIN: 'http://127.0.0.1:7302',
  LIVE_STACK_STREAMING_SCHEME: 'http',
  LIVE_STACK_APP_NAME: 'live',
  LIVE_STACK_CORS_ORIGINS: '*',
  LIVE_STACK_AUTH_MODE: 'demo',
  LIVE_STACK_AUTH_JWKS_URL: '',
  LIVE_STACK_AUTH_ISSUER: '',
  LIVE_STACK_AUTH_AUDIENCE: '',
  LIVE_STACK_AUTH_USER_CLAIM: '',
  LIVE_STACK_COSTREAMING: 'compatible',
  LIVE_STACK_ARTC_APP_ID: 'artc0app',
  LIVE_STACK_MIXING: 'client',
  LIVE_STACK_RECORDING: 'vod',
  LIVE_STACK_RETENTION_DAYS: '0',
  LIVE_STACK_MESSAGE_DATA_CENTER: 'cn-shanghai',
  LIVE_STACK_MESSAGE_ROLE: 'never',
};

export interface Answer<Body = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

export interface World {
  readonly config: Config;
  readonly rows: MemoryRows;
  readonly live: MemoryLive;
  readonly clock: { now(): number; sleep(ms: number): Promise<void>; time: number };
  readonly log: string[];
  readonly scope: Scope;
  /** What was put off, with the milliseconds that it waits; a test runs it when its time has come. */
  readonly due: { readonly ms: number; readonly work: () => void }[];
  /** The settings, as the provisioner writes them. */
  readonly settings: ReturnType<typeof settings>;
  /** The answer as it leaves the application. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  request(path: string, init?: RequestInit): Promise<Answer>;
  /** Calls a route of the table as a user. */
  as(user: string | undefined, id: RouteId, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  tokenOf(user: string): Promise<string>;
  /** A timer event, as the platform sends it. */
  tick(): Promise<Answer>;
  /** Forgets calls made so far. */
  forget(): void;
  /** A new process on the same cloud, with nothing in memory: what the old one was doing is never continued. */
  restarted(): Promise<World>;
}

export const START = Date.UTC(2026, 10, 22, 5, 0, 0);

/** @param before the world of an earlier process, whose cloud, time and randomness go on */
export async function world(
  change: Partial<Record<keyof typeof ENVIRONMENT, string>> = {},
  before?: World,
): Promise<World> {
  const config = parseConfig({ ...ENVIRONMENT, ...change });
  const rows = before?.rows ?? memoryRows();
  const live = before?.live ?? memoryLive();
  const clock: World['clock'] = before?.clock ?? {
    time: START,
    now: () => clock.time,
    sleep: async (ms: number) => {
      clock.time += ms;
    },
  };
  const log: string[] = [];
  const logger = createLogger({ write: (line) => log.push(line), clock });
  const random = before?.scope.random ?? counted();
  const stored = settings(rows, { clock });
  await stored.write('session-keys', { keys: [{ id: 'k1', secret: SECRETS.session, createdAt: START }] });
  await stored.write('jump-key', { secret: SECRETS.jump });
  await stored.write('callback-keys', { stream: SECRETS.stream, recording: SECRETS.recording, vod: SECRETS.vod });
  await stored.write('public-url', { url: 'https://app.example.com' });
  for (const purpose of ['ingest', 'streaming'] as const) {
    const domain = `${purpose}.localhost`;
    await stored.write(`url-signing/${purpose}`, { domain, key1: SECRETS[purpose], key2: 'x', validitySeconds: 1_800 });
  }
  await stored.write('message-app', {
    appId: 'im0app',
    appKey: SECRETS.imKey,
    appSign: SECRETS.imSign,
    dataCenter: 'cn-shanghai',
  });
  await stored.write('artc-app', { appId: 'artc0app', appKey: SECRETS.artcKey });
  const due: World['due'] = [];
  const after = (ms: number, work: () => void): void => void due.push({ ms, work });
  const upstreams = new Upstreams(clock);
  const cloud = cloudOf(watchedRows(rows, upstreams), watchedOpenApi(live, upstreams), clock);
  const app = keepsContract(buildApp({ config, clock, random, log: logger, upstreams, cloud: () => cloud, after }));
  const scope: Scope = {
    config,
    clock,
    random,
    log: logger,
    upstreams,
    cloud,
    header: () => undefined,
    later: (_what, work) => void work,
  };

  const fetch = (path: string, init: RequestInit = {}): Promise<Response> => fetchFrom(app, path, init);
  const request = async (path: string, init: RequestInit = {}): Promise<Answer> => {
    const response = await fetch(path, init);
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) };
  };
  const tokenOf = async (user: string): Promise<string> => (await issueSession(scope, user)).token;
  const forget = (): void => {
    rows.calls.splice(0);
    live.calls.splice(0);
  };
  forget();

  const at: World = {
    config,
    rows,
    live,
    clock,
    log,
    scope,
    due,
    settings: stored,
    fetch,
    request,
    tokenOf,
    forget,
    restarted: () => world(change, at),
    as: async (user, id, body = {}, headers = {}) => {
      const route = ROUTES[id];
      const authorization: Record<string, string> =
        user === undefined ? {} : { authorization: `Bearer ${await tokenOf(user)}` };
      const isGet: boolean = (route.method as string) === 'GET';
      const query = isGet ? `?${new URLSearchParams(body as Record<string, string>)}` : '';
      return request(`${route.path}${query}`, {
        method: route.method,
        headers: { 'content-type': 'application/json', ...authorization, ...headers },
        ...(isGet ? {} : { body: JSON.stringify(body) }),
      });
    },
    tick: () =>
      request('/invoke', {
        method: 'POST',
        headers: { 'x-fc-control-path': '/invoke' },
        body: JSON.stringify({ triggerTime: '2026-11-22T05:00:00Z', triggerName: 'tick', payload: '' }),
      }),
  };
  return at;
}

/** Bytes that never repeat and are the same in every run. */
function counted(): RandomSource {
  let count = 0;
  return (size) => createHash('shake256', { outputLength: size }).update(String(count++)).digest();
}

export const room = (anchor: string, more: object = {}) => ({
  title: 'My channel',
  anchor,
  mode: 0,
  im_server: ['aliyun_new'],
  ...more,
});

/** Creates a room and answers its id. */
export async function createRoom(at: World, anchor: string, more: object = {}): Promise<string> {
  const { status, body } = await at.as(anchor, 'createV2', room(anchor, more));
  if (status !== 200) {
    throw new Error(`create answered ${status}: ${JSON.stringify(body)}`);
  }
  return String(body.id);
}
