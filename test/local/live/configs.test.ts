import { describe, expect, it } from 'vitest';
import { callbackUrlProblem } from '../../../local/live/callback-url.ts';
import { type Call, codeOf, refusalOf } from '../openapi/call.ts';
import { liveCloud } from './live-cloud.ts';

async function cloudWithDomains() {
  const cloud = liveCloud();
  await cloud.addOnline('ingest.localhost', 'liveEdge');
  await cloud.addOnline('streaming.localhost', 'liveVideo');
  return cloud;
}

async function urlSigning(call: Call, DomainName: string) {
  const answer = await call('DescribeLiveDomainConfigs', { DomainName, FunctionNames: 'aliauth' });
  const [config] = (answer.DomainConfigs as unknown as { DomainConfig: Config[] }).DomainConfig;
  const args = config?.FunctionArgs.FunctionArg.map(({ ArgName, ArgValue }) => [ArgName, ArgValue]) ?? [];
  return { id: config?.ConfigId, status: config?.Status, args: Object.fromEntries(args) as Record<string, string> };
}

interface Config {
  readonly ConfigId: string;
  readonly Status: string;
  readonly FunctionArgs: { readonly FunctionArg: { readonly ArgName: string; readonly ArgValue: string }[] };
}

const aliauth = (args: Record<string, unknown>, more: object = {}): string =>
  JSON.stringify([
    {
      functionName: 'aliauth',
      functionArgs: Object.entries(args).map(([argName, argValue]) => ({ argName, argValue })),
      ...more,
    },
  ]);
const KEY = 'abcdefghij0123456789';

describe('URL signing of a domain', () => {
  it('is on from the start, with keys of the domain’s own', async () => {
    const { call } = await cloudWithDomains();
    const ingest = await urlSigning(call, 'ingest.localhost');
    const streaming = await urlSigning(call, 'streaming.localhost');
    expect(ingest).toMatchObject({ status: 'success', args: { auth_type: 'type_a', ali_auth_delta: '1800' } });
    expect(ingest.args.auth_key1).toMatch(/^[0-9a-f]{32}$/);
    const keys = [ingest, streaming].flatMap(({ args }) => [args.auth_key1, args.auth_key2]);
    expect(new Set(keys).size).toBe(4);
    expect(ingest.id).not.toBe(streaming.id);
  });

  it('is changed on several domains at once and keeps its ConfigId', async () => {
    const { call } = await cloudWithDomains();
    const before = await urlSigning(call, 'ingest.localhost');
    const wanted = { auth_type: 'type_a', auth_key1: KEY, ali_auth_delta: '3600' };
    await call('BatchSetLiveDomainConfigs', {
      DomainNames: 'ingest.localhost,streaming.localhost',
      Functions: aliauth(wanted),
    });
    expect(await urlSigning(call, 'ingest.localhost')).toEqual({ id: before.id, status: 'success', args: wanted });
    expect((await urlSigning(call, 'streaming.localhost')).args).toEqual(wanted);
  });

  it('is left alone by a dry run, and by a call that names a domain that does not exist', async () => {
    const { call } = await cloudWithDomains();
    const before = await urlSigning(call, 'ingest.localhost');
    const Functions = aliauth({ auth_type: 'no_auth' });
    await call('BatchSetLiveDomainConfigs', { DomainNames: 'ingest.localhost', Functions, DryRun: true });
    const both = call('BatchSetLiveDomainConfigs', { DomainNames: 'ingest.localhost,none.localhost', Functions });
    expect(await codeOf(both)).toBe('InvalidDomain.NotFound');
    expect(await urlSigning(call, 'ingest.localhost')).toEqual(before);
  });

  it('can be taken away', async () => {
    const { call } = await cloudWithDomains();
    await call('BatchDeleteLiveDomainConfigs', { DomainNames: 'ingest.localhost', FunctionNames: 'aliauth' });
    expect(await urlSigning(call, 'ingest.localhost')).toEqual({ id: undefined, status: undefined, args: {} });
  });

  it.each([
    ['text that is not JSON', 'aliauth'],
    ['an empty list', '[]'],
    ['a function without a name', '[{"functionArgs":[]}]'],
    ['no arguments', '[{"functionName":"aliauth"}]'],
    ['a number as value', aliauth({ auth_type: 'type_a', auth_key1: KEY, ali_auth_delta: 1800 })],
    ['an unknown member', aliauth({ auth_type: 'no_auth' }, { functionArg: [] })],
    ['an unknown argument', aliauth({ auth_type: 'no_auth', auth_key: KEY })],
    ['an unknown kind of signing', aliauth({ auth_type: 'type_z', auth_key1: KEY })],
    ['signing without a key', aliauth({ auth_type: 'type_a' })],
    ['a key with a hyphen', aliauth({ auth_type: 'type_a', auth_key1: 'abc-def-ghi' })],
    ['a validity that is no number', aliauth({ auth_type: 'type_a', auth_key1: KEY, ali_auth_delta: '1h' })],
    ['a configId that is no number', aliauth({ auth_type: 'no_auth' }, { configId: 'x' })],
  ])('refuses %s', async (_case, Functions) => {
    const { call } = await cloudWithDomains();
    const set = call('BatchSetLiveDomainConfigs', { DomainNames: 'ingest.localhost', Functions });
    expect(await codeOf(set)).toBe('InvalidParam');
  });

  it('cannot be set while the domain is being configured', async () => {
    const { call } = liveCloud();
    await call('AddLiveDomain', { DomainName: 'a.localhost', LiveDomainType: 'liveEdge', Region: 'cn-shanghai' });
    const Functions = aliauth({ auth_type: 'no_auth' });
    const set = call('BatchSetLiveDomainConfigs', { DomainNames: 'a.localhost', Functions });
    expect(await codeOf(set)).toBe('IncorrectDomainStatus');
  });
});

