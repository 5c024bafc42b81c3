import { describe, expect, it } from 'vitest';
import type { RecordingFiles, Segment } from '../../../local/live/recording/files.ts';
import { md5Of } from '../callbacks/md5.ts';
import { pass, settle } from '../callbacks/moving-time.ts';
import { codeOf } from '../openapi/call.ts';
import { INGEST, KEY, PUSH, STREAMING, type Stage, stage } from './stage.ts';

const RECORD = { DomainName: STREAMING, AppName: 'live', VodTranscodeGroupId: 'group' };
const RECORDING_URL = 'http://localhost:7301/api/v1/callbacks/recording';
const DAY = { StartTime: '2026-11-20T00:00:00Z', EndTime: '2026-11-21T00:00:00Z', PageNumber: 1, PageSize: 10 };

/** A media server that has a file for each segment. */
function fileServer(): RecordingFiles & { readonly asked: Segment[] } {
  const asked: Segment[] = [];
  return {
    asked,
    async fileOf(segment) {
      asked.push(segment);
      const size = { sizeBytes: 1_000_000, width: 1280, height: 720, durationMs: segment.endMs - segment.startMs };
      return { url: `http://127.0.0.1:7302/vod/${segment.stream}-${asked.length}.mp4`, format: 'mp4', ...size };
    },
  };
}

async function recordedStage(config: Record<string, string | number> = {}, recordingDelayMs?: number) {
  const held = await stage(recordingDelayMs === undefined ? {} : { settings: { recordingDelayMs } });
  await held.call('AddLiveRecordVodConfig', { ...RECORD, ...config });
  const files = fileServer();
  held.live.recordings.useFiles(files);
  return { ...held, files };
}

interface Video {
  readonly RecordStartTime: string;
  readonly RecordEndTime: string;
  readonly StreamName: string;
  readonly Video: {
    readonly VideoId: string;
    readonly Status: string;
    readonly Title: string;
    readonly Duration: number;
  };
}

/** Oldest first. */
async function videos({ callVod }: Pick<Stage, 'callVod'>): Promise<Video[]> {
  const { LiveRecordVideoList } = await callVod('ListLiveRecordVideo', { DomainName: STREAMING });
  return (LiveRecordVideoList as unknown as { LiveRecordVideo: Video[] }).LiveRecordVideo.reverse();
}

async function push(held: Stage, ms: number, stream = 's1'): Promise<void> {
  held.live.streams.publish({ ...PUSH, stream });
  await pass(held.clock, ms);
  held.live.streams.unpublish({ ...PUSH, stream });
}

