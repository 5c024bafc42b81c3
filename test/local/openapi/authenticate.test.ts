import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { acs3Signature, sha256 } from '../../../local/openapi/acs3-signature.ts';
import { TIME_WINDOW_MS } from '../../../local/openapi/authenticate.ts';
import { openApiProduct } from '../../../local/openapi/product.ts';
import { rpcSignature } from '../../../local/openapi/rpc-signature.ts';
import type { OpenApiService } from '../../../local/openapi/service.ts';
import type { CloudRequest } from '../../../local/product.ts';
import type { Identities, Identity } from '../../../local/ram/identities.ts';
import { DrivenClock } from './driven-clock.ts';

const VERSION = '2020-02-02';
const SECRET = 'the-secret';
const ACCOUNT: Identity = { accessKeyId: 'LTAI1', accessKeySecret: SECRET, principal: 'account' };
const SESSION: Identity = {
  accessKeyId: 'STS.1',
  accessKeySecret: SECRET,
  securityToken: 'the-token',
  principal: { role: 'r' },
  expiresAt: Date.parse('2026-11-20T09:00:00Z'),
};

const ping: OpenApiService = {
  product: 'ping',
  version: VERSION,
  host: 'ping.aliyuncs.com',
  rules: { Ping: { request: [], response: [] } },
  actions: { Ping: (_params, { identity }) => ({ Key: identity.accessKeyId }) },
  permission: () => ({ action: 'ping:Ping', resource: '*' }),
};

function gateway() {
  const clock = new DrivenClock();
  const identities: Identities = {
    find: (id) => [ACCOUNT, SESSION].find(({ accessKeyId }) => accessKeyId === id),
    assumeRole: () => SESSION,
    allows: () => true,
  };
  const product = openApiProduct({ services: [ping], identities, clock, accountId: '1', endpoint: () => '' });
  return {
    clock,
    async answer(request: CloudRequest) {
      const response = await product.route(request)?.run();
      return { status: response?.status, ...(JSON.parse(String(response?.body)) as Record<string, unknown>) };
    },
  };
}

let nonces = 0;
type Change = Readonly<Record<string, string | undefined>>;

/** A request in RPC v1 form; `change` replaces or removes parameters before signing, `after` behind the signature's back. */
function rpc(change: Change = {}, after: Change = {}, secret = SECRET): CloudRequest {
  const params = new Map<string, string>();
  const basic = {
    Action: 'Ping',
    Version: VERSION,
    Format: 'JSON',
    AccessKeyId: ACCOUNT.accessKeyId,
    Timestamp: '2026-11-20T08:00:00Z',
    SignatureNonce: `n-${nonces++}`,
    SignatureMethod: 'HMAC-SHA1',
    SignatureVersion: '1.0',
  };
  for (const [name, value] of Object.entries({ ...basic, ...change })) if (value !== undefined) params.set(name, value);
  params.set('Signature', rpcSignature('GET', params, secret));
  for (const [name, value] of Object.entries(after)) {
    if (value === undefined) params.delete(name);
    else params.set(name, value);
  }
  const query = new URLSearchParams([...params]);
  return { id: 'ID', method: 'GET', target: `/?${query}`, path: '/', query, headers: {}, body: Buffer.alloc(0) };
}

/** A request in ACS3 form with a form body. */
function acs3(change: Change = {}, after: Change = {}, secret = SECRET, body = ''): CloudRequest {
  const headers: Record<string, string> = {};
  const basic = {
    host: '127.0.0.1:7300',
    'content-type': 'application/x-www-form-urlencoded',
    'x-acs-action': 'Ping',
    'x-acs-version': VERSION,
    'x-acs-date': '2026-11-20T08:00:00Z',
    'x-acs-signature-nonce': `n-${nonces++}`,
    'x-acs-content-sha256': sha256(''),
  };
  const { credential = ACCOUNT.accessKeyId, ...others } = change;
  for (const [name, value] of Object.entries({ ...basic, ...others })) if (value !== undefined) headers[name] = value;
  const signedHeaders = Object.keys(headers).sort();
  const request = { method: 'POST', path: '/', query: new Map(), headers, signedHeaders, bodyHash: sha256(body) };
  const signature = acs3Signature(request, secret);
  headers.authorization = `ACS3-HMAC-SHA256 Credential=${credential},SignedHeaders=${signedHeaders.join(';')},Signature=${signature}`;
  for (const [name, value] of Object.entries(after)) {
    if (value === undefined) delete headers[name];
    else headers[name] = value;
  }
  return {
    id: 'ID',
    method: 'POST',
    target: '/',
    path: '/',
    query: new URLSearchParams(),
    headers,
    body: Buffer.from(body),
  };
}

describe('a request that is signed well (L1)', () => {
  it.each([
    ['with the account’s key, RPC v1', () => rpc(), 'LTAI1'],
    ['with the account’s key, ACS3', () => acs3(), 'LTAI1'],
    ['with temporary credentials, RPC v1', () => rpc({ AccessKeyId: 'STS.1', SecurityToken: 'the-token' }), 'STS.1'],
    [
      'with temporary credentials, ACS3',
      () => acs3({ credential: 'STS.1', 'x-acs-security-token': 'the-token' }),
      'STS.1',
    ],
  ])('%s is answered', async (_case, request, key) => {
    expect(await gateway().answer(request())).toEqual({ status: 200, Key: key, RequestId: 'ID' });
  });

  it('is answered up to fifteen minutes before and after its time', async () => {
    for (const ms of [TIME_WINDOW_MS, -TIME_WINDOW_MS]) {
      const { clock, answer } = gateway();
      clock.advance(ms);
      expect(await answer(rpc())).toMatchObject({ status: 200 });
    }
  });
});

