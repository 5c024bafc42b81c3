/** What cloud services tell the AppServer. */
import * as z from 'zod/mini';
import { LIMITS, line, maybe, okCode } from './fields.ts';

/** The stream-status callback, as a query (live.md §4). */
export const streamCallback = z.object({
  action: z.enum(['publish', 'publish_done']),
  /** Stream name. */
  id: line(LIMITS.device * 2).check(z.minLength(1)),
  /** The ingest domain, in spite of its name. */
  app: line(LIMITS.device * 2),
  /** App name. */
  appname: line(LIMITS.device * 2),
  /** When it happened, in seconds since the epoch. */
  time: z.string().check(z.regex(/^\d{1,12}$/)),
});

/** What has a name in Live or VOD: a domain, an app, a stream. */
const name = line(LIMITS.device * 2);
const moment = z.optional(z.union([z.string().check(z.maxLength(64)), z.number()]));

/** The recording callback: `event` says how a recording goes, `uri` that a file of it is there (live.md §4). */
export const recordingCallback = z.object({
  /** The streaming domain. */
  domain: name,
  app: name,
  stream: name,
  event: maybe(name),
  uri: maybe(line(LIMITS.url)),
  start_time: moment,
  stop_time: moment,
});

/**
 * A callback of VOD. There is one address for the whole account, so most events may be about videos that are nobody's
 * here, and only those of recorded streams carry the names of one.
 */
export const vodCallback = z.object({
  EventType: name,
  EventTime: moment,
  VideoId: maybe(name),
  Status: maybe(name),
  StreamName: maybe(name),
  /** The streaming domain. */
  DomainName: maybe(name),
  AppName: maybe(name),
});

export const callbackResponse = z.object({ code: okCode });
