import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StreamEvent } from '../../../local/live/streams/streams.ts';
import { typeAHash, urlProblem } from '../../../local/live/url-signing.ts';
import { codeOf } from '../openapi/call.ts';
import { liveCloud } from './live-cloud.ts';

async function cloudWithMapping() {
  const cloud = liveCloud();
  await cloud.addOnline('ingest.localhost', 'liveEdge');
  await cloud.addOnline('streaming.localhost', 'liveVideo');
  await cloud.call('AddLiveDomainMapping', { PullDomain: 'streaming.localhost', PushDomain: 'ingest.localhost' });
  return cloud;
}

const PUSH = { domain: 'ingest.localhost', app: 'live', stream: 's1' };
const NAME = { DomainName: 'streaming.localhost', AppName: 'live', StreamName: 's1' };
const FORBID = { ...NAME, LiveStreamType: 'publisher' };

describe('streams that are being pushed', () => {
  it('are seen from the ingest and from the streaming domain until they end', async () => {
    const { call, live } = await cloudWithMapping();
    expect(await call('DescribeLiveStreamState', NAME)).toEqual({ StreamState: 'offline', Type: 'push' });
    expect(live.streams.publish({ ...PUSH, width: 640, height: 360 })).toBe(true);
    expect(live.streams.publish(PUSH)).toBe(false);
    for (const DomainName of ['ingest.localhost', 'streaming.localhost']) {
      expect(await call('DescribeLiveStreamState', { ...NAME, DomainName })).toMatchObject({ StreamState: 'online' });
      expect(await call('DescribeLiveStreamsOnlineList', { DomainName })).toMatchObject({
        OnlineInfo: {
          LiveStreamOnlineInfo: [
            {
              DomainName,
              PublishDomain: 'ingest.localhost',
              AppName: 'live',
              StreamName: 's1',
              Width: 640,
              Height: 360,
            },
          ],
        },
        TotalNum: 1,
      });
    }
    expect(await call('DescribeLiveStreamState', { ...NAME, AppName: 'other' })).toMatchObject({
      StreamState: 'offline',
    });
    live.streams.unpublish(PUSH);
    expect(await call('DescribeLiveStreamState', NAME)).toMatchObject({ StreamState: 'offline' });
  });

  it('are found by app and name, fuzzily unless asked strictly', async () => {
    const { call, live } = await cloudWithMapping();
    for (const stream of ['room1', 'room11', 'other']) live.streams.publish({ ...PUSH, stream });
    const found = async (params: Record<string, string>): Promise<number> =>
      Number((await call('DescribeLiveStreamsOnlineList', { DomainName: 'ingest.localhost', ...params })).TotalNum);
    expect(await found({})).toBe(3);
    expect(await found({ StreamName: 'room1' })).toBe(2);
    expect(await found({ StreamName: 'room1', QueryType: 'strict' })).toBe(1);
    expect(await found({ AppName: 'none' })).toBe(0);
  });

  it('end with their domain', async () => {
    const { call, live } = await cloudWithMapping();
    const events: StreamEvent[] = [];
    live.streams.subscribe((event) => events.push(event));
    live.streams.publish(PUSH);
    await call('StopLiveDomain', { DomainName: 'ingest.localhost' });
    expect(events.map(({ kind }) => kind)).toEqual(['published', 'cut', 'ended']);
    expect(live.streams.onlineOn('ingest.localhost')).toEqual([]);
  });
});

