import { describe, expect, it } from 'vitest';
import { ApiFailure, apiClient } from '../../../lambdas/api/client.ts';

interface Sent {
  readonly url: string;
  readonly init: RequestInit;
}

/** A client whose server gives one answer. */
function answering(status: number, body: string) {
  const sent: Sent[] = [];
  const fetch = async (url: unknown, init?: RequestInit): Promise<Response> => {
    sent.push({ url: String(url), init: init ?? {} });
    return new Response(body, { status });
  };
  return {
    sent,
    client: apiClient({ origin: 'http://host:1/', token: 'abc', fetch: fetch as typeof globalThis.fetch }),
  };
}

const login = { code: 200, token: 't', expire: '2026-11-22T13:00:00+08:00' };

describe('the typed client', () => {
  it('sends JSON to the address of the route, with the token', async () => {
    const { client, sent } = answering(200, JSON.stringify(login));
    expect(await client.call('loginV1', { username: 'anna', password: 'anna' })).toEqual(login);
    expect(sent[0]?.url).toBe('http://host:1/api/v1/live/login');
    expect(sent[0]?.init).toMatchObject({
      method: 'POST',
      body: '{"username":"anna","password":"anna"}',
      headers: { 'content-type': 'application/json', authorization: 'Bearer abc' },
    });
  });

  it('acts as another user with another token', async () => {
    const { client, sent } = answering(200, JSON.stringify(login));
    await client.withToken('other').call('login', { username: 'a', password: 'a' });
    expect(sent[0]?.init.headers).toMatchObject({ authorization: 'Bearer other' });
  });

  it('sends an Idempotency-Key with those calls that have one', async () => {
    const { client, sent } = answering(200, JSON.stringify(login));
    const user = { username: 'a', password: 'a' };
    await client.call('login', user, { idempotencyKey: 'key-1' });
    await client.call('login', user);
    expect(sent[0]?.init.headers).toMatchObject({ 'idempotency-key': 'key-1' });
    expect(sent[1]?.init.headers).not.toHaveProperty('idempotency-key');
  });

  it('an error of the API is thrown with its status and body', async () => {
    const { client } = answering(
      403,
      '{"code":403,"message":"Log in again.","reason":"session_expired","request_id":"1"}',
    );
    const failure = await client.call('list', { page_num: 1, page_size: 1 }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ApiFailure);
    expect(failure).toMatchObject({ status: 403, body: { reason: 'session_expired' } });
  });

  it.each([
    [502, '<html>bad gateway</html>'],
    [404, ''],
  ])('an answer of somebody else is thrown too: %i', async (status, body) => {
    const { client } = answering(status, body);
    await expect(client.call('health')).rejects.toMatchObject({ body: undefined });
  });

  it('an answer that is not as the schema says is noticed', async () => {
    const { client } = answering(200, '{"code":200}');
    await expect(client.call('login', { username: 'a', password: 'a' })).rejects.toThrow();
  });
});
