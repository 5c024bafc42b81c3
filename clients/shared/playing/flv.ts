/** HTTP-FLV through mpegts.js, with the settings that measured best (media.md §3). */
import type Mpegts from 'mpegts.js';
import { firstPicture, type Player, PlayingError, problemOf } from './attempt.ts';

const FIRST_PICTURE_MS = 8_000;
/** Seconds behind the live edge that are aimed at, and that are tolerated. */
const TARGET = 0.4;
const LARGEST = 0.9;

export const playFlv: Player = async (video, url, signal) => {
  const { default: mpegts } = await import('mpegts.js');
  if (!mpegts.isSupported()) throw new PlayingError('unsupported', 'no Media Source Extensions');
  const player = mpegts.createPlayer(
    { type: 'flv', isLive: true, url },
    {
      enableStashBuffer: false,
      lazyLoad: false,
      autoCleanupSourceBuffer: true,
      liveSync: true,
      liveSyncTargetLatency: TARGET,
      liveSyncMaxLatency: LARGEST,
      liveSyncPlaybackRate: 1.2,
      liveBufferLatencyChasing: true,
      liveBufferLatencyMaxLatency: LARGEST + 1,
      liveBufferLatencyMinRemain: TARGET,
    },
  );
  const failed = new Promise<never>((_, reject) => {
    player.on(mpegts.Events.ERROR, (_kind: string, detail: string, info: { code?: number }) =>
      reject(new PlayingError(problemOf(info?.code ?? 0), detail)),
    );
  });
  failed.catch(() => undefined);
  player.attachMediaElement(video);
  player.load();
  try {
    await Promise.race([firstPicture(video, signal, FIRST_PICTURE_MS), failed]);
  } catch (error) {
    player.destroy();
    throw error;
  }
  return {
    onLost: (listener) => {
      player.on(mpegts.Events.ERROR, (_kind: string, _detail: string, info: { code?: number }) =>
        listener(problemOf(info?.code ?? 0)),
      );
      // A live stream has no end of its own: the sender went away.
      player.on(mpegts.Events.LOADING_COMPLETE, () => listener('not-found'));
    },
    stop: () => stopPlayer(player),
  };
};

function stopPlayer(player: Mpegts.Player): void {
  player.unload();
  player.detachMediaElement();
  player.destroy();
}
