import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acs3Signature, sha256 } from '../../../local/openapi/acs3-signature.ts';
import type { Identity } from '../../../local/ram/identities.ts';
import {
  create,
  ECHO,
  fc3Properties,
  HTTP_TRIGGER,
  type Kit,
  openKit,
  parse,
  program,
  resourceContext,
  serve,
  typeOf,
} from './kit.ts';
import { rawRequest } from './raw-request.ts';

let kit: Kit;
beforeEach(async () => {
  kit = await openKit();
});
afterEach(() => kit.close());

describe('HTTP trigger: what passes', () => {
  it('passes method, path, query, headers and body on unchanged and answers with what the function says', async () => {
    const url = await serve(kit.fc, ECHO);
    const path = '/a%20b//c?x=1&x=2&y=%2F';
    const headers = ['X-Custom', 'One', 'x-custom', 'two', 'content-length', '5'];
    const { status, body } = await rawRequest(url, { method: 'POST', path, headers }, 'hello');
    const seen = parse(body);
    expect(status).toBe(200);
    expect(seen).toMatchObject({ method: 'POST', url: path, body: 'hello' });
    expect(seen.rawHeaders).toEqual(expect.arrayContaining(['X-Custom', 'One', 'x-custom', 'two']));
  });

  it.each(['DELETE', 'PUT', 'GET'])('passes a body of unknown length on with %s', async (method) => {
    const url = await serve(kit.fc, ECHO);
    const { body } = await rawRequest(url, { method, headers: ['transfer-encoding', 'chunked'] }, 'in chunks');
    expect(parse(body)).toMatchObject({ method, body: 'in chunks' });
  });

  it('answers HEAD with the length and without a body', async () => {
    const url = await serve(kit.fc, program("response.setHeader('content-length', '1234'); response.end();"));
    const { message, body } = await rawRequest(url, { method: 'HEAD' });
    expect([message.headers['content-length'], body]).toEqual(['1234', '']);
  });

  it('adds credentials of the role and facts about the function, and strips what a client sent as x-fc-*', async () => {
    const url = await serve(kit.fc, ECHO);
    const { message, body } = await rawRequest(url, {
      headers: ['X-Fc-Access-Key-Id', 'mine', 'x-fc-anything', 'mine', 'connection', 'close'],
    });
    const { headers } = parse(body);
    expect(headers).toMatchObject({
      'x-fc-access-key-id': 'STS.key1',
      'x-fc-access-key-secret': 'secret1',
      'x-fc-security-token': 'token1',
      'x-fc-control-path': '/http-invoke',
      'x-fc-function-name': 'hello',
      'x-fc-function-handler': 'main.handler',
      'x-fc-function-memory': '512',
      'x-fc-function-timeout': '10',
      'x-fc-region': 'cn-shanghai',
      'x-fc-account-id': '1234567890123456',
      'x-fc-request-id': message.headers['x-fc-request-id'],
    });
    expect(headers).not.toHaveProperty('x-fc-anything');
    expect(message.headers['x-fc-request-id']).toMatch(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/);
  });

  it('rotates the credentials before they expire', async () => {
    const url = await serve(kit.fc, ECHO);
    const key = async () => parse((await rawRequest(url)).body).headers;
    expect(await key()).toMatchObject({ 'x-fc-access-key-id': 'STS.key1' });
    await kit.clock.advance(34 * 3600 * 1000);
    expect(await key()).toMatchObject({ 'x-fc-access-key-id': 'STS.key1' });
    await kit.clock.advance(90 * 60 * 1000);
    expect(await key()).toMatchObject({ 'x-fc-access-key-id': 'STS.key2' });
  });

  it('sends no credentials to a function without a role', async () => {
    const { Role: _role, ...properties } = fc3Properties(ECHO);
    await create(kit.fc, 'ALIYUN::FC3::Function', properties);
    const { attributes } = await create(kit.fc, 'ALIYUN::FC3::Trigger', HTTP_TRIGGER);
    const { headers } = parse((await rawRequest(String(attributes.UrlInternet))).body);
    expect(headers).not.toHaveProperty('x-fc-access-key-id');
  });

  it('refuses to run a function whose role does not exist', async () => {
    const url = await serve(kit.fc, ECHO, { Role: 'acs:ram::1:role/missing' });
    const { status, body } = await rawRequest(url);
    expect(status).toBe(403);
    expect(parse(body)).toMatchObject({ Code: 'AccessDenied', Message: expect.stringContaining('role/missing') });
  });

  it('removes the headers that a function must not answer', async () => {
    const url = await serve(
      kit.fc,
      program(`response.writeHead(201, [
        'x-fc-status', '200', 'Server', 'mine', 'Keep-Alive', 'timeout=9', 'X-Mine', 'a',
        'Set-Cookie', 'a=1', 'Set-Cookie', 'b=2', 'Content-Disposition', 'attachment; filename=x',
      ]); response.end('ok');`),
    );
    const { status, message } = await rawRequest(url);
    expect(status).toBe(201);
    expect(message.headers['set-cookie']).toEqual(['a=1', 'b=2']);
    expect(message.headers['x-mine']).toBe('a');
    for (const name of ['x-fc-status', 'server', 'content-disposition']) {
      expect(message.headers).not.toHaveProperty(name);
    }
  });

  it('keeps a content-disposition that is not a download', async () => {
    const url = await serve(kit.fc, program("response.setHeader('content-disposition', 'inline'); response.end();"));
    expect((await rawRequest(url)).message.headers['content-disposition']).toBe('inline');
  });

  it('streams an answer while the function is still writing it', async () => {
    const url = await serve(
      kit.fc,
      program(`if (request.url === '/more') { globalThis.finish(); response.end(); return; }
        response.write('first'); globalThis.finish = () => response.end(' last');`),
    );
    const reader = (await fetch(url)).body?.getReader();
    const text = async () => Buffer.from((await reader?.read())?.value ?? []).toString();
    expect(await text()).toBe('first');
    await fetch(`${url}/more`);
    expect(await text()).toBe(' last');
  });
});

