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
      messageRole: 'never',
      mixing: 'client',
      retentionDays: 0,
    });
  });

  it('has the identity provider of a jwks stage, whose keys come over TLS or from this machine', () => {
    const provider = {
      LIVE_STACK_AUTH_MODE: 'jwks',
      LIVE_STACK_AUTH_JWKS_URL: 'https://id.example.com/keys',
      LIVE_STACK_AUTH_ISSUER: 'https://id.example.com/',
      LIVE_STACK_AUTH_AUDIENCE: 'live',
    };
    expect(parseConfig({ ...minimal, ...provider }).identityProvider).toEqual({
      jwksUrl: 'https://id.example.com/keys',
      issuer: 'https://id.example.com/',
      audience: 'live',
      userClaim: 'sub',
    });
    const claim = { LIVE_STACK_AUTH_USER_CLAIM: 'https://example.com/uid' };
    expect(parseConfig({ ...minimal, ...provider, ...claim }).identityProvider?.userClaim).toBe(
      'https://example.com/uid',
    );
    for (const url of ['http://127.0.0.1:8080/keys', 'http://localhost/keys', 'http://[::1]:1/keys']) {
      expect(() => parseConfig({ ...minimal, ...provider, LIVE_STACK_AUTH_JWKS_URL: url })).not.toThrow();
    }
    for (const url of ['http://id.example.com/keys', 'http://localhost.example.com/', 'file:///keys', 'keys']) {
      expect(() => parseConfig({ ...minimal, ...provider, LIVE_STACK_AUTH_JWKS_URL: url })).toThrow(
        /wrong LIVE_STACK_AUTH_JWKS_URL/,
      );
    }
    for (const name of ['LIVE_STACK_AUTH_JWKS_URL', 'LIVE_STACK_AUTH_ISSUER', 'LIVE_STACK_AUTH_AUDIENCE']) {
      expect(() => parseConfig({ ...minimal, ...provider, [name]: '' })).toThrow(/jwks needs/);
    }
    expect(parseConfig(minimal).identityProvider).toBeUndefined();
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

  it('has days of retention and the audio template where the stage names them, and refuses what is neither', () => {
    const parse = (more: object) => parseConfig({ ...minimal, ...more });
    expect(parse({})).toMatchObject({ retentionDays: 0, audioTemplate: undefined });
    const named = { LIVE_STACK_RETENTION_DAYS: '30', LIVE_STACK_AUDIO_TEMPLATE: 'oriaac' };
    expect(parse(named)).toMatchObject({ retentionDays: 30, audioTemplate: 'oriaac' });
    expect(() => parse({ LIVE_STACK_RETENTION_DAYS: '-1' })).toThrow('LIVE_STACK_RETENTION_DAYS');
    expect(() => parse({ LIVE_STACK_AUDIO_TEMPLATE: 'a/b' })).toThrow('LIVE_STACK_AUDIO_TEMPLATE');
  });
});
