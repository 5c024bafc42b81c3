import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { type OpenApiOptions, openApi } from '../../../lambdas/cloud/openapi.ts';
import { type Handler, quickClock, type RunningServer, startServer } from './servers.ts';

const CREDENTIALS = {
  accessKeyId: 'STS.testKeyId77',
  accessKeySecret: 'secretOfTheRole88',
  securityToken: 'token/of+the=role99',
};

const open: RunningServer[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function serve(handler: Handler) {
  const targets: string[] = [];
  const server = await startServer((request, response, index) => {
    targets.push(request.url ?? '');
    request.resume();
    handler(request, response, index);
  });
  open.push(server);
  const client = (more: OpenApiOptions = {}) =>
    openApi(CREDENTIALS, 'cn-shanghai', {
      clock: quickClock(),
      random: () => 1,
      env: { LIVE_STACK_CLOUD_ENDPOINT: server.endpoint },
      ...more,
    });
  return { client, targets, endpoint: server.endpoint };
}

const json = (status: number, body: unknown): Handler => {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
};

const failure = (status: number, Code: string, Message = 'What the service says.') =>
  json(status, { RequestId: 'REQ-1', HostId: 'live.aliyuncs.com', Code, Message });

function signatureOf(target: string): { sent: string | null; right: string } {
  const query = new URL(target, 'http://localhost').searchParams;
  const encode = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const pairs = [...query].filter(([name]) => name !== 'Signature').sort(([a], [b]) => (a < b ? -1 : 1));
  const canonical = pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
  const hmac = createHmac('sha1', `${CREDENTIALS.accessKeySecret}&`);
  return {
    sent: query.get('Signature'),
    right: hmac.update(`GET&%2F&${encode(canonical)}`).digest('base64'),
  };
}

describe('a call', () => {
  it('sends a signed query with action, version, token and flattened lists', async () => {
    const { client, targets } = await serve(json(200, { RequestId: 'R', Ok: true }));
    const answer = await client().call('live', 'AddLiveRecordVodConfig', {
      AppName: '直播 (a*b)',
      CycleDuration: 3600,
      NeedIt: false,
      Absent: undefined,
      RecordFormat: [{ Format: 'm3u8' }, { Format: 'mp4' }],
    });
    expect(answer).toEqual({ RequestId: 'R', Ok: true });
    const query = Object.fromEntries(new URL(targets[0] ?? '', 'http://localhost').searchParams);
    expect(query).toMatchObject({
      Action: 'AddLiveRecordVodConfig',
      Version: '2016-11-01',
      AppName: '直播 (a*b)',
      CycleDuration: '3600',
      NeedIt: 'false',
      'RecordFormat.1.Format': 'm3u8',
      'RecordFormat.2.Format': 'mp4',
      SecurityToken: CREDENTIALS.securityToken,
    });
    expect(query).not.toHaveProperty('Absent');
    const { sent, right } = signatureOf(targets[0] ?? '');
    expect(sent).toBe(right);
  });

  it('uses the API version of each product', async () => {
    const { client, targets } = await serve(json(200, {}));
    for (const product of ['live', 'rtc', 'vod', 'alidns'] as const) {
      await client().call(product, 'Describe', {});
    }
    const versions = targets.map((target) => new URL(target, 'http://localhost').searchParams.get('Version'));
    expect(versions).toEqual(['2016-11-01', '2018-01-11', '2017-03-21', '2015-01-09']);
  });

  it('answers integers beyond 2^53 as text and plain objects otherwise', async () => {
    const { client } = await serve((_request, response) => {
      response.end('{"Big":9223372036854775807,"Small":7,"List":[{"a":1}]}');
    });
    const answer = await client().call('live', 'Describe', {});
    expect(answer).toEqual({ Big: '9223372036854775807', Small: 7, List: [{ a: 1 }] });
  });
});

describe('P9: what may be tried again', () => {
  it.each([
    [400, 'Throttling'],
    [429, 'Throttling.User'],
    [503, 'Throttling.Api'],
    [400, 'Rejected.Throttling'],
    [503, 'ServiceUnavailable'],
    [400, 'LockFail'],
    [500, 'InternalError'],
  ])('HTTP %i %s is repeated until it works', async (status, code) => {
    const refuse = failure(status, code);
    const work = json(200, { Done: true });
    const { client, targets } = await serve((request, response, index) =>
      (index < 2 ? refuse : work)(request, response, index),
    );
    expect(await client().call('live', 'AddLiveDomain', {})).toEqual({ Done: true });
    expect(targets).toHaveLength(3);
  });

  it.each([
    [400, 'InvalidParam'],
    [403, 'Forbidden.RAM'],
    [404, 'InvalidDomain.NotFound'],
    [400, 'DomainOwnerVerifyFail'],
  ])('HTTP %i %s fails at once with code, status and RequestId', async (status, code) => {
    const { client, targets } = await serve(failure(status, code));
    await expect(client().call('live', 'AddLiveDomain', {})).rejects.toMatchObject({
      name: 'CloudError',
      product: 'live',
      action: 'AddLiveDomain',
      code,
      status,
      requestId: 'REQ-1',
      retryable: false,
      message: `live AddLiveDomain failed: What the service says. (code ${code}, RequestId REQ-1)`,
    });
    expect(targets).toHaveLength(1);
  });

  it.each([400, 418])('an answer of HTTP %i that names no code fails at once, with its status', async (status) => {
    const { client, targets } = await serve(json(status, {}));
    await expect(client().call('live', 'AddLiveDomain', {})).rejects.toMatchObject({
      code: `HTTP${status}`,
      status,
      message: expect.stringContaining(`the service answered HTTP ${status}`),
    });
    expect(targets).toHaveLength(1);
  });

  it('waits longer each time, with jitter and a cap, and stops before the deadline', async () => {
    const { client } = await serve(failure(400, 'Throttling'));
    const clock = quickClock();
    const policy = { attempts: 20, firstWaitMs: 1_000, longestWaitMs: 4_000 };
    const call = client({ clock, policy }).call('live', 'AddLiveDomain', {}, { deadlineMs: 20_000 });
    await expect(call).rejects.toMatchObject({ code: 'Throttling' });
    expect(clock.sleeps).toEqual([1_000, 2_000, 4_000, 4_000, 4_000, 4_000]);
    const lucky = quickClock();
    const half = client({ clock: lucky, policy, random: () => 0 }).call(
      'live',
      'AddLiveDomain',
      {},
      { deadlineMs: 4_000 },
    );
    await expect(half).rejects.toMatchObject({ code: 'Throttling' });
    expect(lucky.sleeps).toEqual([500, 1_000, 2_000]);
  });

  it('a broken connection is repeated, but not for a create that would be made twice', async () => {
    const { client, targets } = await serve((request, response, index) => {
      if (index % 2 === 0) {
        response.socket?.destroy();
      } else {
        json(200, { Done: true })(request, response, index);
      }
    });
    expect(await client().call('live', 'AddLiveDomain', {})).toEqual({ Done: true });
    const create = client().call('live', 'CreateLiveMessageApp', {}, { repeatable: false });
    await expect(create).rejects.toMatchObject({ name: 'CloudError', code: 'ECONNRESET', retryable: true });
    expect(targets).toHaveLength(3);
  });

  it('a create that was turned away is repeated even if it must not be made twice', async () => {
    const { client } = await serve((request, response, index) =>
      (index === 0 ? failure(400, 'Throttling.User') : json(200, { AppId: 'a' }))(request, response, index),
    );
    expect(await client().call('live', 'CreateLiveMessageApp', {}, { repeatable: false })).toEqual({ AppId: 'a' });
  });
});

describe('answers that are none', () => {
  it('a silent server: Timeout, not a pending promise', async () => {
    const { client } = await serve(() => {});
    const call = client({ attemptMs: 40, policy: { attempts: 2 } }).call('live', 'AddLiveDomain', {});
    await expect(call).rejects.toMatchObject({ code: 'Timeout', retryable: true });
  });

  it('an answer cut in the middle', async () => {
    const { client } = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('{"RequestId":', () => response.socket?.destroy());
    });
    const call = client({ policy: { attempts: 2 } }).call('live', 'AddLiveDomain', {});
    await expect(call).rejects.toMatchObject({ name: 'CloudError', retryable: true });
  });

  it('an answer that is not JSON', async () => {
    const { client } = await serve((_request, response) => response.writeHead(502).end('<html>Bad Gateway</html>'));
    const call = client({ policy: { attempts: 2 } }).call('live', 'AddLiveDomain', {});
    await expect(call).rejects.toMatchObject({ code: 'UnreadableAnswer', retryable: true });
  });

  it('a 5xx whose JSON has no code, which the client takes for a success', async () => {
    const { client } = await serve(json(503, {}));
    const call = client({ policy: { attempts: 2 } }).call('live', 'AddLiveDomain', {});
    await expect(call).rejects.toMatchObject({ code: 'HTTP503', status: 503, retryable: true });
  });

  it('a server that cannot be reached', async () => {
    const { client, endpoint } = await serve(() => {});
    await Promise.all(open.splice(0).map((server) => server.close()));
    const call = client({ policy: { attempts: 2 } }).call('live', 'AddLiveDomain', {});
    await expect(call).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(endpoint).toContain('127.0.0.1');
  });
});

