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
  /** Messages, likes included, that a viewer sends in an hour. */
  readonly messages: number;
  /** Requests to the AppServer that a viewer's client makes in an hour. */
  readonly requests: number;
}

export const DEFAULT_PROFILE: TrafficProfile = {
  rooms: 100,
  hours: 1,
  viewers: 50,
  costreamers: 0,
  megabits: 2,
  messages: 20,
  requests: 12,
};
