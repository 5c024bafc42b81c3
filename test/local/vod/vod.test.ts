import { describe, expect, it } from 'vitest';
import type { Json } from '../../../local/product.ts';
import type { NewRecording } from '../../../local/vod/store.ts';
import { createVod } from '../../../local/vod/vod.ts';
import { caller, codeOf, refusalOf } from '../openapi/call.ts';
import { DrivenClock } from '../openapi/driven-clock.ts';
import { ACCOUNT_ID, ACCOUNT_KEY, openCloud, roleKey } from '../openapi/open-api-cloud.ts';
import { openApi, popCore, refusal } from '../openapi/sdk.ts';

const VERSION = '2017-03-21';
const START = Date.parse('2026-11-20T07:00:00Z');
const RECORDING: NewRecording = {
  ...{ domainName: 'streaming.localhost', appName: 'live', streamName: 'room1' },
  ...{ startMs: START, endMs: START + 90_500, sizeBytes: 1_131_250, format: 'mp4' },
  ...{ playUrl: 'http://127.0.0.1:7302/vod/room1.mp4', width: 640, height: 360 },
};

function newVod() {
  const clock = new DrivenClock();
  const vod = createVod({ clock, accountId: ACCOUNT_ID });
  return { clock, vod, call: caller(vod.service, clock, ACCOUNT_ID) };
}

describe('recordings of live streams', () => {
  it('can be listed by stream and played', async () => {
    const { vod, call } = newVod();
    const { videoId } = vod.addRecording(RECORDING);
    expect(await call('ListLiveRecordVideo', { StreamName: 'room1' })).toMatchObject({
      Total: 1,
      LiveRecordVideoList: {
        LiveRecordVideo: [
          {
            ...{ StreamName: 'room1', AppName: 'live', DomainName: 'streaming.localhost' },
            ...{ RecordStartTime: '2026-11-20T07:00:00Z', RecordEndTime: '2026-11-20T07:01:30Z' },
            Video: { VideoId: videoId, Title: 'room1', Status: 'Normal', Duration: 90.5 },
          },
        ],
      },
    });
    expect(await call('GetPlayInfo', { VideoId: videoId })).toMatchObject({
      PlayInfoList: {
        PlayInfo: [
          { PlayURL: RECORDING.playUrl, Format: 'mp4', Duration: '90.5', Bitrate: '100', Width: 640, Size: 1_131_250 },
        ],
      },
      VideoBase: { VideoId: videoId, Title: 'room1', Duration: '90.5', Status: 'Normal' },
    });
    expect(await call('GetVideoInfo', { VideoId: videoId })).toMatchObject({
      Video: { VideoId: videoId, Duration: 90.5 },
    });
    expect(await call('GetPlayInfo', { VideoId: videoId, Formats: 'm3u8,flv' })).toMatchObject({
      PlayInfoList: { PlayInfo: [] },
    });
  });

  it('are found by domain, app, stream and start, newest first', async () => {
    const { clock, vod, call } = newVod();
    for (const [streamName, startMs] of [
      ['room1', START],
      ['room1', START + 60_000],
      ['room2', START],
    ] as const) {
      clock.advance(1000);
      vod.addRecording({ ...RECORDING, streamName, startMs });
    }
    const starts = async (params: Record<string, string | number>) => {
      const { LiveRecordVideoList } = await call('ListLiveRecordVideo', params);
      const list = (LiveRecordVideoList as { LiveRecordVideo: { StreamName: string; RecordStartTime: string }[] })
        .LiveRecordVideo;
      return list.map(({ StreamName, RecordStartTime }) => `${StreamName} ${RecordStartTime.slice(14, 16)}`);
    };
    expect(await starts({})).toEqual(['room2 00', 'room1 01', 'room1 00']);
    expect(await starts({ SortBy: 'CreationTime:Asc', StreamName: 'room1' })).toEqual(['room1 00', 'room1 01']);
    expect(await starts({ StartTime: '2026-11-20T07:00:30Z' })).toEqual(['room1 01']);
    expect(await starts({ EndTime: '2026-11-20T07:00:30Z', StreamName: 'room1' })).toEqual(['room1 00']);
    expect(await starts({ StreamName: 'room' })).toEqual([]);
    expect(await starts({ AppName: 'other' })).toEqual([]);
    expect(await starts({ DomainName: 'other.localhost' })).toEqual([]);
    expect(await starts({ PageSize: 2, PageNo: 2 })).toEqual(['room1 00']);
    expect(await codeOf(call('ListLiveRecordVideo', { StartTime: 'yesterday' }))).toBe('InvalidParameter');
  });

  it('are searched by title, id and status', async () => {
    const { vod, call } = newVod();
    const { videoId } = vod.addRecording(RECORDING);
    vod.addRecording({ ...RECORDING, streamName: 'room2', status: 'Transcoding' });
    const titles = async (params: Record<string, string>) => {
      const { MediaList } = await call('SearchMedia', params);
      return (MediaList as { Video: { Title: string } }[]).map(({ Video }) => Video.Title);
    };
    expect(await titles({})).toEqual(['room2', 'room1']);
    expect(await titles({ SortBy: 'CreationTime:Asc' })).toEqual(['room1', 'room2']);
    expect(await titles({ Match: "Title='room1'" })).toEqual(['room1']);
    expect(await titles({ Match: `VideoId = '${videoId}' and Status = "Normal"` })).toEqual(['room1']);
    expect(await titles({ Match: "Title='room1' AND Status='Transcoding'" })).toEqual([]);
    expect(await titles({ SearchType: 'audio' })).toEqual([]);
    for (const Match of ["Title like 'x'", "Owner = 'x'", "constructor = 'x'"]) {
      expect(await codeOf(call('SearchMedia', { Match })), Match).toBe('InvalidParameter');
    }
  });

  it('play only when they are normal, and not after deletion', async () => {
    const { vod, call } = newVod();
    const broken = vod.addRecording({ ...RECORDING, status: 'ProducingMedia' });
    expect((await refusalOf(call('GetPlayInfo', { VideoId: broken.videoId }))).code).toBe('Forbidden.IllegalStatus');
    const good = vod.addRecording(RECORDING);
    expect(await call('DeleteVideo', { VideoIds: `${good.videoId},none` })).toEqual({
      NonExistVideoIds: ['none'],
      ForbiddenVideoIds: [],
    });
    expect(await codeOf(call('GetPlayInfo', { VideoId: good.videoId }))).toBe('InvalidVideo.NotFound');
    expect(await codeOf(call('GetVideoInfo', {}))).toBe('MissingVideoId');
    expect(await codeOf(call('DeleteVideo', {}))).toBe('MissingVideoIds');
  });

  it('of no length have no bit rate', async () => {
    const { vod, call } = newVod();
    const { videoId } = vod.addRecording({ ...RECORDING, endMs: START });
    expect(await call('GetPlayInfo', { VideoId: videoId })).toMatchObject({
      PlayInfoList: { PlayInfo: [{ Bitrate: '0' }] },
    });
  });
});

