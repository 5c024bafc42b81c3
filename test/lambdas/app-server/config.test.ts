import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../lambdas/app-server/config.ts';
import { ENVIRONMENT } from './support/world.ts';

const minimal = {
  LIVE_STACK_STAGE: 'prod',
  LIVE_STACK_TABLESTORE_INSTANCE: 'instance',
  LIVE_STACK_INGEST_DOMAIN: 'push.example.com',
  LIVE_STACK_STREAMING_DOMAIN: 'pull.example.com',
  LIVE_STACK_AUTH_MODE: 'password',
};

describe('the environment of the function', () => {
  it('is parsed once, with origins for the URLs', () => {
    expect(parseConfig({ ...ENVIRONMENT, LIVE_STACK_CORS_ORIGINS: 'https://a.cn, https://b.cn,' })).toEqual({
      region: 'cn-shanghai',
      stage: 'test',
      tablestoreInstance: 'instance',
      ingestDomain: 'ingest.localhost',
      streamingDomain: 'streaming.localhost',
      ingestOrigin: 'rtmp://127.0.0.1:1935',
      streamingOrigin: 'http://127.0.0.1:7302',
      isLocal: true,
      appName: 'live',
      corsOrigins: ['https://a.cn', 'https://b.cn'],
      authMode: 'demo',
      costreaming: 'compatible',
      artcAppId: 'artc0app',
      recording: 'vod',
      messageDataCenter: 'cn-shanghai',
    });
  });

  it('has careful defaults: strict co-streaming, https, no page may call', () => {
    expect(parseConfig(minimal)).toMatchObject({
      ingestOrigin: 'rtmp://push.example.com',
      streamingOrigin: 'https://pull.example.com',
      costreaming: 'strict',
      corsOrigins: [],
      artcAppId: undefined,
    });
    expect(parseConfig({ ...minimal, LIVE_STACK_STREAMING_SCHEME: 'http' }).streamingOrigin).toBe(
      'http://pull.example.com',
    );
  });

  it('an empty variable is an absent one', () => {
    const empty = { LIVE_STACK_ARTC_APP_ID: '', LIVE_STACK_INGEST_ORIGIN: '', LIVE_STACK_CORS_ORIGINS: '' };
    expect(parseConfig({ ...minimal, ...empty })).toEqual(parseConfig(minimal));
  });

  it.each([
    ['LIVE_STACK_STAGE', undefined],
    ['LIVE_STACK_INGEST_DOMAIN', 'https://push.example.com/'],
    ['LIVE_STACK_INGEST_ORIGIN', 'http://127.0.0.1'],
    ['LIVE_STACK_STREAMING_ORIGIN', 'http://127.0.0.1/path'],
    ['LIVE_STACK_AUTH_MODE', 'none'],
    ['LIVE_STACK_COSTREAMING', 'open'],
    ['LIVE_STACK_APP_NAME', 'a/b'],
  ])('a wrong %s is named, with what to do', (name, value) => {
    expect(() => parseConfig({ ...minimal, [name]: value })).toThrow(
      `environment: missing or wrong ${name}; deploy the stage again`,
    );
  });
});