describe('forbidden streams', () => {
  it('are cut, cannot be pushed, are listed, and can be resumed', async () => {
    const { call, live } = await cloudWithMapping();
    const events: string[] = [];
    live.streams.subscribe(({ kind }) => events.push(kind));
    live.streams.publish(PUSH);
    await call('ForbidLiveStream', FORBID);
    expect(events).toEqual(['published', 'cut', 'ended']);
    expect(live.streams.publish(PUSH)).toBe(false);
    expect(await call('DescribeLiveStreamsBlockList', { DomainName: 'streaming.localhost' })).toMatchObject({
      StreamUrls: { StreamUrl: ['streaming.localhost/live/s1'] },
      TotalNum: 1,
    });
    await call('ResumeLiveStream', FORBID);
    expect(live.streams.publish(PUSH)).toBe(true);
    expect(await codeOf(call('ResumeLiveStream', FORBID))).toBe('InvalidStream.NotFound');
  });

  it('come back by themselves at the time given', async () => {
    const { call, clock, live } = await cloudWithMapping();
    const ResumeTime = new Date(clock.now() + 60_000).toISOString().replace('.000Z', 'Z');
    await call('ForbidLiveStream', { ...FORBID, ResumeTime });
    clock.advance(59_999);
    expect(live.streams.publish(PUSH)).toBe(false);
    clock.advance(1);
    expect(live.streams.publish(PUSH)).toBe(true);
    expect(await codeOf(call('ForbidLiveStream', { ...FORBID, ResumeTime }))).toBe('InvalidParam');
    expect(await codeOf(call('ForbidLiveStream', { ...FORBID, ResumeTime: 'tomorrow' }))).toBe('InvalidParam');
  });

  it('are only cut when told so once', async () => {
    const { call, live } = await cloudWithMapping();
    live.streams.publish(PUSH);
    await call('ForbidLiveStream', { ...FORBID, Oneshot: 'yes' });
    expect(live.streams.find(PUSH)).toBeUndefined();
    expect(live.streams.publish(PUSH)).toBe(true);
    expect(await codeOf(call('ForbidLiveStream', { ...FORBID, LiveStreamType: 'player' }))).toBe('InvalidParam');
  });
});