describe('the stream-status callback', () => {
  const CONFIG = {
    DomainName: 'ingest.localhost',
    NotifyUrl: 'http://127.0.0.1:7301/callback',
    NotifyReqAuth: 'yes',
    NotifyAuthKey: KEY,
  };

  it('is set, described, deleted and set again', async () => {
    const { call } = await cloudWithDomains();
    const describeIt = () => call('DescribeLiveStreamsNotifyUrlConfig', { DomainName: 'ingest.localhost' });
    expect(await describeIt()).toEqual({ LiveStreamsNotifyConfig: {} });
    await call('SetLiveStreamsNotifyUrlConfig', CONFIG);
    expect(await describeIt()).toEqual({ LiveStreamsNotifyConfig: { ...CONFIG, ExceptionNotifyUrl: '' } });
    const other = { ...CONFIG, NotifyUrl: 'http://127.0.0.1:7301/other' };
    expect(await codeOf(call('SetLiveStreamsNotifyUrlConfig', other))).toBe('ConfigAlreadyExists');
    await call('DeleteLiveStreamsNotifyUrlConfig', { DomainName: 'ingest.localhost' });
    await call('DeleteLiveStreamsNotifyUrlConfig', { DomainName: 'ingest.localhost' });
    await call('SetLiveStreamsNotifyUrlConfig', other);
    expect(await describeIt()).toMatchObject({ LiveStreamsNotifyConfig: { NotifyUrl: other.NotifyUrl } });
  });

  it.each([
    ['a streaming domain', { DomainName: 'streaming.localhost' }],
    ['no URL', { NotifyUrl: '' }],
    ['a URL of another scheme', { NotifyUrl: 'ftp://example.com/' }],
    ['a key of 15 characters', { NotifyAuthKey: 'a'.repeat(15) }],
    ['a key of 65 characters', { NotifyAuthKey: 'a'.repeat(65) }],
    ['a key with a hyphen', { NotifyAuthKey: `${KEY}-` }],
    ['authentication that is neither yes nor no', { NotifyReqAuth: 'true' }],
  ])('refuses %s', async (_case, change) => {
    const { call } = await cloudWithDomains();
    expect(await codeOf(call('SetLiveStreamsNotifyUrlConfig', { ...CONFIG, ...change }))).toBe('InvalidParam');
  });
});

describe('the recording callback', () => {
  const CONFIG = {
    DomainName: 'streaming.localhost',
    NotifyUrl: 'https://app.example.com/recording',
    NeedStatusNotify: true,
    NotifyReqAuth: true,
    NotifyAuthKey: KEY,
  };

  it('is added once, updated, described and deleted', async () => {
    const { call } = await cloudWithDomains();
    const describeIt = () => call('DescribeLiveRecordNotifyConfig', { DomainName: 'streaming.localhost' });
    expect(await describeIt()).toEqual({ LiveRecordNotifyConfig: {} });
    expect(await codeOf(call('UpdateLiveRecordNotifyConfig', CONFIG))).toBe('ConfigNotFound');
    await call('AddLiveRecordNotifyConfig', CONFIG);
    expect(await describeIt()).toEqual({ LiveRecordNotifyConfig: { ...CONFIG, OnDemandUrl: '' } });
    expect(await codeOf(call('AddLiveRecordNotifyConfig', CONFIG))).toBe('ConfigAlreadyExists');
    await call('UpdateLiveRecordNotifyConfig', { ...CONFIG, NeedStatusNotify: false });
    expect(await describeIt()).toMatchObject({ LiveRecordNotifyConfig: { NeedStatusNotify: false } });
    await call('DeleteLiveRecordNotifyConfig', { DomainName: 'streaming.localhost' });
    expect(await describeIt()).toEqual({ LiveRecordNotifyConfig: {} });
  });

  it.each([
    ['an ingest domain', { DomainName: 'ingest.localhost' }],
    ['a relative URL', { NotifyUrl: '/recording' }],
    ['a wrong on-demand URL', { OnDemandUrl: 'nowhere' }],
    ['a key of 33 characters', { NotifyAuthKey: 'a'.repeat(33) }],
  ])('refuses %s', async (_case, change) => {
    const { call } = await cloudWithDomains();
    expect(await codeOf(call('AddLiveRecordNotifyConfig', { ...CONFIG, ...change }))).toBe('InvalidParam');
  });
});

