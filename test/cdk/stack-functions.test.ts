import { describe, expect, it } from 'vitest';
import { isObject, type Json } from '../../cdk/template.ts';
import { FULL, properties, resourcesOf, stage, synth } from './support.ts';

const GENERATIONS = ['fc3', 'fc2'] as const;

describe('T4 functions', () => {
  it.each(GENERATIONS)('on %s have timeout, memory, concurrency and a current runtime', async (compute) => {
    const built = await synth(stage('cn-shanghai', { compute }));
    const runtime = compute === 'fc3' ? 'custom.debian11' : 'custom.debian10';
    expect(properties(built, 'AppServer')).toMatchObject({
      Runtime: runtime,
      Timeout: 60,
      MemorySize: 512,
      InstanceConcurrency: 20,
    });
    expect(properties(built, 'Provisioner')).toMatchObject({
      Runtime: runtime,
      Timeout: 1500,
      MemorySize: 512,
      InstanceConcurrency: 20,
    });
  });

  it.each(GENERATIONS)('on %s log to the stack’s log store', async (compute) => {
    const built = await synth(stage('cn-shanghai', { compute }));
    for (const id of ['AppServer', 'Provisioner']) {
      expect(properties(built, compute === 'fc3' ? id : `${id}Service`).LogConfig).toMatchObject({
        Project: { 'Fn::GetAtt': ['LogStore', 'ProjectName'] },
        Logstore: { 'Fn::GetAtt': ['LogStore', 'LogstoreName'] },
        EnableRequestMetrics: true,
      });
    }
  });

  it.each(GENERATIONS)('on %s take the same code from the mappings and start one half each', async (compute) => {
    const built = await synth(stage('cn-shanghai', { compute }));
    const node = compute === 'fc3' ? '/opt/nodejs22/bin/node' : '/var/fc/lang/nodejs20/bin/node';
    for (const [id, half] of [
      ['AppServer', 'app-server'],
      ['Provisioner', 'provisioner'],
    ] as const) {
      const { Code, CustomRuntimeConfig } = properties(built, id);
      expect(Code).toEqual({ ZipFile: { 'Fn::FindInMap': ['Code', 'Functions', 'ZipFile'] } });
      expect(CustomRuntimeConfig).toMatchObject({ Command: [node, '/code/main.js', half] });
    }
  });

  it('take their code from OSS where the stage says so, without any in the template', async () => {
    const built = await synth(stage('cn-shanghai', { code: { ossBucket: 'code-bucket', ossObject: 'main.zip' } }));
    expect(properties(built, 'AppServer').Code).toEqual({ OssBucketName: 'code-bucket', OssObjectName: 'main.zip' });
    expect(built.template.Mappings).toBeUndefined();
  });

  it('follow the size that the stage gives the AppServer', async () => {
    const built = await synth(
      stage('cn-shanghai', { function: { memoryMb: 2048, concurrency: 100, runtime: 'node20-debian10' } }),
    );
    expect(properties(built, 'AppServer')).toMatchObject({
      MemorySize: 2048,
      Cpu: 1,
      InstanceConcurrency: 100,
      Runtime: 'custom.debian10',
    });
    expect(properties(built, 'AppServer')).not.toHaveProperty('Layers');
  });

  it.each(GENERATIONS)(
    'on %s: the only anonymous trigger is the AppServer’s, and a timer invokes it every minute',
    async (compute) => {
      const built = await synth(stage('cn-shanghai', { compute }));
      const triggers = resourcesOf(built, compute === 'fc3' ? 'ALIYUN::FC3::Trigger' : 'ALIYUN::FC::Trigger');
      expect(triggers.map(([id]) => id).sort()).toEqual(['AppServerHttpTrigger', 'AppServerTimer']);
      const config = (id: string): Json => properties(built, id).TriggerConfig ?? null;
      const lower = (value: Json) =>
        isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, v]) => [key.toLowerCase(), v])) : {};
      expect(lower(config('AppServerHttpTrigger'))).toMatchObject({
        authtype: 'anonymous',
        methods: expect.arrayContaining(['GET', 'POST', 'OPTIONS']),
      });
      expect(lower(config('AppServerTimer'))).toMatchObject({ cronexpression: '@every 1m', enable: true });
    },
  );

  it('of the provisioner are never invoked twice for one event', async () => {
    expect(properties(await synth(stage('local', { compute: 'fc3' })), 'ProvisionerAsyncInvoke')).toMatchObject({
      MaxAsyncRetryAttempts: 0,
    });
    expect(properties(await synth(stage('local', { compute: 'fc2' })), 'Provisioner').AsyncConfiguration).toMatchObject(
      { MaxAsyncRetryAttempts: 0 },
    );
  });

  it('end before ROS gives up on a custom resource', async () => {
    const built = await synth(FULL);
    const limit = Number(properties(built, 'Provisioner').Timeout);
    const custom = Object.entries(built.template.Resources).filter(([, { Type }]) => Type.startsWith('Custom::'));
    expect(custom.length).toBe(15);
    for (const [, { Properties }] of custom) expect(Number(Properties?.Timeout)).toBeGreaterThan(limit);
  });
});

