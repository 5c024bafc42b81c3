/** A deployed stack in use: what its AppServer does for people, over the real protocols and with its own rights. */
import { randomBytes } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Stage } from '../../cdk/config/schema.ts';
import type { Publisher } from '../../cli/smoke/publisher.ts';
import { runSmoke } from '../../cli/smoke/smoke.ts';
import { urlsOf } from '../../cli/smoke/urls.ts';
import { type ApiClient, apiClient } from '../../lambdas/api/client.ts';
import type { InputOf, RouteId } from '../../lambdas/api/routes.ts';
import { parseChannelUrl } from '../../local/rtc/channel-token.ts';
import { BODIES } from '../lambdas/app-server/support/bodies.ts';
import type { FastCloud } from './fast-cloud.ts';
import type { AppServer } from './functions.ts';

const ORIGIN = 'http://app-server';
const PASSWORD = 'long-enough-password';
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

interface SignedUrl {
  readonly domain: string;
  readonly url: string;
}

function clientOf(server: AppServer): ApiClient {
  const send = (url: string, init?: RequestInit): Promise<Response> => server.fetch(url.slice(ORIGIN.length), init);
  return apiClient({ origin: ORIGIN, fetch: send as typeof fetch });
}

/** Somebody who has logged in, whatever the stage asks for; a user whom it wants to know is added by its operator. */
async function logIn(server: AppServer, name: string): Promise<ApiClient> {
  const api = clientOf(server);
  const { login } = await api.call('clientConfig');
  const password = login === 'demo' ? name : PASSWORD;
  if (login !== 'demo') await server.invoke({ action: 'users.add', username: name, password });
  return api.withToken((await api.call('login', { username: name, password })).token);
}

const about = (user: string, id: string) => ({ user_id: user, id });

/** A room from its creation to its end; answers the URLs that it was given, which the service has found good. */
export async function serve(cloud: FastCloud, { domains }: Stage): Promise<SignedUrl[]> {
  const anna = await logIn(cloud.startAppServer(), 'anna');
  const { id } = await anna.call('createV2', { title: 'Channel', anchor: 'anna', im_server: ['aliyun_new'] });
  const room = await anna.call('start', about('anna', id));
  const urls = urlsOf(room)
    .filter(([, url]) => url.includes('auth_key='))
    .map(([name, url]) => ({ domain: name.startsWith('push') ? domains.ingest : domains.streaming, url }));
  expect(urls.length).toBeGreaterThan(2);
  await expectGood(cloud, urls);
  await anna.call('stop', about('anna', id));
  await anna.call('delete', about('anna', id));
  return urls;
}

/** What the service itself says of signed URLs. */
export async function expectGood(cloud: FastCloud, urls: readonly SignedUrl[]): Promise<void> {
  for (const { domain, url } of urls) {
    const answer = await cloud.act('live', 'DescribeLiveStreamAuthChecking', { DomainName: domain, Url: url });
    expect(answer, url).toMatchObject({ Status: 'pass' });
  }
}

/** Everything that people, operators, callbacks and the timer make the AppServer do. */
export async function useEverything(cloud: FastCloud, stage: Stage): Promise<void> {
  await goThroughPhases(cloud, stage);
  await moderate(cloud);
  if (stage.mixing === 'server') await mix(cloud);
  if (stage.authentication.mode === 'password') await addUsers(cloud.startAppServer());
}

/** All phases of a room by the scripted client, with a push that the cloud sees, calls back about and records. */
async function goThroughPhases(cloud: FastCloud, stage: Stage): Promise<void> {
  const server = cloud.startAppServer();
  const users = ['anchor1', 'guest1', 'viewer1'].map((name) => ({ name, password: PASSWORD }));
  const isDemo = stage.authentication.mode === 'demo';
  for (const { name, password } of isDemo ? [] : users)
    await server.invoke({ action: 'users.add', username: name, password });
  cloud.live.recordings.useFiles({
    fileOf: async ({ stream, startMs, endMs }) => ({
      ...{ url: `${cloud.endpoint}/${stream}-${startMs}.m3u8`, format: 'm3u8', sizeBytes: 1_000 },
      ...{ durationMs: endMs - startMs, width: 1_280, height: 720 },
    }),
  });
  const send = (url: string, init?: RequestInit): Promise<Response> => server.fetch(url.slice(ORIGIN.length), init);
  const report = await runSmoke({
    url: ORIGIN,
    ...(isDemo ? {} : { users }),
    messagingOrigin: cloud.endpoint,
    patienceMs: 2 * MINUTE_MS,
    clock: { now: cloud.clock.now, sleep: (ms) => passed(cloud, ms) },
    mark: randomBytes(4).toString('hex'),
    publisher: publisherOn(cloud, stage),
    fetch: send as typeof fetch,
  });
  expect(report.steps.filter(({ verdict }) => verdict === 'failed')).toEqual([]);
}

