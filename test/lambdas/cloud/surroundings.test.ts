import { describe, expect, it } from 'vitest';
import { agentFor } from '../../../lambdas/cloud/agents.ts';
import { credentialsFrom } from '../../../lambdas/cloud/credentials.ts';
import { endpointOf, listenHost, tablestoreEndpoint } from '../../../lambdas/cloud/endpoints.ts';
import { retry, withDeadline } from '../../../lambdas/cloud/retry.ts';
import { quickClock } from './servers.ts';

describe('endpoints', () => {
  it.each([
    ['live', 'cn-shanghai', 'https://live.aliyuncs.com'],
    ['live', 'ap-southeast-1', 'https://live.aliyuncs.com'],
    ['vod', 'ap-southeast-1', 'https://vod.ap-southeast-1.aliyuncs.com'],
    ['vod', 'cn-hangzhou', 'https://vod.cn-shanghai.aliyuncs.com'],
    ['rtc', 'cn-shanghai', 'https://rtc.aliyuncs.com'],
    ['alidns', 'cn-shanghai', 'https://alidns.aliyuncs.com'],
  ] as const)('of %s in %s is the real host', (product, region, expected) => {
    expect(endpointOf(product, region, {})).toBe(expected);
  });

  it('of a Tablestore instance is its own host', () => {
    expect(tablestoreEndpoint('demo', 'cn-shanghai', {})).toBe('https://demo.cn-shanghai.ots.aliyuncs.com');
  });

  it('all move to the local cloud by one variable', () => {
    const env = { LIVE_STACK_CLOUD_ENDPOINT: 'http://127.0.0.1:7300/' };
    expect(endpointOf('live', 'cn-shanghai', env)).toBe('http://127.0.0.1:7300');
    expect(tablestoreEndpoint('demo', 'cn-shanghai', env)).toBe('http://127.0.0.1:7300');
  });

  it('share one keep-alive agent a protocol', () => {
    expect(agentFor('https://a')).toBe(agentFor('https://b'));
    expect(agentFor('http://a')).not.toBe(agentFor('https://a'));
    expect(agentFor('https://a')).toMatchObject({ keepAlive: true });
  });
});

describe('the address that a function listens on', () => {
  it('is every one on Function Compute, and this machine alone on a laptop', () => {
    expect(listenHost({})).toBe('0.0.0.0');
    expect(listenHost({ LIVE_STACK_CLOUD_ENDPOINT: 'http://127.0.0.1:7300' })).toBe('127.0.0.1');
  });
});

describe('credentials', () => {
  const headers = (values: Record<string, string>) => ({ get: (name: string) => values[name] });

  it('come from the headers of the request, with the token when there is one', () => {
    const key = { 'x-fc-access-key-id': 'id', 'x-fc-access-key-secret': 'secret' };
    expect(credentialsFrom(headers(key))).toEqual({ accessKeyId: 'id', accessKeySecret: 'secret' });
    const token = { ...key, 'x-fc-security-token': 'token' };
    expect(credentialsFrom(headers(token))).toMatchObject({ securityToken: 'token' });
  });

  it.each([{}, { 'x-fc-access-key-id': 'id' }, { 'x-fc-access-key-secret': 'hidden-one' }])(
    'are missing without both parts of the key: %j',
    (values) => {
      const parse = () => credentialsFrom(headers(values as Record<string, string>));
      expect(parse).toThrowError(expect.objectContaining({ code: 'NoCredentials' }));
      expect(parse).not.toThrowError(/hidden-one/);
    },
  );
});

describe('retry', () => {
  const options = { attempts: 4, firstWaitMs: 100, longestWaitMs: 250, deadlineMs: 10_000, random: () => 1 };

  it('tells each attempt how much time remains', async () => {
    const remaining: number[] = [];
    const attempt = async (ms: number) => {
      remaining.push(ms);
      throw new Error('again');
    };
    const run = retry(attempt, { ...options, clock: quickClock(), isRetryable: () => true });
    await expect(run).rejects.toThrow('again');
    expect(remaining).toEqual([10_000, 9_900, 9_700, 9_450]);
  });

  it('throws at once what is not retryable', async () => {
    let count = 0;
    const attempt = async () => {
      count += 1;
      throw new Error('no');
    };
    await expect(retry(attempt, { ...options, clock: quickClock(), isRetryable: () => false })).rejects.toThrow('no');
    expect(count).toBe(1);
  });
});

describe('a deadline', () => {
  it('gives the work, its failure, or the lateness', async () => {
    const late = () => new Error('late');
    expect(await withDeadline(Promise.resolve(1), 1_000, late)).toBe(1);
    await expect(withDeadline(Promise.reject(new Error('failed')), 1_000, late)).rejects.toThrow('failed');
    await expect(withDeadline(new Promise(() => {}), 5, late)).rejects.toThrow('late');
  });
});