describe('the message callback', () => {
  const CALLBACK = {
    CallbackType: 'HTTP',
    CallbackURL: 'http://127.0.0.1:7301/api/v1/callbacks/vod',
    EventTypeList: 'AddLiveRecordVideoComplete,LiveRecordVideoComposeStart',
    AuthSwitch: 'on',
    AuthKey: 'abcdefgh12345678abcdefgh12345678',
  };

  it('is one for the account: set, replaced, told, deleted', async () => {
    const { vod, call } = newVod();
    const before = vod.inventory();
    expect(await call('GetMessageCallback')).toEqual({ MessageCallback: {} });
    await call('SetMessageCallback', CALLBACK);
    expect(await call('GetMessageCallback')).toEqual({ MessageCallback: { AppId: 'app-1000000', ...CALLBACK } });
    await call('SetMessageCallback', { CallbackURL: 'https://example.com/' });
    expect(await call('GetMessageCallback', { AppId: 'app-1000000' })).toMatchObject({
      MessageCallback: { CallbackURL: 'https://example.com/', EventTypeList: 'ALL', AuthSwitch: 'off' },
    });
    await call('DeleteMessageCallback');
    await call('DeleteMessageCallback');
    expect(vod.inventory()).toEqual(before);
  });

  it.each([
    ['a queue', { CallbackType: 'MNS' }],
    ['no URL', { CallbackURL: '' }],
    ['a URL of another scheme', { CallbackURL: 'ftp://example.com' }],
    ['a URL above 256 bytes', { CallbackURL: `https://example.com/${'x'.repeat(256)}` }],
    ['an empty event', { EventTypeList: 'A,,B' }],
    ['an unknown switch', { AuthSwitch: 'yes' }],
    ['a key of 33 characters', { AuthKey: 'x'.repeat(33) }],
    ['authentication without a key', { AuthKey: '' }],
    ['another application', { AppId: 'app-2' }],
  ])('refuses %s', async (_case, change) => {
    expect(await codeOf(newVod().call('SetMessageCallback', { ...CALLBACK, ...change }))).toBe('InvalidParameter');
  });
});

describe('VOD over the wire', () => {
  it.each([
    ['pop-core (RPC v1)', popCore],
    ['openapi-core (ACS3)', openApi],
  ] as const)('is called with %s, by roles as far as their policies go (L1)', async (_name, client) => {
    const { endpoint, ram } = await openCloud(({ clock }) => {
      const vod = createVod({ clock, accountId: ACCOUNT_ID });
      vod.addRecording(RECORDING);
      return [vod.service];
    });
    const key = await roleKey(ram, 'reader', [
      { Effect: 'Allow', Action: ['vod:List*', 'vod:GetPlayInfo'], Resource: '*' },
    ]);
    const call = client(endpoint, VERSION, key);
    expect(await call('ListLiveRecordVideo', { StreamName: 'room1' })).toMatchObject({ Total: 1 });
    expect((await refusal(call('SearchMedia', { Match: "Title='room1'" }))).code).toBe('Forbidden.RAM');
    const account = client(endpoint, VERSION, ACCOUNT_KEY);
    expect(await account('SearchMedia', { Match: "Title='room1'" })).toMatchObject({ Total: 1 });
    expect((await refusal(account('GetVideoPlayAuth', {}))).code).toBe('InvalidAction.NotOffered');
    expect((await refusal(account('UploadEverything', {}))).code).toBe('InvalidAction.NotFound');
  });
});

describe('the state of VOD', () => {
  it('survives a restart as plain JSON', async () => {
    const { vod, call } = newVod();
    vod.addRecording(RECORDING);
    await call('SetMessageCallback', { CallbackURL: 'https://example.com/' });
    const saved = JSON.parse(JSON.stringify(vod.save())) as Json;
    const again = newVod();
    await again.vod.load(saved);
    expect(again.vod.save()).toEqual(saved);
    expect(again.vod.inventory()).toEqual(vod.inventory());
    expect(again.vod.route({} as never)).toBeUndefined();
    await again.vod.close();
  });
});
