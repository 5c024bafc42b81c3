/** The fields that several endpoints share, with their limits. */
import * as z from 'zod/mini';

/** Letters and digits, 1–64: what the IM, RTC and VOD services all accept in ids (live.md §0.10, appserver-contract.md W33). */
export const ID_PATTERN = /^[A-Za-z0-9]{1,64}$/;

/** No control characters other than tab and line breaks, and no halves of surrogate pairs, which are no text. */
const NO_CONTROLS = /^(?:[\t\r\n]|[^\p{Cc}\p{Cs}])*$/u;
/** Nor what turns the direction of the text around it: a name could make its neighbours read differently. */
const ONE_LINE = /^[^\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]*$/u;
/** Something that can be seen: no spaces, no characters that join or direct others, no blank that counts as a letter. */
export const VISIBLE = /[^\s\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u;

export const LIMITS = {
  /** Bytes of a request body. */
  body: 32_768,
  title: 256,
  nick: 128,
  notice: 2_000,
  extends: 4_096,
  device: 128,
  avatar: 1_024,
  url: 2_048,
  /** The anchor and five guests (appserver-contract.md §4.5). */
  onStage: 6,
  /** Seconds between two renewals of somebody on stage. */
  renewStage: 15,
  pageSize: 100,
  /** Page number times page size: one index read gives at most 5,000 rows (tablestore.md §4). */
  listDepth: 5_000,
} as const;

export const id = z.string().check(z.regex(ID_PATTERN));

/** One line of text. */
export const line = (longest: number) => z.string().check(z.maxLength(longest), z.regex(ONE_LINE));

/** Text that may have line breaks, such as the pretty-printed JSON that iOS sends as `extends`. */
export const text = (longest: number) => z.string().check(z.maxLength(longest), z.regex(NO_CONTROLS));

/** Absent and null are the same to the official clients (Android serialises absent fields as null). */
export const maybe = <Schema extends z.core.$ZodType>(schema: Schema) => z.nullish(schema);

/** 0 normal, 1 co-streaming. */
export const mode = z.literal([0, 1]);

/** Official clients may name it beside the new service; alone it is answered with `old_im_not_offered`. */
export const NOT_OFFERED_IM = 'aliyun_old';

export const imServers = z.array(z.enum(['aliyun_new', NOT_OFFERED_IM])).check(z.minLength(1), z.maxLength(4));

export const okCode = z.literal(200);
