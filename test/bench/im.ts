/** 2,000 IM clients in one group, 20 messages a second: how long each takes to arrive, and that none is lost. */
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { systemClock } from '../../local/clock.ts';
import { Faults } from '../../local/faults.ts';
import { openGateway } from '../../local/gateway.ts';
import { createImGateway } from '../../local/im/gateway.ts';
import type { Live } from '../../local/live/live.ts';
import { appToken, loginProblem } from '../../local/live/messaging/app-token.ts';
import { MessageApps } from '../../local/live/messaging/apps.ts';
import { ImClient } from '../local/im/im-client.ts';

const CLIENTS = 2_000;
const MESSAGES_PER_SECOND = 20;
const SECONDS = 10;
const GROUP = 'bench';

interface Credentials {
  readonly url: string;
  readonly appId: string;
  readonly appSign: string;
  readonly appKey: string;
}

/** The gateway in this process, the clients in another, so that each has a processor. */
async function serve(): Promise<void> {
  const clock = systemClock;
  const apps = new MessageApps(clock, randomBytes);
  const problemOf: Live['loginProblem'] = (appId, appSign, login) => {
    const app = apps.find(appId);
    return app ? loginProblem(app, appSign, login, clock.now()) : 'AppNotFound';
  };
  const live = { apps, loginProblem: problemOf };
  const im = createImGateway({ clock, live, endpoint: () => gateway.endpoint, log: (line) => console.error(line) });
  const gateway = await openGateway({
    ...{ host: '127.0.0.1', port: 0, exact: true, clock, faults: new Faults() },
    route: () => undefined,
    upgrade: (request, socket, head) => im.upgrade(request, socket, head),
  });
  const app = apps.create({
    ...{ name: 'bench', dataCenter: 'cn-shanghai', eventCallbackUrl: '', auditType: 0, auditUrl: '', msgLifeCycle: 0 },
  });
  const group = { id: GROUP, name: '', info: '', creatorId: 'u0', administrators: [] };
  apps.ensureGroup(app.appId, app.dataCenter, group);
  const { appId, appSign, appKey } = app;
  const before = process.cpuUsage();
  const child = fork(process.argv[1] ?? '', [JSON.stringify({ url: im.url(), appId, appSign, appKey })]);
  process.exitCode = await new Promise<number>((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
  const { user, system } = process.cpuUsage(before);
  console.log(`gateway: ${((user + system) / 1e6).toFixed(1)} s of processor time, connecting included`);
  im.close();
  await gateway.close();
}

async function runClients(credentials: Credentials): Promise<void> {
  const connectedAt = performance.now();
  const clients: ImClient[] = [];
  for (let index = 0; index < CLIENTS; index += 100) {
    const batch = Array.from({ length: 100 }, (_, offset) => enter(credentials, `u${index + offset}`));
    clients.push(...(await Promise.all(batch)));
  }
  console.log(`${CLIENTS} clients entered in ${Math.round(performance.now() - connectedAt)} ms`);
  await new Promise((resolve) => setTimeout(resolve, 1_000));

  const delays: number[] = [];
  const sentAt: number[] = [];
  for (const client of clients) {
    client.webSocket.on('message', (data) => {
      const { event, data: message } = JSON.parse(String(data));
      if (event === 'recvgroupmessage') delays.push(performance.now() - (sentAt[JSON.parse(message.data).n] ?? 0));
    });
  }
  const total = MESSAGES_PER_SECOND * SECONDS;
  const startedAt = performance.now();
  for (let n = 0; n < total; n += 1) {
    const waitMs = startedAt + (n * 1000) / MESSAGES_PER_SECOND - performance.now();
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, waitMs)));
    sentAt[n] = performance.now();
    const data = JSON.stringify({ n, content: 'a comment as long as people write them in a live room' });
    void clients[(n * 97) % CLIENTS]?.request('sendGroupMessage', { groupId: GROUP, type: 10_001, data });
  }
  for (let round = 0; round < 50 && delays.length < total * CLIENTS; round += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  delays.sort((a, b) => a - b);
  const at = (share: number): string => (delays[Math.floor((delays.length - 1) * share)] ?? Number.NaN).toFixed(1);
  const lost = total * CLIENTS - delays.length;
  console.log(
    `${MESSAGES_PER_SECOND} messages/s to ${CLIENTS} clients for ${SECONDS} s, ${lost} of ${total * CLIENTS} lost`,
  );
  console.log(`delivery: median ${at(0.5)} ms, p95 ${at(0.95)} ms, slowest ${at(1)} ms`);
  await Promise.all(clients.map((client) => client.drop()));
  process.exit(lost === 0 ? 0 : 1);
}

async function enter({ url, appId, appSign, appKey }: Credentials, userId: string): Promise<ImClient> {
  const auth = { user_id: userId, nonce: '', timestamp: Math.floor(Date.now() / 1000) + 600, role: '' };
  const client = await ImClient.connect(url);
  await client.request('login', { appId, appSign, auth, appToken: appToken(appId, appKey, { ...auth, userId }) });
  await client.request('joinGroup', { groupId: GROUP });
  return client;
}

const [, , credentials] = process.argv;
await (credentials === undefined ? serve() : runClients(JSON.parse(credentials) as Credentials));
