import { describe, expect, it } from 'vitest';
import { actionRule } from '../../../local/openapi/action-rule.ts';
import { type OpenApiService, ServiceError } from '../../../local/openapi/service.ts';
import { ACCOUNT_KEY, openCloud, roleKey } from './open-api-cloud.ts';
import { openApi, popCore, refusal } from './sdk.ts';

const VERSION = '2020-02-02';

/** A service whose one action answers the parameters it was given. */
const echo: OpenApiService = {
  product: 'echo',
  version: VERSION,
  host: 'echo.aliyuncs.com',
  rules: {
    Say: {
      request: [
        { name: 'Text', type: 'string', required: true, in: 'query' },
        { name: 'Count', type: 'number', in: 'query' },
        { name: 'Loud', type: 'boolean', in: 'query' },
        { name: 'Users', type: 'string[]', in: 'query', serialize: 'comma' },
        {
          name: 'Tag',
          type: 'object[]',
          in: 'query',
          serialize: 'flattened',
          fields: [
            { name: 'Key', type: 'string' },
            { name: 'Value', type: 'string' },
          ],
        },
        { name: 'Body', type: 'string', in: 'body' },
      ],
      response: [],
    },
    Fail: actionRule([], []),
    Crash: actionRule([], []),
    Unoffered: actionRule([], []),
  },
  actions: {
    Say: (params) => ({ Heard: { ...params } }),
    Fail: () => {
      throw new ServiceError('Busy', 'come back later', 409);
    },
    Crash: () => {
      throw new TypeError('undefined is not a function');
    },
  },
  permission: (action, { Text }, account) => ({
    action: `echo:${action}`,
    resource: typeof Text === 'string' ? `acs:echo:*:${account}:text/${Text}` : '*',
  }),
};

const clients = [
  ['pop-core GET (RPC v1)', (endpoint: string) => popCore(endpoint, VERSION, ACCOUNT_KEY)],
  ['openapi-core (ACS3)', (endpoint: string) => openApi(endpoint, VERSION, ACCOUNT_KEY)],
] as const;

describe.each(clients)('the OpenAPI gateway, called with %s', (_name, clientOf) => {
  it('takes numbers, booleans, lists and non-ASCII text through a verified signature (L1)', async () => {
    const { endpoint } = await openCloud(() => [echo]);
    const answer = await clientOf(endpoint)('Say', {
      Text: '你好 (wörld)!*~ +&=',
      Count: 3,
      Loud: true,
      Users: 'u1,u2',
      Tag: [
        { Key: 'k1', Value: 'v1' },
        { Key: 'k2', Value: '值' },
      ],
    });
    expect(answer).toEqual({
      RequestId: expect.stringMatching(/^[0-9A-F-]{36}$/),
      Heard: {
        Text: '你好 (wörld)!*~ +&=',
        Count: 3,
        Loud: true,
        Users: ['u1', 'u2'],
        Tag: [
          { Key: 'k1', Value: 'v1' },
          { Key: 'k2', Value: '值' },
        ],
      },
    });
  });

  it.each([
    ['an unknown action', 'Sing', {}, 'InvalidAction.NotFound', 'Sing'],
    ['a name of Object.prototype as action', 'Constructor', {}, 'InvalidAction.NotFound', 'Constructor'],
    ['an action that only the real service has', 'Unoffered', {}, 'InvalidAction.NotOffered', 'known to the service'],
    ['a missing parameter', 'Say', {}, 'MissingText', 'Text is mandatory'],
    ['an unknown parameter', 'Say', { Text: 'x', Txet: 'y' }, 'InvalidParameter', '"Txet"'],
    ['a text instead of a number', 'Say', { Text: 'x', Count: 'many' }, 'InvalidParameter', '"Count"'],
    ['a text instead of a boolean', 'Say', { Text: 'x', Loud: 'yes' }, 'InvalidParameter', '"Loud"'],
    ['an unknown member', 'Say', { Text: 'x', Tag: [{ Name: 'k' }] }, 'InvalidParameter', '"Tag.1.Name"'],
    ['an error of the action', 'Fail', {}, 'Busy', 'come back later'],
    ['a defect of the double', 'Crash', {}, 'InternalError', 'undefined is not a function'],
  ])('refuses %s (L1)', async (_case, action, params, code, message) => {
    const { endpoint } = await openCloud(() => [echo]);
    const error = await refusal(clientOf(endpoint)(action, params));
    expect(error.code).toBe(code);
    expect(error.message).toContain(message);
  });

  it('refuses a version that no service has (L1)', async () => {
    const { endpoint } = await openCloud(() => [{ ...echo, version: '1999-01-01' }]);
    expect((await refusal(clientOf(endpoint)('Say', { Text: 'x' }))).code).toBe('InvalidVersion');
  });

  it('answers what throttled and unavailable services answer, when a fault is switched on (L2)', async () => {
    const { endpoint, faults } = await openCloud(() => [echo]);
    faults.add({ product: 'echo', action: 'Say', kind: 'throttling', times: 1 });
    faults.add({ product: 'echo', action: '*', kind: 'unavailable', times: 1 });
    const say = clientOf(endpoint);
    expect((await refusal(say('Say', { Text: 'x' }))).code).toBe('Throttling.User');
    expect((await refusal(say('Say', { Text: 'x' }))).code).toBe('ServiceUnavailable');
    expect(await say('Say', { Text: 'x' })).toMatchObject({ Heard: { Text: 'x' } });
  });
});

