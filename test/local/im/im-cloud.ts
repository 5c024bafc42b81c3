/** The IM gateway on real sockets, with the Live double behind it, on a driven clock. */
import { systemClock } from '../../../local/clock.ts';
import { Faults } from '../../../local/faults.ts';
import { openGateway } from '../../../local/gateway.ts';
import { createImGateway, type ImGateway } from '../../../local/im/gateway.ts';
import type { Live } from '../../../local/live/live.ts';
import { appToken } from '../../../local/live/messaging/app-token.ts';
import type { Group } from '../../../local/live/messaging/group.ts';
import { type LiveCloud, liveCloud } from '../live/live-cloud.ts';
import type { Call } from '../openapi/call.ts';
import { type Data, ImClient } from './im-client.ts';

/** Seconds for which tokens are good. */
const TOKEN_SECONDS = 3600;

export interface LoginChange {
  readonly role?: string;
  readonly userExtension?: string;
  readonly session?: string;
  readonly validSeconds?: number;
}

export interface ImCloud extends Pick<LiveCloud, 'clock' | 'call'> {
  readonly live: Live;
  readonly im: ImGateway;
  readonly url: string;
  readonly appId: string;
  readonly ids: { readonly AppId: string; readonly GroupId: string };
  readonly logs: string[];
  /** Parameters of a good login. */
  credentials(userId: string, change?: LoginChange): Data;
  connect(): Promise<ImClient>;
  login(userId: string, change?: LoginChange): Promise<ImClient>;
  /** Logged in and in the group. */
  member(userId: string, change?: LoginChange): Promise<ImClient>;
  group(groupId?: string): Group;
  /** Resolves when the gateway has noticed that connections are gone. */
  settled(connections: number): Promise<void>;
  close(): Promise<void>;
}

export interface ImCloudOptions {
  readonly fetch?: typeof fetch;
}

export async function imCloud(options: ImCloudOptions = {}): Promise<ImCloud> {
  const { clock, live, call } = liveCloud();
  const logs: string[] = [];
  let endpoint = '';
  const im = createImGateway({ clock, live, endpoint: () => endpoint, log: (line) => logs.push(line), ...options });
  const gateway = await openGateway({
    ...{ host: '127.0.0.1', port: 0, exact: true, clock: systemClock, faults: new Faults() },
    route: () => undefined,
    upgrade: (request, socket, head) => im.upgrade(request, socket, head),
  });
  endpoint = gateway.endpoint;
  const { AppId, AppKey, AppSign } = await appWithGroup(call);
  const clients: ImClient[] = [];

  const credentials = (
    userId: string,
    { role = '', validSeconds = TOKEN_SECONDS, ...change }: LoginChange = {},
  ): Data => {
    const auth = { user_id: userId, nonce: 'AK_1', timestamp: Math.floor(clock.now() / 1000) + validSeconds, role };
    return { appId: AppId, appSign: AppSign, appToken: appToken(AppId, AppKey, { ...auth, userId }), auth, ...change };
  };
  const connect = async () => {
    const client = await ImClient.connect(im.url());
    clients.push(client);
    return client;
  };
  const login = async (userId: string, change?: LoginChange) => {
    const client = await connect();
    await client.request('login', credentials(userId, change));
    return client;
  };
  const member = async (userId: string, change?: LoginChange) => {
    const client = await login(userId, change);
    await client.request('joinGroup', { groupId: 'g1' });
    return client;
  };
  return {
    ...{ clock, call, live, im, logs, credentials, connect, login, member },
    ...{ url: im.url(), appId: AppId, ids: { AppId, GroupId: 'g1' } },
    group(groupId = 'g1') {
      const group = live.apps.peekGroup(AppId, groupId);
      if (!group) throw new Error(`no group ${groupId}`);
      return group;
    },
    async settled(connections) {
      while (im.connections() !== connections) await new Promise((resolve) => setImmediate(resolve));
    },
    async close() {
      im.close();
      await Promise.all(clients.map((client) => client.drop()));
      await gateway.close();
    },
  };
}

async function appWithGroup(call: Call) {
  const { AppId, AppKey, AppSign } = (await call('CreateLiveMessageApp', { AppName: 'chat' })) as Record<
    string,
    string
  >;
  if (!AppId || !AppKey || !AppSign) throw new Error('the application has no id, key or sign');
  const group = { GroupId: 'g1', GroupName: 'room', CreatorId: 'anchor', Administrators: 'helper' };
  await call('CreateLiveMessageGroup', { AppId, ...group });
  return { AppId, AppKey, AppSign };
}
