import { createHash } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { callbackHeaders } from '../../../local/im/callback-signature.ts';
import type { Data } from './im-client.ts';
import { type ImCloud, type ImCloudOptions, imCloud } from './im-cloud.ts';

const clouds: ImCloud[] = [];
const servers: { close(): void }[] = [];
afterEach(async () => {
  await Promise.all(clouds.splice(0).map((cloud) => cloud.close()));
  for (const server of servers.splice(0)) server.close();
});

async function start(options?: ImCloudOptions): Promise<ImCloud> {
  const cloud = await imCloud(options);
  clouds.push(cloud);
  return cloud;
}

interface Received {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Data;
}

/** A customer's server that answers what the test says. */
async function receiver(answer: (body: Data) => { status?: number; body?: string } = () => ({})) {
  const received: Received[] = [];
  const waiting: (() => void)[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Data;
      received.push({ url: request.url ?? '', headers: request.headers, body });
      const { status = 200, body: text = '' } = answer(body);
      response.writeHead(status, { connection: 'close' }).end(text);
      for (const wake of waiting.splice(0)) wake();
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  /** Resolves when a user's events are as many as these. */
  const events = async (count: number): Promise<Data[]> => {
    for (;;) {
      const all = received.flatMap(({ body }) => (body.eves as Data[]).flatMap(({ events: each }) => each as Data[]));
      if (all.length >= count) return all;
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, received, events };
}

const subscribe = (cloud: ImCloud, EventCallbackUrl: string) =>
  cloud.call('ModifyLiveMessageAppCallback', { AppId: cloud.appId, EventCallbackUrl });

const audited = (cloud: ImCloud, AuditUrl: string) =>
  cloud.call('ModifyLiveMessageAppAudit', { AppId: cloud.appId, AuditType: 2, AuditUrl });

describe('the event callback', () => {
  it('reports logon, join, leave and logoff of a session, in order, signed', async () => {
    const cloud = await start();
    const hook = await receiver();
    await subscribe(cloud, hook.url);
    const client = await cloud.member('user');
    await client.request('leaveGroup', { groupId: 'g1' });
    await client.request('joinGroup', { groupId: 'g1' });
    await client.request('logout');
    expect(await hook.events(6)).toEqual([
      { e: 1 },
      { e: 3, g: 'g1' },
      { e: 4, g: 'g1' },
      { e: 3, g: 'g1' },
      { e: 4, g: 'g1' },
      { e: 2, r: 1 },
    ]);
    const [first] = hook.received;
    expect(first?.url).toBe('/hook');
    expect(first?.body).toMatchObject({
      transactionid: expect.stringMatching(/^[0-9a-f]{32}$/),
      appid: cloud.appId,
      eves: [{ uid: 'user', sid: expect.stringMatching(/^[0-9a-f]{16}$/) }],
    });
    const timestamp = String(first?.headers['ali-live-timestamp']);
    expect(Number(timestamp)).toBe(cloud.clock.now() / 1000);
    const key = cloud.live.apps.get(cloud.appId, 'cn-shanghai').appKey;
    const signature = createHash('md5').update(`127.0.0.1|${timestamp}|${key}`).digest('hex');
    expect(first?.headers['ali-live-signature']).toBe(signature);
  });

  it('tells a lost connection, its return, and another device apart', async () => {
    const cloud = await start();
    const hook = await receiver();
    const client = await cloud.connect();
    const { session } = await client.request('login', cloud.credentials('user'));
    await client.request('joinGroup', { groupId: 'g1' });
    await subscribe(cloud, hook.url);
    await client.drop();
    expect(await hook.events(2)).toEqual([
      { e: 4, g: 'g1' },
      { e: 2, r: 3 },
    ]);
    await cloud.login('user', { session: String(session) });
    expect((await hook.events(3)).at(-1)).toEqual({ e: 5, gs: ['g1'] });
    await cloud.login('user');
    expect((await hook.events(6)).slice(3)).toEqual([{ e: 4, g: 'g1' }, { e: 2, r: 4 }, { e: 1 }]);
  });

  it('reports who is kicked, and everybody of a deleted group', async () => {
    const cloud = await start();
    const hook = await receiver();
    await cloud.member('u1');
    await cloud.member('u2');
    await subscribe(cloud, hook.url);
    await cloud.call('KickLiveMessageGroupUser', { ...cloud.ids, KickoffUser: 'u1' });
    await cloud.call('DeleteLiveMessageGroup', cloud.ids);
    await hook.events(2);
    expect(hook.received.flatMap(({ body }) => (body.eves as Data[]).map(({ uid }) => uid))).toEqual(['u1', 'u2']);
  });

  it('that answers an error or not at all holds nobody up, is logged, and is asked again for the next event', async () => {
    const asked: string[] = [];
    const never: typeof fetch = (url, init) => {
      asked.push(String(url));
      return new Promise((_resolve, reject) => {
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
      });
    };
    const cloud = await start({ fetch: never });
    await subscribe(cloud, 'http://127.0.0.1:9/hook');
    const client = await cloud.member('user');
    expect(asked).toHaveLength(1);
    cloud.clock.advance(5_000);
    await client.request('ping');
    expect(cloud.logs).toEqual([`im: the event callback of ${cloud.appId} failed: no answer within 5000 ms`]);
    expect(asked).toHaveLength(2);
  });

  it('is not called once its address is taken away', async () => {
    const cloud = await start();
    const hook = await receiver(() => ({ status: 500 }));
    await subscribe(cloud, hook.url);
    await cloud.login('u1');
    await hook.events(1);
    await subscribe(cloud, '');
    const client = await cloud.login('u2');
    await client.request('ping');
    expect(hook.received).toHaveLength(1);
  });
});

describe('the audit', () => {
  const judge = (body: Data) => {
    const content = String(body.content);
    if (content.startsWith('status')) return { status: Number(content.slice(6)), body: '{"pass":false}' };
    if (content === 'nonsense') return { body: 'pass' };
    return { body: JSON.stringify({ pass: content !== 'bad', reason: content === 'bad' ? 'abuse' : '' }) };
  };

  it.each([
    ['a message that passes', 'good', undefined],
    ['a message that does not', 'bad', 'AuditRejected'],
    ['an answer that is not 200', 'status500', undefined],
    ['an answer that is 204', 'status204', undefined],
    ['an answer that is no JSON', 'nonsense', undefined],
  ])('of %s', async (_case, data, refusal) => {
    const cloud = await start();
    const hook = await receiver(judge);
    await audited(cloud, hook.url);
    const [sender, viewer] = [await cloud.member('sender'), await cloud.member('viewer')];
    for (const [method, event, params] of [
      ['sendGroupMessage', 'recvgroupmessage', { groupId: 'g1' }],
      ['sendC2cMessage', 'recvc2cmessage', { receiverId: 'viewer' }],
    ] as const) {
      const outcome = await sender.request(method, { ...params, type: 1, data }).catch((error: Error) => error);
      if (refusal) expect(outcome).toMatchObject({ name: refusal, message: expect.stringContaining('abuse') });
      expect(await viewer.all(event)).toHaveLength(refusal ? 0 : 1);
    }
    expect(hook.received.map(({ body }) => body)).toEqual([{ content: data }, { content: data }]);
  });

  it('is skipped for signals that ask for it', async () => {
    const cloud = await start();
    const hook = await receiver(judge);
    await audited(cloud, hook.url);
    const sender = await cloud.member('sender');
    await sender.request('sendGroupMessage', { groupId: 'g1', type: 20_003, data: 'bad', skipAudit: true });
    expect(hook.received).toEqual([]);
  });

  it('that takes long lets the message pass after 5 s, keeps the order, and lets signals overtake', async () => {
    const cloud = await start({
      fetch: (_url, init) =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
        }),
    });
    await audited(cloud, 'http://127.0.0.1:9/audit');
    const sender = await cloud.member('sender');
    const say = (data: string, skipAudit = false) =>
      sender.request('sendGroupMessage', { groupId: 'g1', type: 1, data, skipAudit });
    const sent = [say('first'), say('second')];
    await say('signal', true);
    const received: unknown[] = [];
    for (const message of sent) {
      cloud.clock.advance(5_000);
      await message;
    }
    for (const { data } of await sender.all('recvgroupmessage')) received.push(data);
    expect(received).toEqual(['signal', 'first', 'second']);
    expect(cloud.logs).toHaveLength(2);
  });

  it('has at most 50 messages of a user waiting', async () => {
    const cloud = await start({ fetch: () => new Promise(() => undefined) });
    await audited(cloud, 'http://127.0.0.1:9/audit');
    const sender = await cloud.member('sender');
    const say = () => sender.request('sendGroupMessage', { groupId: 'g1', type: 1, data: 'x' });
    const waiting = Array.from({ length: 50 }, () => say().catch((error: Error) => error));
    await expect(say()).rejects.toMatchObject({ name: 'Busy', code: 412 });
    await sender.drop();
    await Promise.all(waiting);
  });

  it('that comes after the sender was muted or has left does not let the message through', async () => {
    const answers: ((response: Response) => void)[] = [];
    const cloud = await start({ fetch: () => new Promise((resolve) => answers.push(resolve)) });
    await audited(cloud, 'http://127.0.0.1:9/audit');
    const sender = await cloud.member('sender');
    const message = sender.request('sendGroupMessage', { groupId: 'g1', type: 1, data: 'x' });
    const refused = expect(message).rejects.toMatchObject({ name: 'Muted' });
    await sender.request('ping');
    await cloud.call('BanLiveMessageGroup', cloud.ids);
    answers[0]?.(new Response('{"pass":true}'));
    await refused;
  });
});

describe('the signature of callbacks', () => {
  it('covers the host without the port, the time in seconds, and the key', () => {
    expect(callbackHeaders('https://app.example.com:443/im?a=1', 'key', 1_700_000_000_999)).toEqual({
      'Ali-Live-Timestamp': '1700000000',
      // md5("app.example.com|1700000000|key")
      'Ali-Live-Signature': createHash('md5').update('app.example.com|1700000000|key').digest('hex'),
    });
  });
});
