/** A stage in memory for the smoke test: the AppServer, a chat that its people share, and somebody who can push a stream. */
import { createHash } from 'node:crypto';
import { type Connection, type Pushed, payloadOf } from '../../../cli/smoke/messaging.ts';
import type { Publisher } from '../../../cli/smoke/publisher.ts';
import type { SmokeReport } from '../../../cli/smoke/report.ts';
import { runSmoke, type SmokeOptions } from '../../../cli/smoke/smoke.ts';
import { UnexpectedError } from '../../../cli/smoke/stepper.ts';
import { authKey } from '../../../lambdas/app-server/playback/url-signing.ts';
import { SECRETS, type World, world } from '../../lambdas/app-server/support/world.ts';

const DOMAIN = 'ingest.localhost';

/** What somebody between the client and the server does to an answer; undefined leaves it alone. */
export type Meddler = (path: string, answer: { status: number; body: unknown }) => unknown;

export interface SmokeStage {
  readonly at: World;
  run(more?: Partial<SmokeOptions>): Promise<SmokeReport>;
}

export async function smokeStage(
  meddle: Meddler = () => undefined,
  change: Parameters<typeof world>[0] = {},
): Promise<SmokeStage> {
  const at = await world(change);
  const options: SmokeOptions = {
    url: 'http://stage.example.com',
    patienceMs: 60_000,
    clock: {
      now: () => at.clock.now(),
      // The timer comes by while somebody waits.
      sleep: async (ms) => {
        at.clock.time += ms;
        await at.tick();
      },
    },
    mark: 'a1b2c3d4',
    fetch: (async (url: string, init: RequestInit) => {
      const path = url.slice('http://stage.example.com'.length);
      const answer = await at.fetch(path, { ...init, signal: null });
      const body: unknown = JSON.parse(await answer.text());
      const changed = meddle(path, { status: answer.status, body });
      return changed instanceof Response ? changed : new Response(JSON.stringify(changed ?? body), answer);
    }) as typeof fetch,
    connect: chatOf(at),
    publisher: publisherOf(at),
  };
  return { at, run: (more = {}) => runSmoke({ ...options, ...more }) };
}

/**
 * The messaging service, as far as the smoke test uses it; what the server sends is delivered when somebody looks.
 *
 * @param isLost messages of these types never arrive
 */
export function chatOf(at: World, isLost: (type: unknown) => boolean = () => false): () => Promise<Connection> {
  interface Member {
    userId: string;
    readonly groups: Set<string>;
    readonly pushes: Pushed[];
  }
  const members: Member[] = [];
  let delivered = 0;
  const toGroup = (groupId: string, push: Pushed): void => {
    if (isLost(push.data.type)) {
      return;
    }
    for (const member of members.filter(({ groups }) => groups.has(groupId))) {
      member.pushes.push(push);
    }
  };
  const message = (groupId: unknown, type: unknown, data: unknown): Pushed => ({
    event: 'recvgroupmessage',
    data: { groupId, type, data },
  });
  const deliver = (): void => {
    for (const { group, type, body } of at.live.messages.slice(delivered)) {
      toGroup(group, message(group, type, body));
    }
    delivered = at.live.messages.length;
  };
  return async () => {
    const member: Member = { userId: '', groups: new Set(), pushes: [] };
    members.push(member);
    return {
      request: async (method, params) => {
        const groupId = String(params.groupId);
        if (method === 'login') {
          member.userId = String((params.auth as { user_id: string }).user_id);
        } else if (method === 'joinGroup') {
          member.groups.add(groupId);
          toGroup(groupId, { event: 'memberchange', data: { groupId, joinUsers: [{ userId: member.userId }] } });
        } else if (method === 'sendGroupMessage') {
          toGroup(groupId, message(groupId, params.type, params.data));
        }
        return {};
      },
      take: async (what, fits) => {
        deliver();
        const index = member.pushes.findIndex(fits);
        const [push] = index < 0 ? [] : member.pushes.splice(index, 1);
        if (!push) {
          throw new UnexpectedError(
            `expected ${what}, got ${JSON.stringify(member.pushes.map(({ data }) => payloadOf(data)))}`,
          );
        }
        return push.data;
      },
      close: () => undefined,
    };
  };
}

/** Pushes streams as the media server and the Live service would see them, callbacks included. */
export function publisherOf(at: World): Publisher {
  const tell = async (action: 'publish' | 'publish_done', id: string): Promise<void> => {
    const time = String(Math.floor(at.clock.now() / 1_000));
    const signature = createHash('md5').update(`${DOMAIN}|${time}|${SECRETS.stream}`).digest('hex');
    const headers = { 'ali-live-timestamp': time, 'ali-live-signature': signature };
    const query = { action, id, app: DOMAIN, appname: 'live', time };
    await at.as(undefined, 'handlePushStreamEventCallback', query, headers);
  };
  return {
    publish: async (url) => {
      const stream = new URL(url).pathname.split('/').at(-1) ?? '';
      if (at.live.forbidden.has(`live/${stream}`)) {
        throw new Error('the stream is forbidden');
      }
      at.live.online.add(`live/${stream}`);
      await tell('publish', stream);
      return {
        crash: async () => {
          at.clock.time += 2_000;
          at.live.online.delete(`live/${stream}`);
          const [start, end] = [at.clock.time - 10_000, at.clock.time];
          at.live.videos.set(`video${at.live.videos.size}`, { stream, start, end, status: 'Normal' });
          await tell('publish_done', stream);
          at.clock.time += 2_000;
        },
      };
    },
    problemOf: async (purpose, url) => {
      const { pathname, searchParams } = new URL(url);
      const given = searchParams.get('auth_key') ?? '';
      const wanted = authKey(
        pathname,
        Number(given.split('-')[0]),
        SECRETS[purpose === 'push' ? 'ingest' : 'streaming'],
      );
      return given === wanted ? undefined : 'INVALID MD5HASH';
    },
  };
}
