/** The picture of everybody on stage and the sound of all, as one stream. */
import type { Pane } from '../publishing/publishing.ts';
import { coverOf } from './layout.ts';
import { FRAMES_PER_SECOND, type PictureSize } from './size.ts';
import { openSound } from './sound.ts';
import { startTicker } from './ticker.ts';

export interface Mix {
  readonly stream: MediaStream;
  /** Draws from now on what the panes say; people without a stream are left dark. */
  arrange(panes: readonly Pane[], streams: ReadonlyMap<string, MediaStream>): void;
  close(): void;
}

export function openMix(size: PictureSize, audio: AudioContext): Mix {
  const canvas = document.createElement('canvas');
  canvas.width = size.width;
  canvas.height = size.height;
  const paper = canvas.getContext('2d', { alpha: false });
  if (!paper) throw new Error('this browser cannot draw');
  const mixer = openSound(audio);
  const videos = new Map<string, { stream: MediaStream; video: HTMLVideoElement }>();
  let panes: readonly Pane[] = [];
  const ticker = startTicker(FRAMES_PER_SECOND, () => {
    paper.fillStyle = '#000';
    paper.fillRect(0, 0, canvas.width, canvas.height);
    for (const pane of panes) {
      const video = videos.get(pane.userId)?.video;
      if (!video || video.videoWidth === 0) continue;
      const place = {
        x: pane.x * canvas.width,
        y: pane.y * canvas.height,
        width: pane.width * canvas.width,
        height: pane.height * canvas.height,
      };
      const cut = coverOf({ width: video.videoWidth, height: video.videoHeight }, place);
      paper.drawImage(video, cut.x, cut.y, cut.width, cut.height, place.x, place.y, place.width, place.height);
    }
  });
  const drop = (userId: string): void => {
    const entry = videos.get(userId);
    if (entry) entry.video.srcObject = null;
    videos.delete(userId);
    mixer.set(userId, undefined);
  };
  return {
    stream: new MediaStream([...canvas.captureStream(FRAMES_PER_SECOND).getVideoTracks(), mixer.track]),
    arrange: (next, streams) => {
      panes = next;
      for (const userId of [...videos.keys()]) {
        if (videos.get(userId)?.stream !== streams.get(userId)) drop(userId);
      }
      for (const [userId, stream] of streams) {
        if (videos.has(userId)) continue;
        const video = document.createElement('video');
        video.muted = true;
        video.playsInline = true;
        video.srcObject = stream;
        void video.play();
        videos.set(userId, { stream, video });
        mixer.set(userId, stream.getAudioTracks()[0]);
      }
    },
    close: () => {
      ticker.stop();
      for (const userId of [...videos.keys()]) drop(userId);
      mixer.track.stop();
    },
  };
}