describe('recording to VOD', () => {
  const CONFIG = {
    DomainName: 'streaming.localhost',
    AppName: 'live',
    CycleDuration: 600,
    'RecordFormat.1.Format': 'm3u8',
    'RecordFormat.2.Format': 'mp4',
  };
  const list = async (call: Call): Promise<Record<string, unknown>[]> => {
    const answer = await call('DescribeLiveRecordVodConfigs', { DomainName: 'streaming.localhost' });
    expect(typeof answer.Total).toBe('string');
    return (answer.LiveRecordVodConfigs as { LiveRecordVodConfig: Record<string, unknown>[] }).LiveRecordVodConfig;
  };

  it('is configured once for an app and a stream, and shown as it was set', async () => {
    const { call } = await cloudWithDomains();
    await call('AddLiveRecordVodConfig', CONFIG);
    expect(await codeOf(call('AddLiveRecordVodConfig', CONFIG))).toBe('ConfigAlreadyExists');
    await call('AddLiveRecordVodConfig', {
      ...CONFIG,
      StreamName: 'one',
      'TranscodeTemplates.1': 't1',
      'TranscodeTemplates.2': 't2',
    });
    expect(await list(call)).toEqual([
      {
        DomainName: 'streaming.localhost',
        AppName: 'live',
        StreamName: '*',
        CreateTime: '2026-11-20T08:02:00Z',
        CycleDuration: 600,
        OnDemand: 0,
        RecordFormatList: { RecordFormat: [{ Format: 'm3u8' }, { Format: 'mp4' }] },
      },
      expect.objectContaining({ StreamName: 'one', TranscodeTemplates: 't1,t2' }),
    ]);
  });

  it('is updated and deleted by app and stream', async () => {
    const { call } = await cloudWithDomains();
    expect(await codeOf(call('UpdateLiveRecordVodConfig', CONFIG))).toBe('ConfigNotFound');
    await call('AddLiveRecordVodConfig', CONFIG);
    await call('UpdateLiveRecordVodConfig', { ...CONFIG, CycleDuration: 900 });
    expect(await list(call)).toMatchObject([{ CycleDuration: 900 }]);
    const name = { DomainName: 'streaming.localhost', AppName: 'live' };
    expect(await codeOf(call('DeleteLiveRecordVodConfig', { ...name, StreamName: 'one' }))).toBe('ConfigNotFound');
    await call('DeleteLiveRecordVodConfig', name);
    expect(await list(call)).toEqual([]);
  });

  it.each([
    ['an ingest domain', { DomainName: 'ingest.localhost' }, 'DomainName'],
    ['a cycle below 5 minutes', { CycleDuration: 299 }, 'CycleDuration'],
    ['a cycle above 6 hours', { CycleDuration: 21_601 }, 'CycleDuration'],
    ['a delay below 15 seconds', { DelayTime: 14 }, 'DelayTime'],
    ['an unknown on-demand mode', { OnDemand: 3 }, 'OnDemand'],
    ['composition without a template group', { AutoCompose: 'ON' }, 'ComposeVodTranscodeGroupId'],
  ])('refuses %s', async (_case, change, name) => {
    const { call } = await cloudWithDomains();
    const refused = await refusalOf(call('AddLiveRecordVodConfig', { ...CONFIG, ...change }));
    expect(refused.code).toBe('InvalidParam');
    expect(refused.message).toContain(name);
  });

  it('refuses a configuration that says neither a template group nor a format', async () => {
    const { call } = await cloudWithDomains();
    const bare = { DomainName: 'streaming.localhost', AppName: 'live' };
    expect((await refusalOf(call('AddLiveRecordVodConfig', bare))).message).toContain('VodTranscodeGroupId');
    await call('AddLiveRecordVodConfig', { ...bare, VodTranscodeGroupId: 'group' });
  });
});

describe('callback URLs', () => {
  it.each([
    ['https://app.example.com/callback', undefined, undefined],
    ['http://127.0.0.1:7301/callback', undefined, undefined],
    ['http://app.localhost:7301/callback', undefined, undefined],
    ['https://app.example.com:8443/callback', 'a URL without a port', undefined],
    ['http://192.168.1.2/callback', 'a public address', undefined],
    ['http://10.0.0.1/', 'a public address', undefined],
    ['http://172.20.0.1/', 'a public address', undefined],
    ['http://172.32.0.1/', undefined, undefined],
    ['http://user@example.com/', 'a URL without a user name', 'a URL without a user name'],
    ['/callback', 'an absolute URL', 'an absolute URL'],
    ['gopher://example.com/', 'a URL with http or https', 'a URL with http or https'],
    [`https://example.com/${'x'.repeat(1024)}`, 'a URL of at most 1024 bytes', 'a URL of at most 1024 bytes'],
  ])('%s: IM says %j, the others say %j', (url, strict, anyPort) => {
    expect(callbackUrlProblem(url, 'strict')).toBe(strict);
    expect(callbackUrlProblem(url, 'any-port')).toBe(anyPort);
  });
});