describe('the error body', () => {
  it('has RequestId, HostId, Code, Message and Recommend, and no secret (L1)', async () => {
    const { endpoint } = await openCloud(() => [echo]);
    const response = await fetch(`${endpoint}/?Action=Say&Version=${VERSION}&AccessKeyId=LTAIlocal`);
    expect(response.status).toBe(400);
    expect(response.headers.get('x-acs-request-id')).toMatch(/^[0-9A-F-]{36}$/);
    const body = (await response.json()) as Record<string, string>;
    expect(Object.keys(body).sort()).toEqual(['Code', 'HostId', 'Message', 'Recommend', 'RequestId']);
    expect(body).toMatchObject({ Code: 'MissingTimestamp', HostId: 'echo.aliyuncs.com' });
    expect(JSON.stringify(body)).not.toContain(ACCOUNT_KEY.accessKeySecret);
  });
});

describe('where parameters travel', () => {
  it('takes body parameters from the form and query parameters from the query only', async () => {
    const { endpoint } = await openCloud(() => [echo]);
    const post = popCore(endpoint, VERSION, ACCOUNT_KEY, 'POST');
    expect(await refusal(post('Say', { Text: 'x' }))).toMatchObject({
      code: 'InvalidParameter',
      message: expect.stringContaining('"Text" is not valid: it belongs into the query'),
    });
    const get = popCore(endpoint, VERSION, ACCOUNT_KEY);
    expect(await get('Say', { Text: 'x', Body: 'b' })).toMatchObject({ Heard: { Text: 'x', Body: 'b' } });
  });

  it('leaves requests of other protocols to other products', async () => {
    const { endpoint } = await openCloud(() => [echo]);
    for (const target of ['/2023-03-30/functions', '/GetRow', '/', '/?Action=Say']) {
      expect((await fetch(endpoint + target)).status, target).toBe(404);
    }
  });
});

describe('permissions of roles', () => {
  it('lets a role do what its policies allow, and nothing else (L1)', async () => {
    const { endpoint, ram } = await openCloud(() => [echo]);
    const key = await roleKey(ram, 'speaker', [
      { Effect: 'Allow', Action: 'echo:Say', Resource: 'acs:echo:*:*:text/hello*' },
      { Effect: 'Deny', Action: 'echo:*', Resource: 'acs:echo:*:*:text/hello-secret' },
    ]);
    for (const client of [popCore(endpoint, VERSION, key), openApi(endpoint, VERSION, key)]) {
      expect(await client('Say', { Text: 'hello you' })).toMatchObject({ Heard: { Text: 'hello you' } });
      for (const [action, Text] of [
        ['Say', 'bye'],
        ['Say', 'hello-secret'],
      ] as const) {
        const error = await refusal(client(action, { Text }));
        expect(error.code).toBe('Forbidden.RAM');
        expect(error.message).toContain(`Action: echo:${action}, Resource: acs:echo:*:1234567890123456:text/${Text}`);
      }
      expect((await refusal(client('Fail'))).code).toBe('Forbidden.RAM');
    }
  });
});
