import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callRpc } from '../../cli/cloud/rpc.ts';
import type { Json } from '../../local/product.ts';
import { folder, login, post, type RunningStack, run, startStack } from './live-stack.ts';

const ROS = { host: 'ros.aliyuncs.com', version: '2019-09-10' };
const LIVE = { host: 'live.aliyuncs.com', version: '2016-11-01' };

describe('a newcomer runs live-stack start', () => {
  let stack: RunningStack;
  let url: string;
  beforeAll(async () => {
    stack = await startStack(await folder(), []);
    url = String(stack.outputs.AppServerUrl);
  });
  afterAll(() => stack.dispose());

  const inventory = async (): Promise<Record<string, Json>> => {
    const answer = await fetch(`${stack.outputs.CloudEndpoint}/_local/inventory`);
    return (await answer.json()) as Record<string, Json>;
  };
  const call = (service: { host: string; version: string }, action: string, query: Record<string, string>) =>
    callRpc(
      {
        regionId: 'cn-shanghai',
        endpoint: String(stack.outputs.CloudEndpoint),
        credentials: {
          accessKeyId: String(stack.outputs.AccessKeyId),
          accessKeySecret: String(stack.outputs.AccessKeySecret),
        },
      },
      { ...service, action },
      query,
    );
  const live = (action: string, query: Record<string, string>) => call(LIVE, action, query);
  const ros = (action: string, query: Record<string, string>) =>
    call(ROS, action, { RegionId: 'cn-shanghai', ...query });

  it('gets every output of the stack, on standard output and in .local/outputs.json that only the owner reads', async () => {
    const file = join(stack.directory, '.local/outputs.json');
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(stack.outputs);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(stack.outputs).toMatchObject({
      AppServerUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      IngestDomain: 'ingest.localhost',
      IngestCname: expect.stringContaining('ingest.localhost'),
      StreamingDomain: 'streaming.localhost',
      StreamingCname: expect.stringContaining('streaming.localhost'),
      MessageAppId: expect.any(String),
      ArtcAppId: expect.any(String),
      TablestoreInstance: expect.stringMatching(/^live-\d+$/),
    });
  });

  it('has every resource of the template really made in the products', async () => {
    const { BindDomain, IngestDomain, MessageAppId } = {
      BindDomain: 'streaming.localhost',
      ...stack.outputs,
    } as Record<string, string>;
    const detail = await live('DescribeLiveDomainDetail', { DomainName: String(IngestDomain) });
    expect(detail.DomainDetail).toMatchObject({ DomainStatus: 'online', LiveDomainType: 'liveEdge' });
    const mapping = await live('DescribeLiveDomainMapping', { DomainName: String(BindDomain) });
    expect(JSON.stringify(mapping)).toContain(IngestDomain);
    const callback = await live('DescribeLiveStreamsNotifyUrlConfig', { DomainName: String(IngestDomain) });
    expect(JSON.stringify(callback)).toContain(`${url}/api/v1/live/handlePushStreamEventCallback`);
    const recording = await live('DescribeLiveRecordVodConfigs', { DomainName: String(BindDomain) });
    expect(JSON.stringify(recording)).toContain('"AppName":"live"');
    const app = await live('DescribeLiveMessageApp', { AppId: String(MessageAppId) });
    expect(JSON.stringify(app)).toContain(`${url}/api/v1/callbacks/message`);
    const everything = await inventory();
    expect(Object.keys(everything.tablestore as object)).toEqual([stack.outputs.TablestoreInstance]);
    expect(JSON.stringify(everything.tablestore)).toMatch(/room_stats.*rooms.*settings|rooms.*room_stats.*settings/s);
    expect(JSON.stringify(everything.fc)).toMatch(/app-server.*provisioner/s);
  });

  it('P11: no signing key is in the outputs, nor in what ROS tells of the stack, its events and its resources', async () => {
    const secrets: string[] = [];
    for (const DomainName of ['ingest.localhost', 'streaming.localhost']) {
      const configs = JSON.stringify(await live('DescribeLiveDomainConfigs', { DomainName, FunctionNames: 'aliauth' }));
      const found = [
        ...configs.matchAll(/"ArgName":"auth_key[12]","ArgValue":"(\w+)"|"ArgValue":"(\w+)","ArgName":"auth_key[12]"/g),
      ];
      secrets.push(...found.map((match) => String(match[1] ?? match[2])));
    }
    expect(secrets).toHaveLength(4);
    const { Stacks } = await ros('ListStacks', {});
    const StackId = String((Stacks as { StackId: string }[])[0]?.StackId);
    const told = [
      stack.outputs,
      await ros('GetStack', { StackId }),
      await ros('ListStackEvents', { StackId, PageSize: '50' }),
      await ros('GetStackResource', { StackId, LogicalResourceId: 'IngestUrlSigning' }),
    ];
    expect(told[2]).toMatchObject({
      Events: expect.arrayContaining([expect.objectContaining({ Status: 'CREATE_COMPLETE' })]),
    });
    for (const secret of secrets) expect(JSON.stringify(told)).not.toContain(secret);
  });

  it('goes through phase 1 and 2 with nothing but HTTP', async () => {
    const alice = await login(url, 'alice');
    const bob = await login(url, 'bob');
    const created = await post(
      `${url}/api/v2/live/create`,
      { title: 'First', anchor: 'alice', mode: 0, im_server: ['aliyun_new'] },
      alice,
    );
    expect(created).toMatchObject({
      status: 200,
      body: { code: 200, title: 'First', status: 0, mode: 0, anchor_id: 'alice' },
    });
    const id = String(created.body.id);
    const linked = await post(
      `${url}/api/v2/live/create`,
      { title: 'Linked', anchor: 'alice', mode: 1, im_server: ['aliyun_new'] },
      alice,
    );
    expect(linked.body).toMatchObject({
      mode: 1,
      meeting_id: expect.any(String),
      link_info: { cdn_pull_info: { flv_url: expect.any(String) } },
    });

    const list = await post(`${url}/api/v1/live/list`, { user_id: 'bob', page_num: 1, page_size: 10 }, bob);
    expect((list.body as unknown as { title: string }[]).map((room) => room.title)).toEqual(['Linked', 'First']);
    expect(JSON.stringify(list.body)).not.toContain('push_url_info');

    const mine = await post(`${url}/api/v1/live/get`, { user_id: 'alice', id }, alice);
    expect(mine.body).toMatchObject({
      push_url_info: { rtmp_url: expect.stringMatching(/^rtmp:\/\/127\.0\.0\.1:\d+\/live\//) },
    });
    const his = await post(`${url}/api/v1/live/get`, { user_id: 'bob', id }, bob);
    expect(his.body).toMatchObject({ id, pull_url_info: { flv_url: expect.stringContaining('auth_key=') } });
    expect(his.body).not.toHaveProperty('push_url_info');

    expect(await post(`${url}/api/v1/live/start`, { user_id: 'bob', id }, bob)).toMatchObject({ status: 403 });
    expect(await post(`${url}/api/v1/live/start`, { user_id: 'alice', id }, alice)).toMatchObject({
      status: 200,
      body: { status: 1 },
    });
    expect((await post(`${url}/api/v1/live/get`, { user_id: 'bob', id }, bob)).body).toMatchObject({ status: 1 });
    expect(await post(`${url}/api/v1/live/stop`, { user_id: 'alice', id }, alice)).toMatchObject({
      status: 200,
      body: { status: 2 },
    });

    expect(JSON.stringify((await inventory()).live), 'the IM group has the id of the room').toContain(id);
  });

  it('A9: the service itself tells a signed URL from a tampered one', async () => {
    const alice = await login(url, 'alice');
    const { body } = await post(
      `${url}/api/v2/live/create`,
      { title: 'Signed', anchor: 'alice', im_server: ['aliyun_new'] },
      alice,
    );
    const { rtmp_url: push } = body.push_url_info as { rtmp_url: string };
    const { flv_url: pull } = body.pull_url_info as { flv_url: string };
    const check = async (DomainName: string, Url: string) =>
      (await live('DescribeLiveStreamAuthChecking', { DomainName, Url })).Status;
    expect(await check('ingest.localhost', push)).toBe('pass');
    expect(await check('streaming.localhost', pull)).toBe('pass');
    expect(
      await check(
        'ingest.localhost',
        push.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
      ),
    ).not.toBe('pass');
    expect(await check('streaming.localhost', pull.replace('.flv', '.m3u8'))).not.toBe('pass');
    expect(await check('streaming.localhost', push), 'a push URL is no playback URL').not.toBe('pass');
  });

  it.each([
    ['a body that is not JSON', '{bad', /expected JSON/],
    [
      'a title of 10,000 characters',
      { title: 'x'.repeat(10_000), anchor: 'alice', im_server: ['aliyun_new'] },
      /title: at most/,
    ],
  ])('refuses %s, and makes nothing', async (_, body, message) => {
    const alice = await login(url, 'alice');
    const before = await inventory();
    const answer = await post(`${url}/api/v2/live/create`, body, alice);
    expect(answer).toMatchObject({ status: 400, body: { code: 400, message: expect.stringMatching(message) } });
    expect(await inventory()).toEqual(before);
  });

  it('deploying the unchanged stage again changes nothing and succeeds', async () => {
    const { code, stdout } = await run(stack.directory, ['deploy', '--stage', 'local']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^Stack unchanged: CREATE_COMPLETE/) });
  });

  it('L3: keeps rooms across a restart, and ends with nothing left running', async () => {
    const { directory } = stack;
    const alice = await login(url, 'alice');
    const ids = async (at: string, token: string) =>
      (
        (await post(`${at}/api/v1/live/list`, { user_id: 'alice', page_num: 1, page_size: 10 }, token))
          .body as unknown as { id: string }[]
      ).map((room) => room.id);
    const before = await ids(url, alice);
    expect((await stack.stop('SIGINT')).code).toBe(0);
    await expect(fetch(url)).rejects.toThrow();
    await expect(fetch(String(stack.outputs.CloudEndpoint))).rejects.toThrow();
    stack = await startStack(directory, []);
    url = String(stack.outputs.AppServerUrl);
    expect(await ids(url, alice), 'the token of the first run is still good').toEqual(before);
  });

  it('refuses a second start in the same folder, and leaves the first one alone', async () => {
    const { code, stderr } = await run(stack.directory, ['start', '--ephemeral']);
    expect(code).toBe(2);
    expect(stderr).toContain(`a local cloud already runs in this folder, at ${stack.outputs.CloudEndpoint}`);
    expect((await fetch(`${url}/ready`)).status).toBe(200);
  });

  it('destroy ends the stack, and the AppServer with it', async () => {
    const { code, stdout } = await run(stack.directory, ['destroy', '--stage', 'local']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'Stack interactive-live-local is deleted\n' });
    await expect(fetch(`${url}/health`)).rejects.toThrow();
    const kept = JSON.parse(await readFile(join(stack.directory, '.local/outputs.json'), 'utf8'));
    expect(kept).not.toHaveProperty('AppServerUrl');
    expect(kept).toMatchObject({ CloudEndpoint: stack.outputs.CloudEndpoint });
    expect(await inventory()).toMatchObject({ ros: [], tablestore: {}, ram: { roles: {}, policies: {} } });
  });
});

describe('ports', () => {
  it('L3: an occupied default port for the AppServer does not stop the start', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => {
      holder.once('error', () => resolve());
      holder.listen(7301, '127.0.0.1', resolve);
    });
    const stack = await startStack(await folder());
    expect(stack.outputs.AppServerUrl).not.toBe('http://127.0.0.1:7301');
    expect((await fetch(`${stack.outputs.AppServerUrl}/health`)).status).toBe(200);
    expect((await stack.stop()).code).toBe(0);
    await stack.dispose();
    holder.close();
  });
});
