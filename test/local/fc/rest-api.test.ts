import { createHash, createHmac } from 'node:crypto';
import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../local/clock.ts';
import { Faults } from '../../../local/faults.ts';
import { type Gateway, openGateway } from '../../../local/gateway.ts';
import type { Identity } from '../../../local/ram/identities.ts';
import {
  create,
  ECHO,
  fc3Properties,
  HTTP_TRIGGER,
  type Kit,
  NODE_COMMAND,
  openKit,
  parse,
  program,
  ROLE_ARN,
  zip,
} from './kit.ts';
import { type RawAnswer, rawRequest } from './raw-request.ts';

/** The generic client under every current SDK; a CommonJS module whose class is a member named `default`. */
const openApiCore: typeof import('@alicloud/openapi-core') = createRequire(import.meta.url)('@alicloud/openapi-core');

let kit: Kit;
let gateway: Gateway;
let faults: Faults;
beforeEach(async () => {
  // SDKs sign with the machine's time.
  kit = await openKit({ clock: systemClock });
  faults = new Faults();
  const route = kit.fc.route.bind(kit.fc);
  gateway = await openGateway({ host: '127.0.0.1', port: 0, exact: true, route, faults, clock: systemClock });
});
afterEach(async () => {
  await gateway.close();
  await kit.close();
});

const LOGGING = program(
  `const id = request.headers['x-fc-request-id'];
   console.log('FC Invoke Start RequestId: ' + id); console.log('working on ' + body);
   console.log('FC Invoke End RequestId: ' + id); response.end('done ' + body);`,
);
const FAILING = program('response.statusCode = 500; response.end(body.toString());');

