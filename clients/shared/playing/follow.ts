/**
 * Keeps a live picture near its edge: a little faster when it is behind, a jump when it is far behind, further behind after
 * a stall, and nearer again while nothing stalls. What players bring for it comes to rest anywhere between what they aim at
 * and what they tolerate.
 */

/** Seconds behind the edge that are aimed at: at first, added after each stall, and at most. */
const FIRST = 0.15;
const AFTER_STALL = 0.15;
const MOST = 0.9;
/** Seconds that are given back after each calm while. */
const NEARER = 0.05;
/** The while, in milliseconds: doubled by each stall, so that a poor network is put to the test less and less often. */
const CALM_MS = 2_000;
const MOST_CALM_MS = 30_000;
/** Seconds beyond that which are made good by playing faster; more is jumped over. */
const SLACK = 0.05;
const JUMP = 1;
const FASTER = 1.1;
const LOOK_EVERY_MS = 100;

/** @returns what ends it */
export function followLive(video: HTMLVideoElement): () => void {
  let target = FIRST;
  let stalls = 0;
  let calmMs = 0;
  const timer = setInterval(() => {
    const { buffered } = video;
    if (buffered.length === 0 || video.paused) return;
    calmMs += LOOK_EVERY_MS;
    if (target > FIRST && calmMs >= Math.min(MOST_CALM_MS, CALM_MS * 2 ** (stalls - 1))) {
      target = Math.max(FIRST, target - NEARER);
      calmMs = 0;
    }
    const edge = buffered.end(buffered.length - 1);
    const behind = edge - video.currentTime;
    if (behind > target + JUMP) video.currentTime = edge - target;
    // Once faster, until it is there: not to and fro around the slack.
    const isFast = behind > target + SLACK || (video.playbackRate > 1 && behind > target);
    video.playbackRate = isFast ? FASTER : 1;
  }, LOOK_EVERY_MS);
  const onWaiting = (): void => {
    // A jump of our own waits for its picture as well.
    if (video.seeking) return;
    stalls += 1;
    calmMs = 0;
    target = Math.min(MOST, target + AFTER_STALL);
  };
  video.addEventListener('waiting', onWaiting);
  return () => {
    clearInterval(timer);
    video.removeEventListener('waiting', onWaiting);
    video.playbackRate = 1;
  };
}