describe('HTTP trigger: what is refused', () => {
  const MB = 1024 * 1024;
  it.each([
    ['headers of more than 8 KB', { headers: ['x-long', 'a'.repeat(8 * 1024)] }, 'request headers'],
    ['path and query of more than 4 KB', { path: `/?q=${'a'.repeat(4 * 1024)}` }, 'path and query'],
    ['an announced body of more than 32 MB', { method: 'POST', headers: ['content-length', String(33 * MB)] }, 'body'],
  ])('%s with 400 InvalidArgument', async (_name, request, message) => {
    const url = await serve(kit.fc, ECHO);
    const { status, body, message: answer } = await rawRequest(url, request);
    expect(status).toBe(400);
    expect(answer.headers['x-fc-error-type']).toBe('FcCommonError');
    expect(parse(body)).toMatchObject({
      Code: 'InvalidArgument',
      Message: expect.stringContaining(message),
      RequestId: answer.headers['x-fc-request-id'],
    });
    expect(kit.fc.pids()).toEqual([]);
  });

  it('headers just below 8 KB and a path just below 4 KB pass', async () => {
    const url = await serve(kit.fc, program('response.end(String(request.url.length));'));
    const path = `/${'p'.repeat(4000)}`;
    const { body } = await rawRequest(url, { path, headers: ['x-long', 'a'.repeat(7 * 1024)] });
    expect(body).toBe('4001');
  });

  it('a body of unknown length that turns out to be larger than 32 MB with 400', async () => {
    const url = await serve(kit.fc, ECHO);
    const { status } = await rawRequest(
      url,
      { method: 'POST', headers: ['transfer-encoding', 'chunked'] },
      Buffer.alloc(32 * MB + 1),
    );
    expect(status).toBe(400);
  });

  it.each([
    ['a body announced as more than 32 MB', `response.setHeader('content-length', ${33 * MB}); response.write('x');`],
    ['headers of more than 8 KB', "response.setHeader('x-long', 'a'.repeat(9000)); response.end();"],
  ])('an answer with %s as 502', async (_name, handler) => {
    const url = await serve(kit.fc, program(handler));
    const { status, message } = await rawRequest(url);
    expect(status).toBe(502);
    expect(message.headers['x-fc-error-type']).toBe('UnhandledInvocationError');
  });

  it('a method that the trigger does not list with 403', async () => {
    const url = await serve(kit.fc, ECHO);
    const { status, body } = await rawRequest(url, { method: 'PATCH' });
    expect(status).toBe(403);
    expect(parse(body).Message).toContain('PATCH');
  });

  it('everything when the public URL is disabled, until an update enables it again', async () => {
    const url = await serve(kit.fc, ECHO);
    const type = typeOf(kit.fc, 'ALIYUN::FC3::Trigger');
    const config = { authType: 'anonymous', methods: ['GET'] };
    const off = { ...HTTP_TRIGGER, TriggerConfig: { ...config, disableURLInternet: true } };
    await type.update('http', off, HTTP_TRIGGER, resourceContext());
    expect((await rawRequest(url)).status).toBe(403);
    await type.update('http', { ...HTTP_TRIGGER, TriggerConfig: config }, off, resourceContext());
    expect((await rawRequest(url)).status).toBe(200);
  });
});

