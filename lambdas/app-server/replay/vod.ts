/** The two questions to VOD: which videos were recorded of a stream, and where one can be played (live.md §8). */
import * as z from 'zod/mini';
import type { PlayInfo } from '../../api/replay.ts';
import { streamOf } from '../playback/streams.ts';
import type { Room } from '../rooms/room.ts';
import type { Scope } from '../scope.ts';
import type { Recording } from './recordings.ts';

/** Milliseconds for one call with all its attempts; Android gives up after 10 s altogether. */
const DEADLINE_MS = 3_000;
/** The most that one page holds. */
const PAGE = 100;

const text = z.optional(z.string());
const number = z.optional(z.number());
const utc = z.string().check(z.refine((value) => !Number.isNaN(Date.parse(value))));

const recorded = z.object({
  LiveRecordVideoList: z.optional(
    z.object({
      LiveRecordVideo: z.optional(
        z.array(
          z.object({
            StreamName: z.string(),
            RecordStartTime: utc,
            RecordEndTime: utc,
            Video: z.object({ VideoId: z.string(), Status: text }),
          }),
        ),
      ),
    }),
  ),
});

const played = z.object({
  PlayInfoList: z.optional(
    z.object({
      PlayInfo: z.optional(
        z.array(
          z.object({
            PlayURL: text,
            Format: text,
            Definition: text,
            Duration: text,
            Bitrate: text,
            BitDepth: number,
            Width: number,
            Height: number,
            Size: number,
            Fps: text,
            Status: text,
            StreamType: text,
            CreationTime: text,
            Encrypt: number,
            EncryptType: text,
            HDRType: text,
            WatermarkId: text,
          }),
        ),
      ),
    }),
  ),
  VideoBase: z.optional(z.object({ CoverURL: text })),
});

/** What VOD has of the room's stream. A stream belongs to one room for ever, so no times are asked for. */
export async function recordingsOf(scope: Scope, room: Room): Promise<Recording[]> {
  const { AppName, StreamName } = await streamOf(scope, room);
  const params = { DomainName: scope.config.streamingDomain, AppName, StreamName };
  const answer = recorded.parse(
    await scope.cloud.openApi.call(
      'vod',
      'ListLiveRecordVideo',
      { ...params, SortBy: 'CreationTime:Asc', PageSize: PAGE },
      { deadlineMs: DEADLINE_MS },
    ),
  );
  const videos = answer.LiveRecordVideoList?.LiveRecordVideo ?? [];
  // UNCERTAIN whether the service matches names exactly, so it is done here as well (W19).
  return videos
    .filter((video) => video.StreamName === StreamName)
    .map(({ Video, RecordStartTime, RecordEndTime }) => ({
      videoId: Video.VideoId,
      start: Date.parse(RecordStartTime),
      end: Date.parse(RecordEndTime),
      status: Video.Status ?? 'Uploading',
    }));
}

export interface Playable {
  /** Best first, as the service orders them. */
  readonly ways: readonly PlayInfo[];
  /** Picture of the video; signed for a limited time where the VOD domain signs. */
  readonly cover: string | undefined;
}

/** Where a video can be played, for as long as the VOD domain signs URLs. */
export async function playInfoOf(scope: Scope, videoId: string): Promise<Playable> {
  const answer = played.parse(
    await scope.cloud.openApi.call('vod', 'GetPlayInfo', { VideoId: videoId }, { deadlineMs: DEADLINE_MS }),
  );
  const ways = (answer.PlayInfoList?.PlayInfo ?? []).flatMap(({ PlayURL, Status, ...more }) =>
    PlayURL && (Status ?? 'Normal') === 'Normal' ? [tell(PlayURL, Status, more)] : [],
  );
  return { ways, cover: answer.VideoBase?.CoverURL || undefined };
}

type Given = Omit<
  NonNullable<NonNullable<z.infer<typeof played>['PlayInfoList']>['PlayInfo']>[number],
  'PlayURL' | 'Status'
>;

/** Absent fields stay absent: the clients take a missing field for none. */
function tell(playUrl: string, status: string | undefined, given: Given): PlayInfo {
  const all: PlayInfo = {
    play_url: playUrl,
    format: given.Format,
    definition: given.Definition,
    duration: given.Duration,
    bit_rate: given.Bitrate,
    bit_depth: given.BitDepth,
    width: given.Width,
    height: given.Height,
    size: given.Size,
    fps: given.Fps,
    status,
    stream_type: given.StreamType,
    creation_time: given.CreationTime,
    encrypt: given.Encrypt,
    encrypt_type: given.EncryptType,
    hdr_type: given.HDRType,
    watermark_id: given.WatermarkId,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as PlayInfo;
}