describe('P11: an error of a call', () => {
  const leaks = (error: unknown) => {
    const everything = JSON.stringify(error, Object.getOwnPropertyNames(error)) + String(error);
    const secrets = [
      CREDENTIALS.accessKeySecret,
      CREDENTIALS.securityToken,
      CREDENTIALS.accessKeyId,
      'callbackKey12345',
    ];
    return secrets.filter((secret) => [secret, encodeURIComponent(secret)].some((form) => everything.includes(form)));
  };

  it.each([
    ['a refusal', failure(400, 'InvalidParam')],
    [
      'a wrong signature, whose message quotes every parameter',
      failure(
        400,
        'SignatureDoesNotMatch',
        `Specified signature is not matched. server string to sign is:GET&%2F&SecurityToken%3D${encodeURIComponent(encodeURIComponent(CREDENTIALS.securityToken))}%26NotifyAuthKey%3DcallbackKey12345`,
      ),
    ],
    [
      'a message that quotes the token',
      failure(400, 'Odd', `token ${CREDENTIALS.securityToken} and ${CREDENTIALS.accessKeyId}`),
    ],
    ['a broken connection', ((_request, response) => response.socket?.destroy()) as Handler],
    ['an unreadable answer', ((_request, response) => response.end('nonsense')) as Handler],
    ['silence', (() => {}) as Handler],
  ])('carries no secret, URL or request: %s', async (_case, handler) => {
    const { client } = await serve(handler);
    const call = client({ attemptMs: 50, policy: { attempts: 1 } }).call('live', 'SetLiveStreamsNotifyUrlConfig', {
      NotifyAuthKey: 'callbackKey12345',
    });
    const error = await call.catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: 'CloudError' });
    expect(error).not.toHaveProperty('url');
    expect(error).not.toHaveProperty('entry');
    expect(leaks(error)).toEqual([]);
  });
});