describe('the environment of the functions', () => {
  it('of the local AppServer is exactly what lambdas read', async () => {
    expect(properties(await synth(stage('local')), 'AppServer').EnvironmentVariables).toEqual({
      LIVE_STACK_STAGE: 'local',
      LIVE_STACK_TABLESTORE_INSTANCE: { Ref: 'TablestoreInstanceName' },
      LIVE_STACK_INGEST_DOMAIN: { Ref: 'IngestDomain' },
      LIVE_STACK_STREAMING_DOMAIN: { Ref: 'StreamingDomain' },
      LIVE_STACK_INGEST_ORIGIN: 'rtmp://127.0.0.1:1935',
      LIVE_STACK_STREAMING_ORIGIN: 'http://127.0.0.1:7302',
      LIVE_STACK_STREAMING_SCHEME: 'http',
      LIVE_STACK_APP_NAME: { Ref: 'AppName' },
      LIVE_STACK_CORS_ORIGINS: { Ref: 'CorsOrigins' },
      LIVE_STACK_AUTH_MODE: 'demo',
      LIVE_STACK_COSTREAMING: 'compatible',
      LIVE_STACK_MIXING: 'client',
      LIVE_STACK_MESSAGE_ROLE: 'never',
      LIVE_STACK_RETENTION_DAYS: '0',
      LIVE_STACK_ARTC_APP_ID: { Ref: 'ArtcAppId' },
      LIVE_STACK_RECORDING: 'vod',
      LIVE_STACK_MESSAGE_DATA_CENTER: { Ref: 'MessageDataCenter' },
    });
  });

  it('of the provisioner is the stage and the database', async () => {
    expect(properties(await synth(stage('cn-shanghai')), 'Provisioner').EnvironmentVariables).toEqual({
      LIVE_STACK_STAGE: 'cn-shanghai',
      LIVE_STACK_TABLESTORE_INSTANCE: { Ref: 'TablestoreInstanceName' },
      LIVE_STACK_SETTINGS_TABLE: {
        'Fn::If': ['MakesSettingsTable', { 'Fn::GetAtt': ['SettingsTable', 'TableName'] }, 'settings'],
      },
    });
  });

  it('names the identity provider where there is one, and has no origins outside the local cloud', async () => {
    const authentication = {
      mode: 'jwks',
      jwksUrl: 'https://id.live.cn/keys',
      issuer: 'https://id.live.cn',
      audience: 'live',
    } as const;
    const environment = properties(
      await synth(stage('cn-shanghai', { authentication })),
      'AppServer',
    ).EnvironmentVariables;
    expect(environment).toMatchObject({
      LIVE_STACK_AUTH_MODE: 'jwks',
      LIVE_STACK_AUTH_JWKS_URL: 'https://id.live.cn/keys',
      LIVE_STACK_AUTH_ISSUER: 'https://id.live.cn',
      LIVE_STACK_AUTH_AUDIENCE: 'live',
      LIVE_STACK_AUTH_USER_CLAIM: 'sub',
    });
    expect(environment).not.toHaveProperty('LIVE_STACK_INGEST_ORIGIN');
  });
});
