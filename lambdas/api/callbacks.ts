/** What cloud services tell the AppServer. */
import * as z from 'zod/mini';
import { LIMITS, line, okCode } from './fields.ts';

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

export const callbackResponse = z.object({ code: okCode });
