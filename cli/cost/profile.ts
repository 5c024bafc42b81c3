/** The traffic that a stage is expected to have in a month. */

export interface TrafficProfile {
  /** Rooms that are live in a month. */
  readonly rooms: number;
  /** Hours that a room is live. */
  readonly hours: number;
  /** Viewers of a room, on average over its time. */
  readonly viewers: number;
  /** Co-streamers of a room beside the anchor, on average over its time. */
  readonly costreamers: number;
  /** Mbit/s of the picture that viewers play. */
  readonly megabits: number;
  /** Messages that a viewer causes in an hour: comments, and hearts, which the AppServer tells together. */
  readonly messages: number;
  /** Requests to the AppServer that a viewer's client makes in an hour. */
  readonly requests: number;
}

/** Requests, messages and hearts of a viewer are those of the scale model (docs/scale.md), which a test compares. */
export const DEFAULT_PROFILE: TrafficProfile = {
  rooms: 100,
  hours: 1,
  viewers: 50,
  costreamers: 0,
  megabits: 1.5,
  messages: 62,
  requests: 350,
};

/** Requests that a viewer adds in an hour to look at the stage of a room with guests. */
export const STAGE_REQUESTS = 360;

/** @param given what is known; the rest is as usual */
export function profileOf(given: Partial<TrafficProfile>): TrafficProfile {
  const looks = (given.costreamers ?? 0) > 0 ? STAGE_REQUESTS : 0;
  const known = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...DEFAULT_PROFILE, requests: DEFAULT_PROFILE.requests + looks, ...Object.fromEntries(known) };
}