describe('HTTP trigger with authType function', () => {
  const signed = (identity: Identity, change: Record<string, string> = {}) => {
    const headers: Record<string, string> = {
      host: 'example.com',
      'x-acs-date': new Date(kit.clock.now()).toISOString().replace(/\.\d+/, ''),
      ...(identity.securityToken && { 'x-acs-security-token': identity.securityToken }),
      ...change,
    };
    const signedHeaders = Object.keys(headers).sort();
    const query = new Map([['a', 'b c']]);
    const request = { method: 'GET', path: '/x', query, headers, signedHeaders, bodyHash: sha256('') };
    const signature = acs3Signature(request, identity.accessKeySecret);
    const authorization = `ACS3-HMAC-SHA256 Credential=${identity.accessKeyId},SignedHeaders=${signedHeaders.join(';')},Signature=${signature}`;
    return Object.entries({ ...headers, authorization }).flat();
  };
  const open = async () => {
    await create(kit.fc, 'ALIYUN::FC3::Function', fc3Properties(ECHO));
    const trigger = { ...HTTP_TRIGGER, TriggerConfig: { authType: 'function', methods: ['GET'] } };
    const { attributes } = await create(kit.fc, 'ALIYUN::FC3::Trigger', trigger);
    return (headers: string[]) => rawRequest(String(attributes.UrlInternet), { path: '/x?a=b+c', headers });
  };

  it('serves requests signed by the account, and by a role that may invoke', async () => {
    const get = await open();
    const role = kit.identities.assumeRole('app', 3600);
    expect((await get(signed(kit.identities.account))).status).toBe(200);
    expect((await get(signed(role))).status).toBe(200);
    kit.identities.allowed = false;
    expect((await get(signed(role))).status).toBe(403);
  });

  it.each<[string, () => string[], number]>([
    ['no signature', () => [], 400],
    ['no authorization', () => ['x-acs-date', '2026-11-22T12:00:00Z'], 400],
    ['a date of an hour ago', () => signed(kit.identities.account, { 'x-acs-date': '2026-11-22T11:00:00Z' }), 403],
    ['an unknown key', () => signed({ ...kit.identities.account, accessKeyId: 'nobody' }), 403],
    ['another secret', () => signed({ ...kit.identities.account, accessKeySecret: 'guess' }), 403],
    ['a token of somebody else', () => signed({ ...kit.identities.account, securityToken: 'other' }), 403],
  ])('refuses %s', async (_name, headers, status) => {
    const get = await open();
    expect((await get(headers())).status).toBe(status);
  });
});

describe('HTTP trigger: its address', () => {
  it('takes the first free port from the one configured on', async () => {
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
    const { port } = blocker.address() as AddressInfo;
    const other = await openKit({ triggerPort: port });
    const url = await serve(other.fc, ECHO);
    expect(Number(new URL(url).port)).toBeGreaterThan(port);
    expect((await rawRequest(url)).status).toBe(200);
    await other.close();
    await new Promise((resolve) => blocker.close(resolve));
  });

  it('keeps its port and its function over a restart', async () => {
    const url = await serve(kit.fc, ECHO);
    const state = kit.fc.save();
    await kit.fc.close();
    const fc = kit.again();
    await fc.load(JSON.parse(JSON.stringify(state)));
    expect(fc.functions()).toEqual([{ arn: expect.stringContaining('functions/hello'), url }]);
    expect((await rawRequest(url)).status).toBe(200);
  });

  it('answers 503 while the function is missing, and nothing after the trigger was deleted', async () => {
    const url = await serve(kit.fc, ECHO);
    const state = kit.fc.save() as { functions: unknown[] };
    await kit.fc.close();
    const fc = kit.again();
    await fc.load({ ...JSON.parse(JSON.stringify(state)), functions: [] });
    const { status, body } = await rawRequest(url);
    expect(status).toBe(503);
    expect(parse(body).Message).toContain("'hello'");
    await typeOf(fc, 'ALIYUN::FC3::Trigger').delete('http', HTTP_TRIGGER, resourceContext());
    await expect(rawRequest(url)).rejects.toThrow('ECONNREFUSED');
  });

  it('serves a custom domain by host and path', async () => {
    const url = await serve(kit.fc, ECHO);
    await create(kit.fc, 'ALIYUN::FC3::CustomDomain', {
      DomainName: 'api.example.com',
      Protocol: 'HTTP',
      AuthConfig: { AuthType: 'anonymous' },
      RouteConfig: {
        Routes: [
          { Path: '/app/*', FunctionName: 'hello', Qualifier: 'LATEST', Methods: ['PATCH'] },
          { Path: '/missing', FunctionName: 'nobody', Qualifier: 'LATEST' },
        ],
      },
    });
    const at = (method: string, path: string) =>
      rawRequest(url, { method, path, headers: ['host', 'API.example.com:80'] });
    expect(parse((await at('PATCH', '/app/x')).body)).toMatchObject({ method: 'PATCH', url: '/app/x' });
    expect((await at('GET', '/app/x')).status).toBe(403);
    expect((await at('GET', '/missing')).status).toBe(503);
  });
});
