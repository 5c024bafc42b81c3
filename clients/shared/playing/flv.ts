/** HTTP-FLV through mpegts.js; how far it is behind is our matter (media.md §3). */
import type Mpegts from 'mpegts.js';
import { firstPicture, type Player, PlayingError, problemOf } from './attempt.ts';
import { followLive } from './follow.ts';

const FIRST_PICTURE_MS = 8_000;
export const playFlv: Player = async (video, url, signal) => {
  const { default: mpegts } = await import('mpegts.js');
  if (!mpegts.isSupported()) throw new PlayingError('unsupported', 'no Media Source Extensions');
  const player = mpegts.createPlayer(
    { type: 'flv', isLive: true, url },
    { enableStashBuffer: false, lazyLoad: false, autoCleanupSourceBuffer: true },
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
  const unfollow = followLive(video);
  return {
    onLost: (listener) => {
      player.on(mpegts.Events.ERROR, (_kind: string, _detail: string, info: { code?: number }) =>
        listener(problemOf(info?.code ?? 0)),
      );
      // A live stream has no end of its own: the sender went away.
      player.on(mpegts.Events.LOADING_COMPLETE, () => listener('not-found'));
    },
    stop: () => {
      unfollow();
      stopPlayer(player);
    },
  };
};

function stopPlayer(player: Mpegts.Player): void {
  player.unload();
  player.detachMediaElement();
  player.destroy();
}
