/** What a streamer can show: a camera, a screen, or a video file with its sound. */

export type SourceKind = 'camera' | 'screen' | 'file';

export interface Source {
  readonly kind: SourceKind;
  /** Plays what is to be sent; muted here, so that nobody hears themselves. */
  readonly video: HTMLVideoElement;
  /** The same picture as it comes from the device; absent where there is no device. */
  readonly picture?: MediaStreamTrack | undefined;
  /** Sound that belongs to the picture; absent where there is none. */
  readonly audio: MediaStreamTrack | undefined;
  /** Called when it ends by itself: the camera was unplugged, sharing was stopped in the browser's own bar. */
  onEnded(listener: () => void): void;
  stop(): void;
}

export type SourceProblem = 'no-permission' | 'no-device' | 'device-busy' | 'unsupported' | 'unreadable-file';

export class SourceError extends Error {
  readonly problem: SourceProblem;

  constructor(problem: SourceProblem, detail: string) {
    super(detail);
    this.name = 'SourceError';
    this.problem = problem;
  }
}

const PROBLEMS: Readonly<Record<string, SourceProblem>> = {
  NotAllowedError: 'no-permission',
  SecurityError: 'no-permission',
  NotFoundError: 'no-device',
  OverconstrainedError: 'no-device',
  NotReadableError: 'device-busy',
  AbortError: 'device-busy',
};

/** What the browser's capture error means to a person. */
export function toSourceError(error: unknown): SourceError {
  const { name, message } = error as DOMException;
  return new SourceError(PROBLEMS[name] ?? 'unsupported', message);
}

/** A muted element that plays the stream; resolves when its size is known. */
export async function playing(stream: MediaStream): Promise<HTMLVideoElement> {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  await video.play();
  return video;
}
