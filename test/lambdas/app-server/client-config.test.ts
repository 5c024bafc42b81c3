import { describe, expect, it } from 'vitest';
import { clientConfig } from '../../../lambdas/api/client-config.ts';
import { parseConfig } from '../../../lambdas/app-server/config.ts';
import { offer } from '../../../lambdas/app-server/health/offer.ts';
import { isSecretName } from '../../../lambdas/cloud/redact.ts';
import { ENVIRONMENT, SECRETS, world } from './support/world.ts';

describe('what clients learn before they log in', () => {
  it('a local stage says where its stand-ins listen', async () => {
    const { body } = await (await world()).as(undefined, 'clientConfig');
    expect(clientConfig.parse(body)).toMatchObject({
      stage: 'test',
      login: 'demo',
      messaging: { adapter: 'local', data_center: 'cn-shanghai', origin: expect.stringMatching(/^https?:\/\//) },
      media: {
        adapter: 'local',
        ingest_origin: 'rtmp://127.0.0.1:1935',
        streaming_origin: 'http://127.0.0.1:7302',
      },
      features: { co_streaming: 'compatible', recording: true },
    });
  });

  it('a stage in the cloud names the adapters of the vendor', async () => {
    const at = await world({
      LIVE_STACK_INGEST_ORIGIN: '',
      LIVE_STACK_STREAMING_ORIGIN: '',
      LIVE_STACK_ARTC_APP_ID: '',
      LIVE_STACK_RECORDING: 'none',
    });
    const { body } = await at.as(undefined, 'clientConfig');
    expect(clientConfig.parse(body)).toMatchObject({
      messaging: { adapter: 'aliyun' },
      media: { adapter: 'aliyun', streaming_origin: 'http://streaming.localhost' },
      features: { co_streaming: 'off', recording: false },
    });
    expect(body.messaging).not.toHaveProperty('origin');
  });

  it('names the identity provider, but not where its keys are', async () => {
    const at = await world({
      LIVE_STACK_AUTH_MODE: 'jwks',
      LIVE_STACK_AUTH_JWKS_URL: 'https://login.example.com/keys?secret=hunter2',
      LIVE_STACK_AUTH_ISSUER: 'https://login.example.com/',
      LIVE_STACK_AUTH_AUDIENCE: 'live',
    });
    const { body } = await at.as(undefined, 'clientConfig');
    expect(clientConfig.parse(body)).toMatchObject({
      login: 'jwks',
      identity_provider: { issuer: 'https://login.example.com/', audience: 'live' },
    });
    expect(JSON.stringify(body)).not.toContain('hunter2');
  });

  it('has nothing that it does not name: whatever secrets the platform gives to the process', async () => {
    const config = parseConfig({
      ...ENVIRONMENT,
      ALIBABA_CLOUD_ACCESS_KEY_ID: 'secret-1',
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'secret-2',
      ALIBABA_CLOUD_SECURITY_TOKEN: 'secret-3',
      LIVE_STACK_SESSION_KEY: 'secret-4',
    });
    const told = { code: 200, ...offer(config) };
    expect(clientConfig.parse(told)).toEqual(told);
    expect(JSON.stringify(told)).not.toContain('secret-');
    const names = (value: unknown): string[] =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).flatMap(([name, member]) => [name, ...names(member)])
        : [];
    expect(names(told).filter(isSecretName)).toEqual([]);
  });

  it('no secret is in it, and it costs no call of the cloud', async () => {
    const at = await world();
    const text = JSON.stringify((await at.as(undefined, 'clientConfig')).body);
    expect(Object.values(SECRETS).filter((secret) => text.includes(secret))).toEqual([]);
    expect([at.rows.calls, at.live.calls]).toEqual([[], []]);
  });
});
