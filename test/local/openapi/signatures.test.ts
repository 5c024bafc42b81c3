import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  acs3CanonicalRequest,
  acs3Signature,
  parseAcs3Authorization,
  sha256,
} from '../../../local/openapi/acs3-signature.ts';
import { percentEncode } from '../../../local/openapi/percent-encode.ts';
import { rpcSignature, rpcStringToSign } from '../../../local/openapi/rpc-signature.ts';

const EMPTY_BODY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

describe('RPC v1 signatures match the published vectors (L1)', () => {
  it.each([
    [
      'the documented example',
      'GET',
      {
        Timestamp: '2016-02-23T12:46:24Z',
        Format: 'XML',
        AccessKeyId: 'testid',
        Action: 'DescribeRegions',
        SignatureMethod: 'HMAC-SHA1',
        SignatureNonce: '3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf',
        Version: '2014-05-26',
        SignatureVersion: '1.0',
      },
      'OLeaidS1JvxuMvnyHOwuJ+uX5qY=',
    ],
    [
      'a Live call',
      'POST',
      {
        Action: 'CreateLiveMessageGroup',
        Format: 'json',
        Version: '2016-11-01',
        Timestamp: '2025-01-01T00:00:00Z',
        SignatureNonce: 'n-1',
        SignatureMethod: 'HMAC-SHA1',
        SignatureVersion: '1.0',
        AccessKeyId: 'testid',
        AppId: 'demo',
        GroupId: 'g1',
        Administrators: 'u1,u2',
      },
      'oJ/vzaqB+KqONaTNtrHoggEB5jg=',
    ],
  ])('%s', (_name, method, params, signature) => {
    expect(rpcSignature(method, new Map(Object.entries(params)), 'testsecret')).toBe(signature);
  });

  it('leaves the signature itself out of what is signed', () => {
    const params = new Map([['Action', 'A']]);
    expect(rpcStringToSign('GET', new Map([...params, ['Signature', 'x']]))).toBe(rpcStringToSign('GET', params));
  });
});

describe('ACS3 signatures match the published vectors (L1)', () => {
  it.each([
    [
      'the documented example',
      {
        ImageId: 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd',
        RegionId: 'cn-shanghai',
      },
      {
        host: 'ecs.cn-shanghai.aliyuncs.com',
        'x-acs-action': 'RunInstances',
        'x-acs-content-sha256': EMPTY_BODY,
        'x-acs-date': '2023-10-26T10:22:32Z',
        'x-acs-signature-nonce': '3156853299f313e23d1673dc12e1703d',
        'x-acs-version': '2014-05-26',
      },
      'YourAccessKeySecret',
      '7ea06492da5221eba5297e897ce16e55f964061054b7695beedaac1145b1e259',
      '06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0',
    ],
    [
      'a Live call',
      { AppId: 'demo', GroupId: 'g1', Administrators: 'u1,u2' },
      {
        host: 'live.aliyuncs.com',
        'x-acs-action': 'CreateLiveMessageGroup',
        'x-acs-content-sha256': EMPTY_BODY,
        'x-acs-date': '2025-01-01T00:00:00Z',
        'x-acs-signature-nonce': 'n-1',
        'x-acs-version': '2016-11-01',
      },
      'testsecret',
      '246d452917255a25c7ef51a2b4fe068241ffccc107155a5109e71fcd61ad81ed',
      '7af4c87d7779b7669ea3a201eef23b59959f3b767ba5afa244201b212e998c50',
    ],
  ])('%s', (_name, query, headers, secret, hash, signature) => {
    const request = {
      method: 'POST',
      path: '/',
      query: new Map(Object.entries(query)),
      headers,
      signedHeaders: Object.keys(headers).sort(),
      bodyHash: sha256(''),
    };
    expect(sha256(acs3CanonicalRequest(request))).toBe(hash);
    expect(acs3Signature(request, secret)).toBe(signature);
  });
});

describe('the Authorization header', () => {
  it('is taken apart, with or without blanks after the commas', () => {
    const expected = { accessKeyId: 'ak', signedHeaders: ['host', 'x-acs-date'], signature: '0a1b' };
    const compact = 'ACS3-HMAC-SHA256 Credential=ak,SignedHeaders=host;x-acs-date,Signature=0a1b';
    expect(parseAcs3Authorization(compact)).toEqual(expected);
    expect(parseAcs3Authorization(compact.replaceAll(',', ', '))).toEqual(expected);
  });

  it.each([
    undefined,
    '',
    'Bearer x',
    'ACS3-HMAC-SHA256 Credential=ak',
    'ACS3-HMAC-SM3 Credential=a,SignedHeaders=b,Signature=0',
  ])('is refused when it is %j', (header) => expect(parseAcs3Authorization(header)).toBeUndefined());
});

describe('percent-encoding', () => {
  it('leaves unreserved characters alone, escapes all others, and can be undone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const encoded = percentEncode(text);
        expect(encoded).toMatch(/^([A-Za-z0-9\-_.~]|%[0-9A-F]{2})*$/);
        expect(decodeURIComponent(encoded)).toBe(text);
      }),
    );
  });

  it('hashes what it is given', () => {
    expect(sha256('abc')).toBe(createHash('sha256').update('abc').digest('hex'));
  });
});
