/**
 * What a viewer does, as the pages of this repository do it: the intervals are those of their source, which a test compares.
 * How long people stay and what they press is assumed, and can be changed here.
 */

/** Seconds. */
export const INTERVALS = {
  /** The list of channels is read anew (clients/viewer/channels.tsx). */
  list: 5,
  /** A room is read anew, so that its state is never wrong for long (clients/shared/room/room.ts). */
  room: 15,
  /** The stage of a room with guests (clients/shared/room/stage.ts). */
  stage: 10,
  /** Hearts are sent together (clients/shared/room/hearts.ts). */
  likes: 2,
} as const;

export interface Behaviour {
  /** Seconds in the list before a channel is chosen. */
  readonly browseSeconds: number;
  /** Seconds in a channel. */
  readonly staySeconds: number;
  /** Share of those who enter that have to log in first. */
  readonly newSessions: number;
  /** Requests with hearts, and comments (which go to the messaging service directly), a minute and viewer. */
  readonly likesPerMinute: number;
  readonly commentsPerMinute: number;
  /** Share of the viewers who are in a room with guests, and guests on its stage. */
  readonly coStreaming: number;
  readonly guests: number;
  /** Of the picture, in Mbit/s. */
  readonly bitrateMbps: number;
  /** Share of arrivals that come in bursts, the seconds between bursts, and those in which one fades to a third. */
  readonly burstShare: number;
  readonly burstEverySeconds: number;
  readonly burstSeconds: number;
}

export const USUAL: Behaviour = {
  browseSeconds: 10,
  staySeconds: 900,
  newSessions: 1,
  likesPerMinute: 1,
  commentsPerMinute: 0.5,
  coStreaming: 0.1,
  guests: 2,
  bitrateMbps: 1.5,
  burstShare: 0.5,
  burstEverySeconds: 120,
  burstSeconds: 30,
};

/** Viewers that are there, and how many come and go in a second. */
export interface Crowd {
  readonly viewers: number;
  readonly arrivals: number;
  readonly departures: number;
}

/**
 * Requests a second, by endpoint of the AppServer. The messaging service tells of somebody who logs on, and then enters the
 * group, in two callbacks, and of somebody who goes in one, as the local cloud does.
 */
export function requestsOf({ viewers, arrivals, departures }: Crowd, behaviour: Behaviour): Record<string, number> {
  const { browseSeconds, newSessions, likesPerMinute, coStreaming } = behaviour;
  const looks = 1 + Math.floor(browseSeconds / INTERVALS.list);
  return {
    clientConfig: arrivals,
    loginV1: arrivals * newSessions,
    listByCursor: arrivals * looks,
    list: arrivals * looks,
    get: arrivals + viewers / INTERVALS.room,
    tokenV2: arrivals,
    sendLikeMessage: (viewers * likesPerMinute) / 60,
    coStreamingState: coStreaming * (arrivals + viewers / INTERVALS.stage),
    logonCallback: arrivals,
    messageCallback: arrivals + departures,
  };
}