describe('a request that cannot be trusted is refused with the service’s code (L1)', () => {
  const TOKEN = { AccessKeyId: 'STS.1', SecurityToken: 'the-token' };
  it.each<[string, CloudRequest, number, string]>([
    ['a parameter changed after signing', rpc({}, { Format: 'XML' }), 400, 'SignatureDoesNotMatch'],
    ['a parameter added after signing', rpc({}, { Extra: '1' }), 400, 'SignatureDoesNotMatch'],
    ['another secret', rpc({}, {}, 'guess'), 400, 'SignatureDoesNotMatch'],
    ['another secret, ACS3', acs3({}, {}, 'guess'), 400, 'SignatureDoesNotMatch'],
    ['a signed header changed', acs3({}, { 'x-acs-signature-nonce': 'other' }), 400, 'SignatureDoesNotMatch'],
    ['a body that is not the one hashed', acs3({}, {}, SECRET, 'b=2'), 400, 'SignatureDoesNotMatch'],
    ['a host that is not signed', acs3({ host: undefined }, { host: 'x' }), 400, 'SignatureDoesNotMatch'],
    ['an unknown key', rpc({ AccessKeyId: 'LTAI2' }), 404, 'InvalidAccessKeyId.NotFound'],
    ['a temporary key without its token', rpc({ AccessKeyId: 'STS.1' }), 404, 'InvalidAccessKeyId.NotFound'],
    ['no key', rpc({ AccessKeyId: undefined }), 400, 'MissingAccessKeyId'],
    ['no time', rpc({ Timestamp: undefined }), 400, 'MissingTimestamp'],
    ['no nonce', rpc({ SignatureNonce: undefined }), 400, 'MissingSignatureNonce'],
    ['no nonce, ACS3', acs3({ 'x-acs-signature-nonce': undefined }), 400, 'MissingSignatureNonce'],
    ['no signature', rpc({}, { Signature: undefined }), 400, 'InvalidSignatureMethod'],
    ['another signature method', rpc({ SignatureMethod: 'HMAC-MD5' }), 400, 'InvalidSignatureMethod'],
    ['a local time', rpc({ Timestamp: '2026-11-20 08:00:00' }), 400, 'InvalidTimeStamp.Format'],
    ['a day that does not exist', rpc({ Timestamp: '2026-13-40T08:00:00Z' }), 400, 'InvalidTimeStamp.Format'],
    ['a time too early', rpc({ Timestamp: '2026-11-20T07:44:59Z' }), 400, 'InvalidTimeStamp.Expired'],
    ['a time too late', rpc({ Timestamp: '2026-11-20T08:15:01Z' }), 400, 'InvalidTimeStamp.Expired'],
    ['a wrong token', rpc({ ...TOKEN, SecurityToken: 'guess' }), 400, 'InvalidSecurityToken.Malformed'],
    [
      'a token with the account’s key',
      rpc({ SecurityToken: 'the-token' }),
      400,
      'InvalidSecurityToken.MismatchWithAccessKey',
    ],
  ])('%s', async (_case, request, status, code) => {
    const answer = await gateway().answer(request);
    expect(answer).toMatchObject({ status, Code: code });
    expect(JSON.stringify(answer)).not.toContain(SECRET);
    expect(JSON.stringify(answer)).not.toContain('the-token');
  });

  it('temporary credentials after their end', async () => {
    const { clock, answer } = gateway();
    clock.advance(3600_000 - 1);
    const request = () => rpc({ ...TOKEN, Timestamp: '2026-11-20T09:00:00Z' });
    expect(await answer(request())).toMatchObject({ status: 200 });
    clock.advance(1);
    expect(await answer(request())).toMatchObject({ status: 400, Code: 'InvalidSecurityToken.Expired' });
  });
});

describe('nonces (L1)', () => {
  it('work once, for each key by itself', async () => {
    const { answer } = gateway();
    expect(await answer(rpc({ SignatureNonce: 'same' }))).toMatchObject({ status: 200 });
    expect(await answer(rpc({ SignatureNonce: 'same' }))).toMatchObject({ status: 400, Code: 'SignatureNonceUsed' });
    const other = { AccessKeyId: 'STS.1', SecurityToken: 'the-token', SignatureNonce: 'same' };
    expect(await answer(rpc(other))).toMatchObject({ status: 200 });
  });

  it('are not used up by a request that is refused', async () => {
    const { answer } = gateway();
    expect(await answer(rpc({ SignatureNonce: 'kept' }, {}, 'guess'))).toMatchObject({ Code: 'SignatureDoesNotMatch' });
    expect(await answer(rpc({ SignatureNonce: 'kept' }))).toMatchObject({ status: 200 });
  });

  it('are remembered as long as their time stamp is acceptable', async () => {
    const { clock, answer } = gateway();
    clock.advance(-TIME_WINDOW_MS);
    expect(await answer(rpc({ SignatureNonce: 'early' }))).toMatchObject({ status: 200 });
    clock.advance(2 * TIME_WINDOW_MS - 1);
    expect(await answer(rpc({ SignatureNonce: 'early' }))).toMatchObject({ Code: 'SignatureNonceUsed' });
  });
});

describe('the hash of an ACS3 body', () => {
  it('covers the body that was sent', async () => {
    const hash = createHash('sha256').update('b=2').digest('hex');
    const signed = acs3({ 'x-acs-content-sha256': hash }, {}, SECRET, 'b=2');
    // The body is taken apart as a form, and the action knows no parameter b.
    expect(await gateway().answer(signed)).toMatchObject({ Code: 'InvalidParameter' });
  });
});