interface Answer {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

const UNTIMED = {} as Parameters<InstanceType<typeof openApiCore.default>['callApi']>[2];

describe('FC 3.0 API through the generic OpenAPI client', () => {
  interface Call {
    readonly action: string;
    readonly method: string;
    readonly pathname: string;
    readonly query?: Record<string, string>;
    readonly headers?: Record<string, string>;
    readonly body?: unknown;
    readonly stream?: Readable;
    readonly bodyType?: string;
  }
  const call = async (given: Call, identity: Identity = kit.identities.account): Promise<Answer> => {
    const client = new openApiCore.default(
      new openApiCore.$OpenApiUtil.Config({
        ...{ accessKeyId: identity.accessKeyId, accessKeySecret: identity.accessKeySecret },
        ...(identity.securityToken && { securityToken: identity.securityToken, type: 'sts' }),
        endpoint: `127.0.0.1:${gateway.port}`,
        protocol: 'http',
      }),
    );
    const params = {
      version: '2023-03-30',
      protocol: 'HTTP',
      authType: 'AK',
      style: 'ROA',
      reqBodyType: 'json',
      bodyType: 'json',
    };
    const { query = {}, headers = {}, body, stream, ...action } = given;
    const answer = await client.callApi(
      new openApiCore.$OpenApiUtil.Params({ ...params, ...action }),
      new openApiCore.$OpenApiUtil.OpenApiRequest({ query, headers, body, stream }),
      UNTIMED,
    );
    return answer as unknown as Answer;
  };
  const FUNCTION = '/2023-03-30/functions/hello';
  const get = () => call({ action: 'GetFunction', method: 'GET', pathname: FUNCTION });
  const invoke = async (payload: string, headers: Record<string, string> = {}) => {
    const stream = Readable.from([Buffer.from(payload)]);
    const pathname = `${FUNCTION}/invocations`;
    const answer = await call({
      action: 'InvokeFunction',
      method: 'POST',
      pathname,
      headers,
      stream,
      bodyType: 'binary',
    });
    const chunks: Buffer[] = [];
    for await (const chunk of answer.body as Readable) chunks.push(chunk as Buffer);
    return { ...answer, body: Buffer.concat(chunks).toString() };
  };
  const deploy = (code: string, more = {}) =>
    create(kit.fc, 'ALIYUN::FC3::Function', fc3Properties(code, { InstanceConcurrency: 1, ...more }));

  it('GetFunction tells the configuration and the state to poll after a deployment', async () => {
    await deploy(ECHO, { EnvironmentVariables: { A: 1 }, Layers: ['acs:fc:l'] });
    const { body } = await get();
    expect(body).toMatchObject({
      functionName: 'hello',
      functionArn: expect.stringMatching(/:functions\/hello$/),
      runtime: 'custom.debian11',
      timeout: 10,
      memorySize: 512,
      environmentVariables: { A: '1' },
      layers: [{ arn: 'acs:fc:l' }],
      role: ROLE_ARN,
      customRuntimeConfig: { command: NODE_COMMAND, port: 9000 },
      codeSize: expect.any(Number),
      codeChecksum: expect.stringMatching(/^\d+$/),
      state: 'Active',
      lastUpdateStatus: 'Successful',
    });
    expect(JSON.stringify(body)).not.toContain('zipFile');
  });

  it('UpdateFunction changes code or configuration and keeps the rest', async () => {
    await deploy(ECHO);
    const update = (body: unknown) => call({ action: 'UpdateFunction', method: 'PUT', pathname: FUNCTION, body });
    const before = (await get()).body as { codeChecksum: string };
    const { body } = await update({ code: { zipFile: zip(LOGGING) } });
    expect(body).toMatchObject({
      timeout: 10,
      role: ROLE_ARN,
      codeChecksum: expect.not.stringContaining(before.codeChecksum),
    });
    expect((await invoke('x')).body).toBe('done x');
    await update({ environmentVariables: { B: '2' }, timeout: 20 });
    expect((await get()).body).toMatchObject({ timeout: 20, environmentVariables: { B: '2' } });
    await expect(update({ timeOut: 1 })).rejects.toMatchObject({ code: 'InvalidArgument' });
    expect((await get()).body).toMatchObject({ timeout: 20 });
  });

  it('InvokeFunction answers the bytes of the function, with the tail of its log where asked for', async () => {
    await deploy(LOGGING);
    const plain = await invoke('{"n":1}');
    expect([plain.statusCode, plain.body]).toEqual([200, 'done {"n":1}']);
    expect(plain.headers).not.toHaveProperty('x-fc-log-result');
    const { headers } = await invoke('two', { 'x-fc-log-type': 'Tail' });
    const tail = Buffer.from(headers['x-fc-log-result'] ?? '', 'base64').toString();
    const id = headers['x-fc-request-id'];
    expect(tail).toBe(`FC Invoke Start RequestId: ${id}\nworking on two\nFC Invoke End RequestId: ${id}\n`);
  });

  it('gives no tail of the log when an instance serves several requests', async () => {
    await deploy(LOGGING, { InstanceConcurrency: 2 });
    expect((await invoke('x', { 'x-fc-log-type': 'Tail' })).headers).not.toHaveProperty('x-fc-log-result');
  });

  it('InvokeFunction of type Async answers 202 and runs the function later', async () => {
    await deploy(LOGGING);
    const { statusCode, body, headers } = await invoke('later', { 'x-fc-invocation-type': 'Async' });
    expect([statusCode, body]).toEqual([202, '']);
    await kit.sls.until('working on later');
    expect(kit.sls.entries.some(({ contents }) => contents.requestId === headers['x-fc-request-id'])).toBe(true);
  });

  it.each([
    ['its own words', FAILING, 'sad', 'sad'],
    [
      'the platform’s words',
      'process.on("x", () => {}); require("node:http").createServer(() => process.exit(1)).listen(process.env.FC_CUSTOM_LISTEN_PORT)',
      '',
      'Process exited unexpectedly',
    ],
  ])('a failed function is status 200 with X-Fc-Error-Type and %s', async (_name, code, payload, text) => {
    await deploy(code);
    const { statusCode, headers, body } = await invoke(payload);
    expect([statusCode, headers['x-fc-error-type']]).toEqual([200, 'UnhandledInvocationError']);
    expect(body).toContain(text);
  });

  it('ListFunctions pages by name', async () => {
    for (const name of ['b', 'a', 'c']) await deploy(ECHO, { FunctionName: name });
    const list = async (query: Record<string, string>) =>
      (await call({ action: 'ListFunctions', method: 'GET', pathname: '/2023-03-30/functions', query })).body as {
        functions: { functionName: string }[];
        nextToken?: string;
      };
    const first = await list({ limit: '2' });
    expect(first.functions.map(({ functionName }) => functionName)).toEqual(['a', 'b']);
    const second = await list({ limit: '2', nextToken: first.nextToken ?? '' });
    expect(second).toMatchObject({ functions: [{ functionName: 'c' }] });
    expect(second).not.toHaveProperty('nextToken');
    expect((await list({ prefix: 'b' })).functions).toHaveLength(1);
    await expect(list({ limit: '0' })).rejects.toMatchObject({ code: 'InvalidArgument' });
  });

  it('ListTriggers and GetTrigger tell the URL', async () => {
    await deploy(ECHO);
    const { attributes } = await create(kit.fc, 'ALIYUN::FC3::Trigger', HTTP_TRIGGER);
    const list = await call({ action: 'ListTriggers', method: 'GET', pathname: `${FUNCTION}/triggers` });
    const one = await call({ action: 'GetTrigger', method: 'GET', pathname: `${FUNCTION}/triggers/http` });
    expect(one.body).toMatchObject({ triggerName: 'http', httpTrigger: { urlInternet: attributes.UrlInternet } });
    expect(list.body).toMatchObject({ triggers: [one.body] });
    const missing = call({ action: 'GetTrigger', method: 'GET', pathname: `${FUNCTION}/triggers/x` });
    await expect(missing).rejects.toMatchObject({ code: 'TriggerNotFound' });
  });

  it('DeleteFunction deletes', async () => {
    await deploy(ECHO);
    await call({ action: 'DeleteFunction', method: 'DELETE', pathname: FUNCTION, bodyType: 'none' });
    await expect(get()).rejects.toMatchObject({ code: 'FunctionNotFound' });
  });

  it('L1: refuses unknown keys, wrong secrets, foreign tokens and unknown paths', async () => {
    await deploy(ECHO);
    const { account } = kit.identities;
    const as = (identity: Identity) => call({ action: 'GetFunction', method: 'GET', pathname: FUNCTION }, identity);
    await expect(as({ ...account, accessKeyId: 'x' })).rejects.toMatchObject({ code: 'InvalidAccessKeyId.NotFound' });
    await expect(as({ ...account, accessKeySecret: 'x' })).rejects.toMatchObject({ code: 'SignatureDoesNotMatch' });
    const role = kit.identities.assumeRole('app', 1_000_000);
    await expect(as({ ...role, securityToken: 'x' })).rejects.toMatchObject({
      code: expect.stringContaining('InvalidSecurityToken'),
    });
    const unknown = call({ action: 'Nothing', method: 'GET', pathname: '/2023-03-30/nothing' });
    await expect(unknown).rejects.toMatchObject({ code: 'PathNotSupported' });
  });

  it('enforces RAM permissions of a role', async () => {
    await deploy(ECHO);
    const role = kit.identities.assumeRole('app', 1_000_000);
    kit.identities.allowed = false;
    const refused = call({ action: 'GetFunction', method: 'GET', pathname: FUNCTION }, role);
    await expect(refused).rejects.toMatchObject({
      code: 'AccessDenied',
      message: expect.stringContaining('fc:GetFunction'),
    });
  });

  it('L2: answers throttling and unavailability as the service does', async () => {
    await deploy(ECHO);
    faults.add({ product: 'fc', action: 'GetFunction', kind: 'unavailable', times: 1 });
    await expect(get()).rejects.toMatchObject({ code: 'ServiceUnavailable' });
    faults.add({ product: 'fc', action: 'InvokeFunction', kind: 'throttling', times: 1 });
    await expect(invoke('x')).rejects.toMatchObject({ code: 'ResourceThrottled' });
  });
});

describe('FC 2.0 API with the signature of its SDK', () => {
  interface Change {
    readonly secret?: string;
    readonly headers?: Record<string, string>;
  }
  const send = (method: string, path: string, body?: string | Buffer, change: Change = {}): Promise<RawAnswer> => {
    const target = `/2016-08-15${path}`;
    const [pathOnly = ''] = target.split('?');
    const bytes = Buffer.from(body ?? '');
    const md5 = Buffer.from(createHash('md5').update(bytes).digest('hex')).toString('base64');
    const headers: Record<string, string> = {
      accept: 'application/json',
      date: new Date().toUTCString(),
      'x-fc-account-id': '1',
      ...(body !== undefined && {
        'content-type': typeof body === 'string' ? 'application/json' : 'application/octet-stream',
        'content-length': String(bytes.length),
        'content-md5': md5,
      }),
      ...change.headers,
    };
    const own = Object.keys(headers)
      .filter((name) => name.startsWith('x-fc-'))
      .sort();
    const lines = [method, headers['content-md5'] ?? '', headers['content-type'] ?? '', headers.date];
    const text = `${lines.join('\n')}\n${own.map((name) => `${name}:${headers[name]}\n`).join('')}${pathOnly}`;
    const signature = createHmac('sha256', change.secret ?? 'account-secret')
      .update(text)
      .digest('base64');
    const all = { ...headers, authorization: `FC LTAIaccount:${signature}` };
    return rawRequest(gateway.endpoint, { method, path: target, headers: Object.entries(all).flat() }, bytes);
  };
  const FUNCTION = '/services/svc/functions/hello';

  beforeEach(async () => {
    await create(kit.fc, 'ALIYUN::FC::Service', {
      ServiceName: 'svc',
      Role: ROLE_ARN,
      LogConfig: { Project: 'logs', Logstore: 'functions' },
    });
    await create(kit.fc, 'ALIYUN::FC::Function', {
      ServiceName: 'svc',
      FunctionName: 'hello',
      Handler: 'h',
      Runtime: 'custom',
      Code: { ZipFile: zip(LOGGING) },
      CustomRuntimeConfig: { Command: NODE_COMMAND },
    });
  });

  it('reads services, functions and triggers', async () => {
    const trigger = { ...HTTP_TRIGGER, ServiceName: 'svc' };
    await create(kit.fc, 'ALIYUN::FC::Trigger', trigger);
    expect(parse((await send('GET', '/services')).body)).toMatchObject({ services: [{ serviceName: 'svc' }] });
    expect(parse((await send('GET', '/services/svc')).body)).toMatchObject({ role: ROLE_ARN });
    expect(parse((await send('GET', '/services/svc/functions?limit=5')).body)).toMatchObject({
      functions: [{ functionName: 'hello' }],
    });
    expect(parse((await send('GET', '/services/svc.LATEST/functions/hello')).body)).toMatchObject({
      functionName: 'hello',
      runtime: 'custom',
      codeChecksum: expect.any(String),
    });
    expect(parse((await send('GET', `${FUNCTION}/triggers`)).body)).toMatchObject({
      triggers: [{ triggerName: 'http', urlInternet: expect.stringContaining('http://127.0.0.1:') }],
    });
  });

  it('invokes with the tail of the log, and asynchronously', async () => {
    const tail = await send('POST', `${FUNCTION}/invocations`, Buffer.from('one'), {
      headers: { 'x-fc-log-type': 'Tail' },
    });
    expect(tail.body).toBe('done one');
    expect(Buffer.from(String(tail.message.headers['x-fc-log-result']), 'base64').toString()).toContain(
      'working on one',
    );
    const headers = { 'x-fc-invocation-type': 'Async' };
    expect((await send('POST', `${FUNCTION}/invocations`, Buffer.from('two'), { headers })).status).toBe(202);
    await kit.sls.until('working on two');
  });

  it('updates code', async () => {
    const { status } = await send('PUT', FUNCTION, JSON.stringify({ code: { zipFile: zip(ECHO) } }));
    expect(status).toBe(200);
    expect(parse((await send('POST', `${FUNCTION}/invocations`, Buffer.from('x'))).body)).toMatchObject({ body: 'x' });
  });

  it('deletes', async () => {
    expect((await send('DELETE', FUNCTION)).status).toBe(204);
    expect((await send('GET', FUNCTION)).status).toBe(404);
  });

  it.each<[string, () => Promise<RawAnswer>, number, string]>([
    ['a wrong secret', () => send('GET', FUNCTION, undefined, { secret: 'x' }), 403, 'SignatureNotMatch'],
    [
      'an old date',
      () => send('GET', FUNCTION, undefined, { headers: { date: 'Sun, 22 Nov 2020 12:00:00 GMT' } }),
      403,
      'AccessDenied',
    ],
    ['another body', () => send('PUT', FUNCTION, '{}', { headers: { 'content-md5': 'eA==' } }), 400, 'InvalidArgument'],
    [
      'no signature',
      () => rawRequest(gateway.endpoint, { path: `/2016-08-15${FUNCTION}` }),
      400,
      'MissingRequiredHeader',
    ],
    ['an unknown service', () => send('GET', '/services/other'), 404, 'ServiceNotFound'],
    ['another version', () => send('GET', '/services/svc.3/functions/hello'), 404, 'VersionNotFound'],
    ['a body that is no JSON', () => send('PUT', FUNCTION, 'x'), 400, 'InvalidArgument'],
    [
      'an unknown type of invocation',
      () => send('POST', `${FUNCTION}/invocations`, Buffer.from(''), { headers: { 'x-fc-invocation-type': 'Later' } }),
      400,
      'InvalidArgument',
    ],
    ['a path that is badly encoded', () => send('GET', '/services/%zz'), 404, 'ServiceNotFound'],
  ])('L1: refuses %s', async (_name, request, status, code) => {
    const answer = await request();
    expect(answer.status).toBe(status);
    expect(parse(answer.body).ErrorCode).toBe(code);
    expect(answer.message.headers['x-fc-request-id']).toMatch(/^1-/);
  });
});

it('other paths belong to other products', () => {
  const request = {
    id: '1',
    method: 'GET',
    target: '/',
    path: '/',
    query: new URLSearchParams(),
    headers: {},
    body: Buffer.alloc(0),
  };
  expect(kit.fc.route(request)).toBeUndefined();
  expect(kit.fc.route({ ...request, path: '/2023-03-300/functions' })).toBeUndefined();
});
