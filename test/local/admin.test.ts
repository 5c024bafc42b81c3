import { describe, expect, it } from 'vitest';
import { routeAdmin } from '../../local/admin.ts';
import { Faults } from '../../local/faults.ts';
import type { CloudRequest } from '../../local/product.ts';

function request(
  method: string,
  path: string,
  body: unknown = '',
  headers: CloudRequest['headers'] = {},
): CloudRequest {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    id: '1',
    method,
    path: path.split('?')[0] ?? '',
    target: path,
    query: new URL(path, 'http://local').searchParams,
    headers: { host: '127.0.0.1:7300', ...headers },
    body: Buffer.from(text),
  };
}

const resolve = (name: string, type: string): string[] => [`${type} of ${name}`];

async function call(faults: Faults, ...args: Parameters<typeof request>) {
  const operation = routeAdmin(request(...args), { faults, inventory: () => ({ live: { domains: [] } }), resolve });
  const answer = await operation?.run();
  return { status: answer?.status, body: JSON.parse(String(answer?.body)) };
}

describe('the interface of the local cloud itself', () => {
  it('leaves every other path to the products', () => {
    expect(
      routeAdmin(request('GET', '/_localhost'), { faults: new Faults(), inventory: () => ({}), resolve }),
    ).toBeUndefined();
  });

  it('says what names resolve to in its DNS', async () => {
    const answer = await call(new Faults(), 'GET', '/_local/dns?name=push.example.com&type=CNAME');
    expect(answer).toEqual({ status: 200, body: { values: ['CNAME of push.example.com'] } });
  });

  it('says that it is there, and what exists', async () => {
    expect(await call(new Faults(), 'GET', '/_local/health')).toEqual({ status: 200, body: { status: 'ok' } });
    expect(await call(new Faults(), 'GET', '/_local/inventory')).toEqual({
      status: 200,
      body: { live: { domains: [] } },
    });
  });

  it('L2: switches faults on, lists and clears them', async () => {
    const faults = new Faults();
    const rule = { product: 'live', action: 'AddLiveDomain', kind: 'throttling', times: 1 };
    expect(await call(faults, 'POST', '/_local/faults', rule)).toMatchObject({
      status: 200,
      body: { ...rule, hits: 0 },
    });
    expect((await call(faults, 'GET', '/_local/faults')).body.faults).toHaveLength(1);
    expect(faults.take('live', 'AddLiveDomain')).toMatchObject(rule);
    expect(faults.take('live', 'AddLiveDomain')).toBeUndefined();
    await call(faults, 'DELETE', '/_local/faults');
    expect(faults.list()).toEqual([]);
  });

  it.each([
    ['no JSON', '{', /JSON/],
    ['no object', '1', /an object/],
    ['no product', { action: '*', kind: 'reset' }, /product: a string/],
    ['unknown kind', { product: '*', action: '*', kind: 'fire' }, /kind: one of latency, throttling/],
    ['negative times', { product: '*', action: '*', kind: 'reset', times: -1 }, /times: a whole number/],
    ['worked is no boolean', { product: '*', action: '*', kind: 'reset', worked: 1 }, /worked: true or false/],
    ['misspelt member', { product: '*', action: '*', kind: 'reset', time: 1 }, /time: unknown; known are/],
  ])('refuses a fault with %s and says what was expected', async (_, body, message) => {
    const faults = new Faults();
    const answer = await call(faults, 'POST', '/_local/faults', body);
    expect(answer.status).toBe(400);
    expect(answer.body.message).toMatch(message);
    expect(faults.list()).toEqual([]);
  });

  it.each([[{ host: 'attacker.example:7300' }], [{ 'sec-fetch-site': 'cross-site' }]])(
    'refuses a page on another site: %j',
    async (headers) => {
      const faults = new Faults();
      const rule = { product: '*', action: '*', kind: 'reset' };
      expect((await call(faults, 'POST', '/_local/faults', rule, headers)).status).toBe(403);
      expect(faults.list()).toEqual([]);
    },
  );

  it('names its paths when asked for another', async () => {
    const answer = await call(new Faults(), 'GET', '/_local/other');
    expect(answer).toMatchObject({ status: 404, body: { message: expect.stringContaining('/_local/inventory') } });
  });
});