describe('a stream of a recorded app', () => {
  it('becomes a video that VOD lists, finds and plays, three minutes after it ended', async () => {
    const held = await recordedStage();
    await push(held, 60_000);
    await pass(held.clock, 179_999);
    expect(await videos(held)).toEqual([]);
    await pass(held.clock, 1);
    const [video] = await videos(held);
    expect(video).toMatchObject({
      ...{ StreamName: 's1', RecordStartTime: '2026-11-20T08:02:00Z', RecordEndTime: '2026-11-20T08:03:00Z' },
      Video: { Title: 's1', Status: 'Normal', Duration: 60 },
    });
    expect(await held.callVod('SearchMedia', { Match: "Title='s1'" })).toMatchObject({ Total: 1 });
    expect(await held.callVod('GetPlayInfo', { VideoId: video?.Video.VideoId ?? '' })).toMatchObject({
      PlayInfoList: {
        PlayInfo: [{ PlayURL: 'http://127.0.0.1:7302/vod/s1-1.mp4', Width: 1280, Height: 720, Duration: '60' }],
      },
    });
    expect(held.files.asked).toMatchObject([{ domain: STREAMING, ingestDomain: INGEST, app: 'live', stream: 's1' }]);
  });

  it('is over after the DelayTime of the configuration, else after that of the local cloud', async () => {
    const set = await recordedStage({ DelayTime: 15 }, 1_000);
    await push(set, 5_000);
    await pass(set.clock, 14_999);
    expect(await videos(set)).toHaveLength(0);
    await pass(set.clock, 1);
    expect(await videos(set)).toHaveLength(1);
    const local = await recordedStage({}, 1_000);
    await push(local, 5_000);
    await pass(local.clock, 1_000);
    expect(await videos(local)).toHaveLength(1);
  });

  it('is one recording when it comes back within the delay, two when later', async () => {
    const held = await recordedStage({ DelayTime: 15 });
    await push(held, 10_000);
    await pass(held.clock, 14_000);
    await push(held, 10_000);
    await pass(held.clock, 15_000);
    expect((await videos(held)).map(({ Video: { Duration } }) => Duration)).toEqual([34]);
    await push(held, 10_000);
    await pass(held.clock, 15_000);
    expect((await videos(held)).map(({ Video: { Duration } }) => Duration)).toEqual([34, 10]);
  });

  it('is split into several videos by CycleDuration, without a gap', async () => {
    const held = await recordedStage({ CycleDuration: 300, DelayTime: 15 });
    await push(held, 700_000);
    await pass(held.clock, 15_000);
    const list = await videos(held);
    expect(list.map(({ Video: { Duration } }) => Duration)).toEqual([300, 300, 100]);
    expect(list.slice(1).map(({ RecordStartTime }) => RecordStartTime)).toEqual(
      list.slice(0, -1).map(({ RecordEndTime }) => RecordEndTime),
    );
  });

  it('is listed as uploading until its file is there, and does not play before', async () => {
    const held = await recordedStage({ DelayTime: 15 });
    let supply: (() => void) | undefined;
    const file = { url: 'http://a/b.mp4', format: 'mp4', sizeBytes: 1, durationMs: 4_900, width: 2, height: 2 };
    held.live.recordings.useFiles({ fileOf: () => new Promise((resolve) => (supply = () => resolve(file))) });
    await push(held, 5_000);
    await pass(held.clock, 15_000);
    const [video] = await videos(held);
    expect(video?.Video.Status).toBe('Uploading');
    const VideoId = video?.Video.VideoId ?? '';
    expect(await codeOf(held.callVod('GetPlayInfo', { VideoId }))).toBe('Forbidden.IllegalStatus');
    supply?.();
    await settle();
    expect((await videos(held))[0]?.Video).toMatchObject({ Status: 'Normal', Duration: 4.9 });
  });

  it.each([
    ['without a media server', undefined],
    ['when nothing was recorded', { fileOf: () => Promise.resolve(undefined) }],
    ['when the media server fails', { fileOf: () => Promise.reject(new Error('disk full')) }],
  ])('has its data but no file %s, and its status says so', async (_case, files) => {
    const held = await stage();
    await held.call('AddLiveRecordVodConfig', { ...RECORD, DelayTime: 15 });
    if (files) held.live.recordings.useFiles(files);
    await push(held, 5_000);
    await pass(held.clock, 15_000);
    expect(await videos(held)).toMatchObject([{ StreamName: 's1', Video: { Status: 'UploadFail', Duration: 5 } }]);
  });

  it('is recorded only when the configuration was there before the push', async () => {
    const held = await stage();
    held.live.streams.publish(PUSH);
    await held.call('AddLiveRecordVodConfig', { ...RECORD, DelayTime: 15 });
    expect(held.live.recordings.open()).toEqual([]);
    held.live.streams.unpublish(PUSH);
    held.live.streams.publish(PUSH);
    expect(held.live.recordings.open()).toMatchObject([{ stream: 's1', cycleMs: 3_600_000, delayMs: 15_000 }]);
  });

  it.each([
    ['another app', { AppName: 'other' }, false],
    ['another stream', { StreamName: 's2' }, false],
    ['the stream itself', { StreamName: 's1' }, true],
    ['on demand by command', { OnDemand: 7 }, false],
    ['on demand by an argument that is missing', { OnDemand: 2 }, false],
  ])('is recorded as its own configuration says: %s', async (_case, config, recorded) => {
    const held = await recordedStage(config);
    held.live.streams.publish(PUSH);
    expect(held.live.recordings.open()).toHaveLength(recorded ? 1 : 0);
  });

  it('is recorded on demand when its push URL asks for it', async () => {
    const held = await recordedStage({ OnDemand: 2 });
    const publishUrl = `rtmp://a/live/s1?record_config=${encodeURIComponent('{"NeedRecord":true}')}`;
    held.live.streams.publish({ ...PUSH, publishUrl });
    expect(held.live.recordings.open()).toHaveLength(1);
  });

  it('leaves its recording behind when the local cloud ends in the middle of it', async () => {
    const held = await recordedStage({ DelayTime: 15 });
    held.live.streams.publish(PUSH);
    await pass(held.clock, 20_000);
    const saved = JSON.parse(JSON.stringify(held.live.save()));
    await held.live.close();
    const again = await stage();
    again.clock.advance(held.clock.now() - again.clock.now());
    again.live.recordings.useFiles(held.files);
    await again.live.load(saved);
    await pass(again.clock, 15_000);
    expect(await videos(again)).toMatchObject([{ StreamName: 's1', Video: { Duration: 20, Status: 'Normal' } }]);
  });
});

