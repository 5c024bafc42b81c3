/** Limits of IM that its OpenAPI and its gateway share (live.md §5). */

/** Body of one message. */
export const MAX_BODY_BYTES = 15 * 1024;
/** What a sender says about itself. */
export const MAX_META_BYTES = 512;
/** Message types that one group may use. */
export const MAX_TYPES = 30;
/** Users in one call that mutes. */
export const MAX_MUTED_IN_CALL = 30;
export const MAX_ADMINISTRATORS = 3;
export const MAX_NAME_BYTES = 128;
export const MAX_INFO_BYTES = 32 * 1024;

/** Group ids are letters and digits, at most 64 (live.md §0.10). */
export const GROUP_ID = /^[A-Za-z0-9]{1,64}$/;
/** User ids by the wider of the two documented alphabets (live.md §0.10). */
export const USER_ID = /^[A-Za-z0-9_]{1,64}$/;
