/**
 * Sending pictures and sound as the pages need it. Two adapters implement it: `local` (WHIP to the media server of the
 * local cloud) and `aliyun` (the vendor's pusher).
 */
import type { PictureSize } from '../picture/size.ts';

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

/** Somebody on stage and where that picture is drawn, as parts of 1; later ones lie in front. */
export interface Pane {
  readonly userId: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface MixPicture {
  readonly size: PictureSize;
  /** One pane or none: nothing is mixed. */
  readonly panes: readonly Pane[];
}

export type PublicationListener = (state: PublicationState, problem?: PublishingProblem) => void;

export interface Publication {
  readonly state: PublicationState;
  /**
   * What viewers see from now on, under the unchanged stream and without interrupting them; those on stage go on getting the
   * sender alone. Where the server lays people out, only the streams count.
   *
   * @param streams by user id, the sender's own among them
   */
  mix(picture: MixPicture, streams: ReadonlyMap<string, MediaStream>): Promise<void>;
  onState(listener: PublicationListener): () => void;
  stop(): Promise<void>;
}

export interface PublishOptions {
  /** Whether `mix` will be called: for the anchor of a co-streaming room. */
  readonly canMix?: boolean;
}

export interface Publishing {
  /**
   * @param url as the AppServer gives it: `artc://…`
   * @param source keeps its sound for as long as it is sent; where `mayReplacePicture`, another picture is told by `addtrack`
   * @throws PublishingError when the first try fails; later losses are made good by itself
   */
  publish(url: string, source: MediaStream, options?: PublishOptions): Promise<Publication>;
}

export interface PublishingOptions {
  /** Where the stand-in for `artc://` listens on the local cloud. */
  readonly streamingOrigin: string;
  /** Who lays people out: this page, or the server (features.mixing of the stage). */
  readonly mixing: 'client' | 'server';
}
