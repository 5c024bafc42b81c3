/** One protocol's try at playing: it succeeds with the first picture, or fails with a reason. */
import type { PlayingProblem } from './playing.ts';

export class PlayingError extends Error {
  readonly problem: PlayingProblem;

  constructor(problem: PlayingProblem, detail: string) {
    super(detail);
    this.name = 'PlayingError';
    this.problem = problem;
  }
}

/** What plays now. */
export interface Running {
  /** Called once when it broke off. */
  onLost(listener: (problem: PlayingProblem) => void): void;
  stop(): void;
}

/** @throws PlayingError */
export type Player = (video: HTMLVideoElement, url: string, signal: AbortSignal) => Promise<Running>;

/** Resolves with the first picture; rejects when it does not come in time, or the try is given up. */
export function firstPicture(video: HTMLVideoElement, signal: AbortSignal, withinMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => end(new PlayingError('unreachable', 'no picture came')), withinMs);
    const onPicture = (): void => end(undefined);
    const onAbort = (): void => end(new PlayingError('unreachable', 'given up'));
    const end = (error: Error | undefined): void => {
      clearTimeout(timer);
      video.removeEventListener('loadeddata', onPicture);
      signal.removeEventListener('abort', onAbort);
      if (error) reject(error);
      else resolve();
    };
    video.addEventListener('loadeddata', onPicture);
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
  });
}

/** What an HTTP status of the media server or the CDN means. */
export function problemOf(status: number): PlayingProblem {
  if (status === 403) return 'expired';
  // This stream is not to be had by this protocol.
  if (status === 406) return 'unsupported';
  return status === 404 ? 'not-found' : 'unreachable';
}
