/** Signed requests and signed answers, checked on the wire. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ListTableResponse, TableNameRequest } from '../../../local/tablestore/messages/table.ts';
import { ACCESS_KEY, localStore, type Store, testClock } from './store.ts';
import { errorOf, md5, send, signature, signedHeaders, type WireRequest } from './wire-client.ts';

const clock = testClock();
let store: Store;
beforeAll(async () => {
  store = await localStore({ clock, instances: ['test'] });
});
afterAll(() => store.close());

const list: WireRequest = { operation: 'ListTable' };
const at = (offsetMs: number) => new Date(clock.now() + offsetMs).toISOString();
const MINUTE = 60_000;

describe('L1: a request', () => {
  it('that is signed correctly is served', async () => {
    const answer = await send(store.endpoint, list);
    expect(answer.status).toBe(200);
    expect(ListTableResponse.decode(answer.body)).toEqual({ tableNames: [] });
  });

  it.each([
    'x-ots-date',
    'x-ots-apiversion',
    'x-ots-accesskeyid',
    'x-ots-instancename',
    'x-ots-contentmd5',
    'x-ots-signature',
  ])('without %s is refused', async (name) => {
    const answer = await send(store.endpoint, { ...list, tamper: { [name]: undefined } });
    expect(errorOf(answer)).toEqual({
      status: 400,
      code: 'OTSParameterInvalid',
      message: `Missing header: '${name}'.`,
    });
  });

  it.each<[string, Partial<WireRequest>, string]>([
    ['signed with another secret', { secret: 'wrong' }, 'Signature mismatch.'],
    ['whose date was changed after signing', { tamper: { 'x-ots-date': at(1000) } }, 'Signature mismatch.'],
    ['whose instance was changed after signing', { tamper: { 'x-ots-instancename': 'other' } }, 'Signature mismatch.'],
    ['with a header added after signing', { tamper: { 'x-ots-extra': 'x' } }, 'Signature mismatch.'],
    ['with a signature cut short', { tamper: { 'x-ots-signature': 'abc' } }, 'Signature mismatch.'],
    ['from an unknown key', { accessKeyId: 'nobody' }, 'The AccessKeyID does not exist.'],
    ['for an unknown instance', { instance: 'missing' }, 'The instance is not found.'],
    ['with a token that the key does not take', { token: 'x' }, 'The AccessKeyID takes no security token.'],
    [
      'whose body is not the one that was summed',
      { otherBody: Buffer.from('x') },
      'Mismatch between MD5 value of request body and x-ots-contentmd5 in header.',
    ],
  ])('%s is refused', async (_what, change, message) => {
    const answer = await send(store.endpoint, { ...list, ...change });
    expect(errorOf(answer)).toEqual({ status: 403, code: 'OTSAuthFailed', message });
  });

  it('for another operation than the signed one is refused', async () => {
    const headers = signedHeaders(list);
    const answer = await send(store.endpoint, { operation: 'DeleteTable', tamper: headers });
    expect(errorOf(answer)).toMatchObject({ code: 'OTSAuthFailed', message: 'Signature mismatch.' });
  });

  it.each([
    ['15 minutes old', -15 * MINUTE, true],
    ['older', -15 * MINUTE - 1, false],
    ['15 minutes ahead', 15 * MINUTE, true],
    ['further ahead', 15 * MINUTE + 1, false],
  ])('%s: %i ms is accepted: %s', async (_what, offset, accepted) => {
    const date = at(offset);
    const answer = await send(store.endpoint, { ...list, date });
    if (accepted) expect(answer.status).toBe(200);
    else {
      expect(errorOf(answer)).toEqual({
        status: 403,
        code: 'OTSAuthFailed',
        message: `Mismatch between system time and x-ots-date: ${date}.`,
      });
    }
  });

  it.each(['yesterday', 'Thu, 01 Jan 1970 00:00:00 GMT', '2026-99-99T00:00:00.000Z'])(
    'with the date %j is refused',
    async (date) => {
      expect(errorOf(await send(store.endpoint, { ...list, date }))).toEqual({
        status: 400,
        code: 'OTSParameterInvalid',
        message: `Invalid date format: ${date}.`,
      });
    },
  );

  it('with another method than POST is refused', async () => {
    expect(errorOf(await send(store.endpoint, { ...list, method: 'GET' }))).toMatchObject({
      status: 405,
      code: 'OTSMethodNotAllowed',
    });
  });

  it('for an operation that nobody knows is refused', async () => {
    expect(errorOf(await send(store.endpoint, { operation: 'MakeCoffee' }))).toEqual({
      status: 400,
      code: 'OTSParameterInvalid',
      message: "Unsupported operation: 'MakeCoffee'.",
    });
  });

  it('with a body that is too large is refused', async () => {
    const answer = await send(store.endpoint, { operation: 'PutRow', body: Buffer.alloc(6 * 1024 * 1024) });
    expect(errorOf(answer)).toMatchObject({ status: 413, code: 'OTSRequestBodyTooLarge' });
  });

  it.each([
    ['garbage', Buffer.from('not protobuf')],
    ['nothing, where a field is required', Buffer.alloc(0)],
    ['a message cut short', TableNameRequest.encode({ tableName: 'rooms' }).subarray(0, 4)],
  ])('with %s as its body is refused', async (_what, body) => {
    expect(errorOf(await send(store.endpoint, { operation: 'DescribeTable', body }))).toMatchObject({
      status: 400,
      code: 'OTSParameterInvalid',
    });
  });

  it('that is none of the protocol gets a plain 404', async () => {
    const response = await fetch(store.endpoint);
    expect(response.status).toBe(404);
    expect(await response.text()).toMatch(/local Tablestore/);
  });
});

describe('an answer', () => {
  it.each([
    ['a success', 'ListTable', Buffer.alloc(0)],
    ['an error', 'DescribeTable', TableNameRequest.encode({ tableName: 'missing' })],
  ])('carries date, digest, request id and a signature that SDKs verify: %s', async (_what, operation, body) => {
    const answer = await send(store.endpoint, { operation, body });
    const { headers } = answer;
    expect(headers['x-ots-contentmd5']).toBe(md5(answer.body));
    expect(headers['x-ots-contenttype']).toBeTruthy();
    expect(headers['x-ots-requestid']).toMatch(/^[0-9a-f-]{36}$/);
    expect(Date.parse(String(headers['x-ots-date']))).toBe(clock.now());
    const canonical = Object.keys(headers)
      .filter((name) => name.startsWith('x-ots-'))
      .sort()
      .map((name) => `${name}:${String(headers[name])}`)
      .join('\n');
    const expected = signature(ACCESS_KEY.accessKeySecret, `${canonical}\n/${operation}`);
    expect(headers.authorization).toBe(`OTS ${ACCESS_KEY.accessKeyId}:${expected}`);
  });

  it('to an unknown key is not signed', async () => {
    const answer = await send(store.endpoint, { ...list, accessKeyId: 'nobody' });
    expect(answer.headers.authorization).toBeUndefined();
  });
});
