/** ListLiveRecordVideo: the videos recorded from a live stream (live.md §8). */
import { page } from '../../openapi/page.ts';
import { text } from '../../openapi/read.ts';
import { type Action, type Params, ServiceError } from '../../openapi/service.ts';
import type { Recording, VodStore } from '../store.ts';
import { summary, utc } from '../video.ts';

/** UNCERTAIN: whether names match exactly; they do here. Times bound the start of the recording. */
export function listLiveRecordVideo(store: VodStore): Action {
  return (params) => {
    const [from, to] = [timeOf(params, 'StartTime'), timeOf(params, 'EndTime')];
    const isWanted = (recording: Recording): boolean =>
      is(recording.streamName, text(params, 'StreamName')) &&
      is(recording.domainName, text(params, 'DomainName')) &&
      is(recording.appName, text(params, 'AppName')) &&
      recording.startMs >= (from ?? Number.NEGATIVE_INFINITY) &&
      recording.startMs <= (to ?? Number.POSITIVE_INFINITY);
    const newestFirst = store.all().filter(isWanted);
    const sorted = text(params, 'SortBy') === 'CreationTime:Asc' ? newestFirst.reverse() : newestFirst;
    const found = page(sorted, params, { number: 'PageNo', size: 'PageSize', defaultSize: 10, maxSize: 100 });
    const LiveRecordVideo = found.items.map((recording) => ({
      AppName: recording.appName,
      DomainName: recording.domainName,
      StreamName: recording.streamName,
      RecordStartTime: utc(recording.startMs),
      RecordEndTime: utc(recording.endMs),
      Video: {
        ...summary(recording),
        CreationTime: utc(recording.createdAtMs),
        ModifyTime: utc(recording.createdAtMs),
      },
    }));
    return { LiveRecordVideoList: { LiveRecordVideo }, Total: found.total };
  };
}

function is(held: string, wanted: string | undefined): boolean {
  return wanted === undefined || held === wanted;
}

function timeOf(params: Params, name: string): number | undefined {
  const time = text(params, name);
  if (time === undefined) return undefined;
  const ms = Date.parse(time);
  if (Number.isNaN(ms)) throw new ServiceError('InvalidParameter', `${name}: YYYY-MM-DDThh:mm:ssZ is expected.`);
  return ms;
}