describe('the recording callback', () => {
  async function withCallback(config: Record<string, string | number | boolean> = {}) {
    const held = await recordedStage({ DelayTime: 15, CycleDuration: 300 });
    const auth = { NotifyReqAuth: true, NotifyAuthKey: KEY, NeedStatusNotify: true };
    await held.call('AddLiveRecordNotifyConfig', {
      DomainName: STREAMING,
      NotifyUrl: RECORDING_URL,
      ...auth,
      ...config,
    });
    return held;
  }

  it('tells of start, pause, resumption and each file', async () => {
    const held = await withCallback();
    const publishUrl = 'rtmp://a/live/s1?auth_key=1&callback_id=7&callback_id=8&other=x';
    held.live.streams.publish({ ...PUSH, publishUrl });
    await pass(held.clock, 10_000);
    held.live.streams.unpublish(PUSH);
    await pass(held.clock, 5_000);
    held.live.streams.publish({ ...PUSH, publishUrl });
    await pass(held.clock, 10_000);
    held.live.streams.unpublish(PUSH);
    await pass(held.clock, 15_000);
    const name = { domain: STREAMING, app: 'live', stream: 's1' };
    const start = Date.parse('2026-11-20T08:02:00Z') / 1000;
    expect(held.callbacks.sent.map(({ content }) => content)).toEqual([
      { ...name, event: 'record_started' },
      { ...name, event: 'record_paused' },
      { ...name, event: 'record_resumed' },
      { ...name, event: 'record_paused' },
      {
        ...name,
        uri: `live/s1/${start}_${start + 25}.mp4`,
        ...{ duration: 25, start_time: start, stop_time: start + 25, push_args: { callback_id: '7' } },
      },
    ]);
    expect(held.callbacks.sent.map(({ method, url, name: kind }) => `${method} ${url} ${kind}`)).toEqual(
      Array.from({ length: 5 }, () => `POST ${RECORDING_URL} RecordingCallback`),
    );
  });

  it('is signed over the host of its URL, not over the streaming domain (live.md §0.9)', async () => {
    const held = await withCallback();
    held.live.streams.publish(PUSH);
    const time = String(Math.floor(held.clock.now() / 1000));
    expect(held.callbacks.sent[0]?.headers).toEqual({
      'ALI-LIVE-TIMESTAMP': time,
      'ALI-LIVE-SIGNATURE': md5Of(`localhost|${time}|${KEY}`),
    });
  });

  it('tells of files only, unsigned, where nothing else is asked for', async () => {
    const held = await withCallback({ NeedStatusNotify: false, NotifyReqAuth: false });
    await push(held, 10_000);
    await pass(held.clock, 15_000);
    expect(held.callbacks.sent.map(({ content, headers }) => [content.event, content.duration, headers])).toEqual([
      [undefined, 10, {}],
    ]);
  });

  it('is kept in the records', async () => {
    const held = await withCallback();
    await push(held, 10_000);
    await pass(held.clock, 15_000);
    const records = await held.call('DescribeLiveRecordNotifyRecords', { DomainName: STREAMING, ...DAY });
    expect(records).toMatchObject({
      ...{ TotalNum: 3, Code: 200 },
      CallbackList: [
        { NotifyType: 'file_created', NotifyUrl: RECORDING_URL, NotifyResult: 'success', StorageType: 'vod' },
        { NotifyType: 'record_paused' },
        { NotifyType: 'record_started', NotifyContent: expect.stringContaining('"stream":"s1"') },
      ],
    });
  });
});

