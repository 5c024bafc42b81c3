/** GetPlayInfo, GetVideoInfo and DeleteVideo. */
import { text } from '../../openapi/read.ts';
import { type Action, type Params, ServiceError } from '../../openapi/service.ts';
import type { Recording, VodStore } from '../store.ts';
import { bitrate, seconds, summary, utc } from '../video.ts';

/** `Duration` and `Bitrate` are texts, as the service gives them. */
export function getPlayInfo(store: VodStore): Action {
  return (params) => {
    const recording = videoOf(store, params);
    if (recording.status !== 'Normal') {
      throw new ServiceError('Forbidden.IllegalStatus', `Status of the video is illegal: ${recording.status}.`, 403);
    }
    const formats = text(params, 'Formats')?.split(',');
    const isOffered = formats === undefined || formats.includes(recording.format);
    const play = {
      PlayURL: recording.playUrl,
      Format: recording.format,
      Definition: 'OD',
      Duration: String(seconds(recording)),
      Bitrate: String(bitrate(recording)),
      Width: recording.width,
      Height: recording.height,
      Size: recording.sizeBytes,
      Status: recording.status,
      StreamType: 'video',
      Encrypt: 0,
      CreationTime: utc(recording.createdAtMs),
      ModificationTime: utc(recording.createdAtMs),
    };
    const base = {
      VideoId: recording.videoId,
      Title: recording.title,
      Status: recording.status,
      MediaType: 'video',
      Duration: String(seconds(recording)),
      CoverURL: recording.coverUrl,
      CreationTime: utc(recording.createdAtMs),
    };
    return { PlayInfoList: { PlayInfo: isOffered ? [play] : [] }, VideoBase: base };
  };
}

export function getVideoInfo(store: VodStore): Action {
  return (params) => {
    const recording = videoOf(store, params);
    return {
      Video: {
        ...summary(recording),
        CreationTime: utc(recording.createdAtMs),
        ModificationTime: utc(recording.createdAtMs),
      },
    };
  };
}

export function deleteVideo(store: VodStore): Action {
  return (params) => {
    const ids = (text(params, 'VideoIds') ?? '').split(',').filter((id) => id !== '');
    if (ids.length === 0) throw new ServiceError('MissingVideoIds', 'VideoIds is mandatory for this action.');
    return { NonExistVideoIds: ids.filter((id) => !store.delete(id)), ForbiddenVideoIds: [] };
  };
}

function videoOf(store: VodStore, params: Params): Recording {
  const videoId = text(params, 'VideoId');
  if (videoId === undefined) throw new ServiceError('MissingVideoId', 'VideoId is mandatory for this action.');
  return store.get(videoId);
}
