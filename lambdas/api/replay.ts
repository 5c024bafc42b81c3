/** The replay of an ended room, as the official clients read it (appserver-contract.md §2.1, §3.3). */
import * as z from 'zod/mini';

const text = z.optional(z.string());
const number = z.optional(z.number());

/** One way to play one piece of the recording. Pieces come in the order of their start. */
export const playInfo = z.object({
  play_url: z.string(),
  format: text,
  definition: text,
  duration: text,
  bit_rate: text,
  bit_depth: number,
  width: number,
  height: number,
  size: number,
  fps: text,
  status: text,
  stream_type: text,
  creation_time: text,
  encrypt: number,
  encrypt_type: text,
  hdr_type: text,
  watermark_id: text,
});

/**
 * `status` 1: it can be played. 0: it is being prepared; official clients look for 1 and take anything else for none.
 * Play URLs are signed for a limited time by VOD: fetch the room again for fresh ones.
 */
export const vodInfo = z.object({ status: z.literal([0, 1]), playlist: z.array(playInfo) });

export type PlayInfo = z.infer<typeof playInfo>;
export type VodInfo = z.infer<typeof vodInfo>;
