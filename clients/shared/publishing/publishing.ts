/**
 * Sending pictures and sound as the pages need it. Two adapters implement it: `local` (WHIP to the media server of the
 * local cloud) and `aliyun` (the vendor's pusher).
 */

export type PublicationState = 'connecting' | 'live' | 'reconnecting' | 'ended' | 'failed';

export type PublishingProblem =
  | 'no-permission'
  | 'no-device'
  | 'device-busy'
  | 'refused'
  | 'expired'
  | 'occupied'
  | 'unreachable'
  | 'unsupported';

export class PublishingError extends Error {
  readonly problem: PublishingProblem;

  constructor(problem: PublishingProblem, detail: string) {
    super(detail);
    this.name = 'PublishingError';
    this.problem = problem;
  }
}

/** Somebody on stage and where that picture is drawn, as parts of 1. */
export interface Pane {
  readonly userId: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Publication {
  readonly state: PublicationState;
  /** Sends other tracks from now on, without interrupting anybody. */
  replace(source: MediaStream): Promise<void>;
  /**
   * Mixes the guests into what viewers see, under the unchanged stream; an empty list ends the mix. Only for the anchor of
   * a co-streaming room.
   */
  mix(panes: readonly Pane[], guests: ReadonlyMap<string, MediaStream>): Promise<void>;
  onState(listener: (state: PublicationState, problem?: PublishingProblem) => void): () => void;
  stop(): Promise<void>;
}

export interface Publishing {
  /** @param url as the AppServer gives it: `artc://…` */
  publish(url: string, source: MediaStream): Promise<Publication>;
}

export interface PublishingOptions {
  /** Where the stand-in for `artc://` listens on the local cloud. */
  readonly streamingOrigin: string;
}

export type OpenPublishing = (options: PublishingOptions) => Publishing;