describe('the VOD message callback', () => {
  const CALLBACK = { CallbackURL: 'http://127.0.0.1:7301/api/v1/callbacks/vod', CallbackType: 'HTTP' };

  async function recordOnce(callback: Record<string, string>, files = true): Promise<Stage> {
    const held = await recordedStage({ DelayTime: 15 });
    if (!files) held.live.recordings.useFiles({ fileOf: () => Promise.resolve(undefined) });
    await held.callVod('SetMessageCallback', { ...CALLBACK, ...callback });
    await push(held, 10_000);
    await pass(held.clock, 15_000);
    return held;
  }

  it('tells that a live stream has become a video, signed over its whole URL', async () => {
    const auth = { AuthSwitch: 'on', AuthKey: KEY };
    const held = await recordOnce({ EventTypeList: 'AddLiveRecordVideoComplete', ...auth });
    const time = String(held.clock.now() / 1000);
    const [video] = await videos(held);
    expect(held.callbacks.sent).toMatchObject([
      {
        ...{ product: 'vod', name: 'VodCallback', method: 'POST', url: CALLBACK.CallbackURL, retries: 2 },
        headers: { 'X-VOD-TIMESTAMP': time, 'X-VOD-SIGNATURE': md5Of(`${CALLBACK.CallbackURL}|${time}|${KEY}`) },
        content: {
          ...{ EventType: 'AddLiveRecordVideoComplete', EventTime: '2026-11-20T08:02:25Z', Status: 'success' },
          ...{ VideoId: video?.Video.VideoId, StreamName: 's1', DomainName: STREAMING, AppName: 'live' },
          ...{ RecordStartTime: '2026-11-20T08:02:00Z', RecordEndTime: '2026-11-20T08:02:10Z' },
        },
      },
    ]);
  });

  it.each([
    ['all events', 'ALL', ['FileUploadComplete', 'AddLiveRecordVideoComplete']],
    ['some', 'TranscodeComplete,FileUploadComplete', ['FileUploadComplete']],
    ['others', 'TranscodeComplete', []],
  ])('sends what was subscribed: %s', async (_case, EventTypeList, events) => {
    const held = await recordOnce({ EventTypeList });
    expect(held.callbacks.sent.map(({ content }) => content.EventType)).toEqual(events);
    expect(held.callbacks.sent.every(({ headers }) => Object.keys(headers).length === 0)).toBe(true);
  });

  it('tells of a recording without a file as failed', async () => {
    const held = await recordOnce({ EventTypeList: 'ALL' }, false);
    expect(held.callbacks.sent.map(({ content }) => [content.EventType, content.Status])).toEqual([
      ['AddLiveRecordVideoComplete', 'fail'],
    ]);
  });

  it('is silent where none is set, and about videos that were deleted meanwhile', async () => {
    const held = await recordedStage({ DelayTime: 15 });
    const { videoId } = held.vod.beginRecording({
      ...{ domainName: STREAMING, appName: 'live', streamName: 's', startMs: 0, endMs: 1 },
    });
    held.vod.completeRecording(videoId, undefined);
    await held.callVod('SetMessageCallback', CALLBACK);
    held.vod.completeRecording('none', undefined);
    expect(held.callbacks.sent).toEqual([]);
  });
});
