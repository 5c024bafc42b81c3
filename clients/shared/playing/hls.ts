/** HLS, live or of a recording: by the browser itself where it can, else through hls.js. */
import { firstPicture, type Player, PlayingError, problemOf } from './attempt.ts';

const FIRST_PICTURE_MS = 12_000;
/**
 * Segments behind the live edge. One is enough for keyframes every second; when they are further apart it stalls
 * (media.md §7), and hls.js then stays further behind by itself.
 */
const SEGMENTS_BEHIND = 1;
const CATCH_UP_RATE = 1.2;

export const playHls: Player = async (video, url, signal) => {
  const { default: Hls } = await import('hls.js/light');
  if (!Hls.isSupported()) return playNatively(video, url, signal);
  const hls = new Hls({
    liveSyncDurationCount: SEGMENTS_BEHIND,
    maxLiveSyncPlaybackRate: CATCH_UP_RATE,
    lowLatencyMode: false,
  });
  const failed = new Promise<never>((_, reject) => {
    hls.on(Hls.Events.ERROR, (_event, data) => {
      if (data.fatal) reject(new PlayingError(problemOf(data.response?.code ?? 0), data.details));
    });
  });
  failed.catch(() => undefined);
  hls.attachMedia(video);
  hls.loadSource(url);
  try {
    await Promise.race([firstPicture(video, signal, FIRST_PICTURE_MS), failed]);
  } catch (error) {
    hls.destroy();
    throw error;
  }
  return {
    onLost: (listener) => {
      hls.on(Hls.Events.ERROR, (_event, data) => {
        if (data.fatal) listener(problemOf(data.response?.code ?? 0));
      });
    },
    stop: () => hls.destroy(),
  };
};

const playNatively: Player = async (video, url, signal) => {
  if (video.canPlayType('application/vnd.apple.mpegurl') === '') {
    throw new PlayingError('unsupported', 'neither Media Source Extensions nor HLS');
  }
  video.src = url;
  await firstPicture(video, signal, FIRST_PICTURE_MS);
  return {
    onLost: (listener) => video.addEventListener('error', () => listener('unreachable')),
    stop: () => {
      video.removeAttribute('src');
      video.load();
    },
  };
};