describe('signed URLs', () => {
  const signing = (args: Record<string, string>) => [{ configId: '1', functionName: 'aliauth', args }];
  const TYPE_A = signing({
    auth_type: 'type_a',
    auth_key1: 'aliyunliveexp1234',
    auth_key2: 'second12345',
    ali_auth_delta: '1800',
  });
  const AT = 1_622_194_197;

  it('match the published vector of type A (A9)', () => {
    const hash = typeAHash('/video/standard', '1622194197', '0', '0', 'aliyunliveexp1234');
    expect(hash).toBe('5552ff52b5e4e20387c6dc18afce206b');
    for (const url of [
      `rtmp://push.example.com/video/standard?auth_key=${AT}-0-0-${hash}`,
      `artc://pull.example.com/video/standard?x=1&auth_key=${AT}-0-0-${hash}`,
      `/video/standard?auth_key=${AT}-0-0-${hash}`,
    ]) {
      expect(urlProblem(url, TYPE_A, AT * 1000), url).toBeUndefined();
    }
  });

  const path = '/live/room1.flv';
  const signed = (key: string, uri = path) =>
    `http://x${path}?auth_key=${AT}-0-0-${typeAHash(uri, String(AT), '0', '0', key)}`;
  it.each([
    ['the first key', signed('aliyunliveexp1234'), undefined],
    ['the second key', signed('second12345'), undefined],
    ['another key', signed('another'), 'INVALID MD5HASH'],
    ['another path', signed('aliyunliveexp1234', '/live/room2.flv'), 'INVALID MD5HASH'],
    ['no key', `http://x${path}`, 'INVALID AUTH_KEY'],
    ['a key without its parts', `http://x${path}?auth_key=123`, 'INVALID AUTH_KEY'],
    [
      'a key in capitals',
      signed('aliyunliveexp1234').replace(/[0-9a-f]{32}$/, (hash) => hash.toUpperCase()),
      'INVALID AUTH_KEY',
    ],
  ])('%s → %j', (_case, url, problem) => {
    expect(urlProblem(url, TYPE_A, AT * 1000)).toBe(problem);
  });

  it('live until their time stamp plus the validity of the domain', () => {
    const url = signed('aliyunliveexp1234');
    expect(urlProblem(url, TYPE_A, (AT + 1800) * 1000)).toBeUndefined();
    expect(urlProblem(url, TYPE_A, (AT + 1800) * 1000 + 1)).toBe('INVALID TIMESTAMP');
  });

  it('are not needed without signing, and cannot be judged when another type is set', () => {
    expect(urlProblem(`http://x${path}`, [], 0)).toBeUndefined();
    expect(urlProblem(`http://x${path}`, signing({ auth_type: 'no_auth' }), 0)).toBeUndefined();
    expect(urlProblem(signed('k'), signing({ auth_type: 'type_b', auth_key1: 'k' }), 0)).toBe('INVALID ALIAUTH');
  });

  it('stop fitting when any character of path or signature changes', () => {
    const url = signed('aliyunliveexp1234');
    const start = url.indexOf('/live');
    fc.assert(
      fc.property(fc.integer({ min: start, max: url.length - 1 }), fc.constantFrom('0', 'f', 'z', 'Q'), (at, other) => {
        fc.pre(url[at] !== other && url[at] !== '?' && url[at] !== '=');
        expect(urlProblem(url.slice(0, at) + other + url.slice(at + 1), TYPE_A, AT * 1000)).toBeDefined();
      }),
    );
  });

  it('are checked against the real keys of a domain, without a stream (A9)', async () => {
    const { call, live, clock } = await cloudWithMapping();
    const answer = await call('DescribeLiveDomainConfigs', {
      DomainName: 'ingest.localhost',
      FunctionNames: 'aliauth',
    });
    const key = /"ArgName":"auth_key1","ArgValue":"([0-9a-f]+)"/.exec(JSON.stringify(answer))?.[1] ?? '';
    const time = String(clock.now() / 1000);
    const url = (secret: string) =>
      `rtmp://127.0.0.1:1935/live/s1?auth_key=${time}-0-0-${typeAHash('/live/s1', time, '0', '0', secret)}`;
    const check = (Url: string, DomainName = 'ingest.localhost') =>
      call('DescribeLiveStreamAuthChecking', { DomainName, Url });
    expect(await check(url(key))).toEqual({ Status: 'pass', Description: '' });
    expect(await check(url('tampered'))).toEqual({ Status: 'false', Description: 'INVALID MD5HASH' });
    expect(await check(url(key), 'streaming.localhost')).toMatchObject({ Status: 'false' });
    expect(live.urlProblem('ingest.localhost', url(key))).toBeUndefined();
    expect(live.urlProblem('none.localhost', url(key))).toBe('UNKNOWN DOMAIN');
    clock.advance(1_800_001);
    expect(await check(url(key))).toEqual({ Status: 'false', Description: 'INVALID TIMESTAMP' });
  });
});

