/** A recording: a file that the browser plays itself, or an HLS playlist. */
import { firstPicture, type Player } from './attempt.ts';
import { playHls } from './hls.ts';

const FIRST_PICTURE_MS = 12_000;

export const playFile: Player = async (video, url, signal) => {
  if (new URL(url).pathname.endsWith('.m3u8')) return playHls(video, url, signal);
  video.src = url;
  await firstPicture(video, signal, FIRST_PICTURE_MS);
  return {
    onLost: (listener) => video.addEventListener('error', () => listener('unreachable'), { once: true }),
    stop: () => {
      video.removeAttribute('src');
      video.load();
    },
  };
};
