/** SearchMedia: finds videos by the conditions of `Match`. */
import { page } from '../../openapi/page.ts';
import { text } from '../../openapi/read.ts';
import { type Action, ServiceError } from '../../openapi/service.ts';
import type { Recording, VodStore } from '../store.ts';
import { summary, utc } from '../video.ts';

/** The fields that can be asked for, as texts. */
const FIELDS: Readonly<Record<string, (recording: Recording) => string>> = {
  Title: ({ title }) => title,
  VideoId: ({ videoId }) => videoId,
  Status: ({ status }) => status,
};

/** Video is the only kind of media here. Title equality is exact; UNCERTAIN: the service may be fuzzy (live.md §8). */
export function searchMedia(store: VodStore): Action {
  return (params) => {
    const isWanted = parseMatch(text(params, 'Match'));
    const isVideo = (text(params, 'SearchType') ?? 'video') === 'video';
    const newestFirst = store.all().filter((recording) => isVideo && isWanted(recording));
    const sorted = text(params, 'SortBy') === 'CreationTime:Asc' ? newestFirst.reverse() : newestFirst;
    const found = page(sorted, params, { number: 'PageNo', size: 'PageSize', defaultSize: 10, maxSize: 100 });
    const MediaList = found.items.map((recording) => ({
      MediaId: recording.videoId,
      MediaType: 'video',
      CreationTime: utc(recording.createdAtMs),
      Video: {
        ...summary(recording),
        MediaSource: 'live',
        CreationTime: utc(recording.createdAtMs),
        ModificationTime: utc(recording.createdAtMs),
      },
    }));
    return { MediaList, Total: found.total };
  };
}

/** `Title='a' and Status = 'Normal'`; operators other than equality and `and` are not offered. */
function parseMatch(match: string | undefined): (recording: Recording) => boolean {
  const conditions = match === undefined ? [] : match.split(/\s+and\s+/i);
  const checks = conditions.map((condition) => {
    const [, field = '', value = ''] = /^\s*\(?\s*(\w+)\s*=\s*['"](.*)['"]\s*\)?\s*$/.exec(condition) ?? [];
    const read = Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined;
    if (!read) {
      const known = Object.keys(FIELDS).join(', ');
      throw new ServiceError(
        'InvalidParameter',
        `Match: "${condition}": Field = 'value' with one of ${known} is expected.`,
      );
    }
    return (recording: Recording) => read(recording) === value;
  });
  return (recording) => checks.every((check) => check(recording));
}
