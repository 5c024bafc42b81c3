import { describe, expect, it } from 'vitest';
import { getLogs, type LogsQuery, signed } from '../../../cli/cloud/logs.ts';
import { startLocalCloud } from '../../../local/cloud.ts';
import { parseQuery } from '../../../local/sls/api/query.ts';
import { slsSignature } from '../../../local/sls/api/signature.ts';

/** Requests that `@alicloud/sls20201230` 5.9.0 sent, with the secret it signed them with. */
const SECRET = 'secret-of-the-vector';
const DATE = 'Sun, 22 Nov 2026 18:09:41 GMT';
const OWN = { 'x-log-apiversion': '0.6.0', 'x-log-bodyrawsize': '0', 'x-log-signaturemethod': 'hmac-sha256' };
const VECTORS = [
  {
    url: '/logstores/functions?from=1700000000&line=100&offset=0&query=level%3A%20error%20and%20%22a%20b%22&reverse=false&to=1700000600&type=log',
    headers: { ...OWN, date: DATE, 'content-md5': '' },
    signature: 'hG9w5l6ZxnY/1pr1nm6vaofeJw/yrk0rdQGktUN40BY=',
  },
  {
    url: '/logstores/functions?from=1700000000&line=100&query=&to=1700000600&type=log',
    headers: { ...OWN, 'x-acs-security-token': 'token-of-the-vector', date: DATE, 'content-md5': '' },
    signature: 'Su56pL3x74eL/QsLUMeMrFB9aGevqzw+PSRC1lm1YeM=',
  },
];

describe('the signature of Log Service', () => {
  it.each(VECTORS)('is computed as the vendor’s SDK does: $url', ({ url, headers, signature }) => {
    const { pathname, searchParams } = new URL(url, 'http://a');
    expect(slsSignature({ method: 'GET', path: pathname, query: searchParams, headers }, SECRET)).toBe(signature);
    const securityToken = 'x-acs-security-token' in headers ? headers['x-acs-security-token'] : undefined;
    const credentials = {
      accessKeyId: 'LTAIvector',
      accessKeySecret: SECRET,
      ...(securityToken ? { securityToken } : {}),
    };
    const own = signed({ credentials }, pathname, [...searchParams], new Date(DATE));
    expect(own.authorization).toBe(`LOG LTAIvector:${signature}`);
  });
});

describe('a query', () => {
  const entry = (contents: Record<string, string>) => ({ timeMs: 0, contents });
  it.each([
    ['', true],
    ['*', true],
    ['hello', true],
    ['HELLO and world', true],
    ['hello world', true],
    ['"hello world"', true],
    ['"world hello"', false],
    ['not absent', true],
    ['not hello', false],
    ['level: warn', true],
    ['level: hello', false],
    ['hello and not level: warn', false],
  ])('%s', (query, matches) => {
    expect(parseQuery(query)(entry({ message: 'Hello world', level: 'WARN' }))).toBe(matches);
  });

  it.each(['a or b', '(a)', '* | select count(*)'])('%s is refused instead of being misunderstood', (query) => {
    expect(() => parseQuery(query)).toThrow(/does not understand/);
  });
});

describe('GetLogs over the wire', () => {
  const query: LogsQuery = {
    project: 'no-such',
    logstore: 'functions',
    from: 0,
    to: 9e9,
    query: '',
    offset: 0,
    line: 5,
    reverse: false,
  };

  it('refuses a wrong key, a wrong secret, and a project that does not exist', async () => {
    const cloud = await startLocalCloud({ port: 0, triggerPort: 0 });
    try {
      const target = { regionId: 'cn-shanghai', endpoint: cloud.endpoint, credentials: cloud.account };
      await expect(getLogs(target, query)).rejects.toMatchObject({ code: 'ProjectNotExist' });
      const wrong = { ...target, credentials: { ...cloud.account, accessKeySecret: 'wrong' } };
      await expect(getLogs(wrong, query)).rejects.toMatchObject({ code: 'SignatureNotMatch' });
      const unknown = { ...target, credentials: { accessKeyId: 'nobody', accessKeySecret: 'x' } };
      await expect(getLogs(unknown, query)).rejects.toMatchObject({ code: 'InvalidAccessKeyId' });
      await expect(getLogs(target, { ...query, line: 101 })).rejects.toMatchObject({ code: 'ProjectNotExist' });
    } finally {
      await cloud.close();
    }
  });
});
