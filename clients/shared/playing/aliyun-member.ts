/** Somebody on stage, through the vendor's co-streaming SDK. */
import { livePush } from '../vendor/live-push.ts';
import { PlayingError } from './attempt.ts';
import type { MemberPlayback } from './playing.ts';

/** Milliseconds without a frame after which a picture has broken off: the SDK names no event for it (docs/open-questions.md). */
const SILENT_MS = 10_000;
const LOOK_EVERY_MS = 2_000;

/** Plays begin one after the other: the SDK fails when two do so at once, and the vendor's own client queues them. */
let queue: Promise<unknown> = Promise.resolve();

/** @throws PlayingError */
export async function playMember(url: string): Promise<MemberPlayback> {
  const player = new (await loaded()).AlivcLivePlayer();
  // Out of the page: what the page shows is the stream.
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  const stop = (): void => {
    player.stopPlay();
    player.destroy();
    video.srcObject = null;
  };
  try {
    const started = queue.then(() => player.startPlay(url, video));
    queue = started.catch(() => undefined);
    await started;
  } catch (error) {
    stop();
    throw new PlayingError('unreachable', (error as Error).message);
  }
  const stream = video.srcObject;
  if (!(stream instanceof MediaStream)) {
    stop();
    throw new PlayingError('unsupported', 'the SDK played without a stream');
  }
  return { stream, onEnded: (listener) => onSilence(video, listener), stop };
}

/** @returns what ends the watch */
function onSilence(video: HTMLVideoElement, listener: () => void): () => void {
  let [at, since] = [video.currentTime, performance.now()];
  const timer = setInterval(() => {
    if (video.currentTime !== at) [at, since] = [video.currentTime, performance.now()];
    else if (performance.now() - since > SILENT_MS) {
      clearInterval(timer);
      listener();
    }
  }, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}

async function loaded() {
  try {
    return await livePush();
  } catch (error) {
    throw new PlayingError('unreachable', (error as Error).message);
  }
}
