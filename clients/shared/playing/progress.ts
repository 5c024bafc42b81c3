/** Notices that a live picture stands still, which no player tells when the network swallows everything. */

const STANDSTILL_MS = 6_000;
const LOOK_EVERY_MS = 1_000;

/**
 * Calls once. Time in which the page is hidden does not count: browsers decode nothing there.
 *
 * @returns what ends the watch
 */
export function onStandstill(video: HTMLVideoElement, listener: () => void): () => void {
  let seen = progressOf(video);
  let stoodMs = 0;
  const timer = setInterval(() => {
    const now = progressOf(video);
    stoodMs = now === seen && !document.hidden && !video.paused ? stoodMs + LOOK_EVERY_MS : 0;
    seen = now;
    if (stoodMs < STANDSTILL_MS) return;
    clearInterval(timer);
    listener();
  }, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}

/** Frames, since the time of an element that plays a connection goes on without any. */
function progressOf(video: HTMLVideoElement): number {
  return video.getVideoPlaybackQuality().totalVideoFrames;
}