describe('relay and mixing tasks', () => {
  /** A cloud with somebody in the channel, without whom nothing can be relayed. */
  const cloudWithChannel = () => {
    const cloud = liveCloud();
    cloud.rtc.channels.join({ appId: 'app', channelId: 'room', userId: 'u1' }, 'interactive');
    return cloud;
  };
  const single = (TaskId: string, StreamURL = `rtmp://push.example.com/live/${TaskId}?auth_key=1-0-0-a`) => ({
    AppId: 'app',
    ChannelId: 'room',
    TaskId,
    MixMode: '0',
    StreamURL,
    SingleSubParams: JSON.stringify({ UserId: 'u1', StreamType: '0', SourceType: 'camera' }),
  });
  const mixed = (TaskId: string) => ({
    ...single(TaskId),
    MixMode: '1',
    TranscodeParams: JSON.stringify({
      UserInfos: [{ UserId: 'u1' }],
      Layout: { UserPanes: [{ X: '0', Y: '0', UserInfo: { UserId: 'u1' } }] },
    }),
  });

  it('start, switch from single to mix, are listed, and stop', async () => {
    const { call } = cloudWithChannel();
    await call('StartLiveMPUTask', single('t1'));
    expect(await codeOf(call('StartLiveMPUTask', single('t1')))).toBe('InvalidParam');
    await call('UpdateLiveMPUTask', mixed('t1'));
    expect(await call('ListRtcMPUTaskDetail', { AppId: 'app' })).toMatchObject({
      MPUTasks: [
        {
          TaskId: 't1',
          MixMode: '1',
          SingleSubParams: { UserId: 'u1' },
          TranscodeParams: { UserInfos: [{ UserId: 'u1' }] },
        },
      ],
    });
    await call('StopLiveMPUTask', { AppId: 'app', TaskId: 't1' });
    expect(await call('ListRtcMPUTaskDetail', { AppId: 'app' })).toEqual({ MPUTasks: [] });
    expect(await codeOf(call('StopLiveMPUTask', { AppId: 'app', TaskId: 't1' }))).toBe('InvalidParam');
    expect(await codeOf(call('UpdateLiveMPUTask', single('t1')))).toBe('InvalidParam');
  });

  it('leave their URL unused for ten seconds', async () => {
    const { call, clock } = cloudWithChannel();
    const url = 'rtmp://push.example.com/live/s?auth_key=1-0-0-a';
    await call('StartLiveMPUTask', single('t1', url));
    expect(await codeOf(call('StartLiveMPUTask', single('t2', url)))).toBe('InvalidParam');
    await call('StopLiveMPUTask', { AppId: 'app', TaskId: 't1' });
    clock.advance(9_999);
    expect(await codeOf(call('StartLiveMPUTask', single('t2', url)))).toBe('InvalidParam');
    clock.advance(1);
    await call('StartLiveMPUTask', single('t2', url));
  });

  it.each([
    ['a task id of 56 characters', { TaskId: 't'.repeat(56) }, 'InvalidParam'],
    ['a URL without a signature', { StreamURL: 'rtmp://push.example.com/live/s' }, 'InvalidParam'],
    ['a URL of another scheme', { StreamURL: 'http://push.example.com/live/s?auth_key=1' }, 'InvalidParam'],
    ['an unknown mode', { MixMode: '2' }, 'InvalidParam'],
    ['mixing without a layout', { MixMode: '1' }, 'InvalidParam'],
    ['an unknown region', { Region: 'cn-shanghai' }, 'InvalidParam'],
    ['too short an idle time', { MaxIdleTime: '9' }, 'InvalidParam'],
    ['parameters that are not JSON', { SingleSubParams: 'u1' }, 'InvalidParameter'],
    ['an unknown member', { SingleSubParams: '{"User":"u1"}' }, 'InvalidParameter'],
    ['a missing member', { SingleSubParams: '{}' }, 'MissingSingleSubParams.UserId'],
  ])('refuse %s', async (_case, change, code) => {
    expect(await codeOf(cloudWithChannel().call('StartLiveMPUTask', { ...single('t1'), ...change }))).toBe(code);
  });

  it('are at most 200 relayed and 40 mixed for one application', async () => {
    const { call } = cloudWithChannel();
    for (let i = 0; i < 200; i += 1) await call('StartLiveMPUTask', single(`s${i}`));
    for (let i = 0; i < 40; i += 1) await call('StartLiveMPUTask', mixed(`m${i}`));
    expect(await codeOf(call('StartLiveMPUTask', single('s200')))).toBe('InvalidParam');
    expect(await codeOf(call('StartLiveMPUTask', mixed('m40')))).toBe('InvalidParam');
    expect(await codeOf(call('UpdateLiveMPUTask', mixed('s0')))).toBe('InvalidParam');
  });

  it('may push to several URLs', async () => {
    const { call } = cloudWithChannel();
    const { StreamURL: _one, ...task } = single('t1');
    expect(await codeOf(call('StartLiveMPUTask', task))).toBe('InvalidParam');
    const MultiStreamURL = JSON.stringify([{ URL: 'rtmp://a.example.com/live/s?auth_key=1', IsAliCdn: true }]);
    await call('StartLiveMPUTask', { ...task, MultiStreamURL });
  });
});