/** Time passes on the clock of the cloud; what it calls back meanwhile arrives. */
async function passed({ clock, callbacks }: FastCloud, ms: number): Promise<void> {
  await clock.sleep(ms);
  do await nextTurn();
  while (callbacks.waiting > 0);
}

/** Pushes without pictures: the cloud sees who pushes, calls back, records, and forbids. */
function publisherOn({ live }: FastCloud, { domains }: Stage): Publisher {
  return {
    publish: async (url) => {
      const [, app = '', stream = ''] = new URL(url).pathname.split('/');
      const push = { domain: domains.ingest, app, stream };
      const problem = live.urlProblem(domains.ingest, url);
      if (problem !== undefined || !live.streams.publish({ ...push, publishUrl: url })) {
        throw new Error(problem ?? live.streams.publishProblem(push));
      }
      return { crash: async () => live.streams.unpublish(push) };
    },
    problemOf: async (purpose, url) => live.urlProblem(purpose === 'push' ? domains.ingest : domains.streaming, url),
  };
}

const MODERATION: readonly RouteId[] = [
  ...(['muteChatroom', 'isMuteChatroom', 'cancelMuteChatroom', 'muteUser', 'listMuted', 'unmuteUser'] as const),
  ...(['kickUser', 'banUser', 'listBanned', 'unbanUser', 'getStatistics', 'deleteMessage'] as const),
  ...(['tokenV2', 'ready'] as const),
];

async function moderate(cloud: FastCloud): Promise<void> {
  const anna = await logIn(cloud.startAppServer(), 'anna');
  const { id } = await anna.call('createV2', { title: 'Channel', anchor: 'anna', im_server: ['aliyun_new'] });
  await anna.call('start', about('anna', id));
  for (const route of MODERATION) await anna.call(route, BODIES[route]('anna', id) as InputOf<typeof route>);
  await anna.call('stop', about('anna', id));
  await anna.call('start', about('anna', id));
  await anna.call('stop', about('anna', id));
  await cloud.startAppServer().invoke({ triggerName: 'timer' });
  await anna.call('delete', about('anna', id));
  await cloud.clock.sleep(HOUR_MS);
  await cloud.startAppServer().invoke({ triggerName: 'timer' });
}

/** The service mixes only who is in the channel: so somebody enters it. */
async function mix({ rtc, startAppServer }: FastCloud): Promise<void> {
  const anna = await logIn(startAppServer(), 'anna');
  const { id } = await anna.call('createV2', { title: 'Channel', anchor: 'anna', mode: 1, im_server: ['aliyun_new'] });
  const { link_info } = await anna.call('start', about('anna', id));
  const { login } = parseChannelUrl(link_info?.rtc_push_url ?? '') ?? {};
  if (!login) throw new Error('the anchor has no co-streaming URL');
  expect(rtc.loginProblem(login)).toBeUndefined();
  rtc.channels.join(login);
  rtc.channels.publish(login, { audio: true, video: true });
  await anna.call('joinCoStreaming', { ...about('anna', id), mic_opened: true, camera_opened: true });
  await anna.call('stop', about('anna', id));
  rtc.channels.leave(login);
  await anna.call('delete', about('anna', id));
}

/** What an operator does where the stage keeps its own users. */
async function addUsers(server: AppServer): Promise<void> {
  await server.invoke({ action: 'users.add', username: 'bea', password: PASSWORD });
  await server.invoke({ action: 'users.list' });
  const { status } = await server.invoke({ action: 'users.remove', username: 'bea' });
  expect(status).toBe(200);
}
