/** The picture of everybody on stage and the sound of all, as two tracks. */
import type { Pane } from '../publishing/publishing.ts';
import { coverOf } from './layout.ts';
import { FRAMES_PER_SECOND, type PictureSize } from './size.ts';
import { openSound } from './sound.ts';
import { startTicker } from './ticker.ts';

export interface Mix {
  readonly picture: MediaStreamTrack;
  readonly sound: MediaStreamTrack;
  resize(size: PictureSize): void;
  /** Draws from now on what the panes say; people without a stream are left dark, and are not heard. */
  arrange(panes: readonly Pane[], streams: ReadonlyMap<string, MediaStream>): void;
  close(): void;
}

interface Drawn {
  readonly stream: MediaStream;
  readonly video: HTMLVideoElement;
}

export function openMix(size: PictureSize, audio: AudioContext): Mix {
  const canvas = document.createElement('canvas');
  canvas.width = size.width;
  canvas.height = size.height;
  const paper = canvas.getContext('2d', { alpha: false });
  if (!paper) throw new Error('this browser cannot draw');
  const [picture] = canvas.captureStream(FRAMES_PER_SECOND).getVideoTracks();
  if (!picture) throw new Error('this browser cannot send what it draws');
  const mixer = openSound(audio);
  const drawn = new Map<string, Drawn>();
  let panes: readonly Pane[] = [];
  const ticker = startTicker(FRAMES_PER_SECOND, () => {
    paper.fillStyle = '#000';
    paper.fillRect(0, 0, canvas.width, canvas.height);
    for (const pane of panes) {
      const video = drawn.get(pane.userId)?.video;
      if (video && video.videoWidth > 0) drawPane(paper, video, pane, canvas);
    }
  });
  const drop = (userId: string): void => {
    const entry = drawn.get(userId);
    if (entry) entry.video.srcObject = null;
    drawn.delete(userId);
    mixer.set(userId, undefined);
  };
  const add = (userId: string, stream: MediaStream): void => {
    const video = document.createElement('video');
    video.muted = true;
    video.playsInline = true;
    video.srcObject = stream;
    // It plays as soon as something comes; whoever is replaced before that is no failure.
    video.play().catch(() => undefined);
    drawn.set(userId, { stream, video });
    mixer.set(userId, stream.getAudioTracks()[0]);
  };
  return {
    picture,
    sound: mixer.track,
    resize: ({ width, height }) => {
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
    },
    arrange: (next, streams) => {
      panes = next;
      const wanted = new Map([...streams].filter(([userId]) => next.some((pane) => pane.userId === userId)));
      for (const [userId, { stream }] of [...drawn]) if (wanted.get(userId) !== stream) drop(userId);
      for (const [userId, stream] of wanted) if (!drawn.has(userId)) add(userId, stream);
    },
    close: () => {
      ticker.stop();
      for (const userId of [...drawn.keys()]) drop(userId);
      picture.stop();
      mixer.track.stop();
    },
  };
}

function drawPane(paper: CanvasRenderingContext2D, video: HTMLVideoElement, pane: Pane, frame: PictureSize): void {
  const place = {
    x: pane.x * frame.width,
    y: pane.y * frame.height,
    width: pane.width * frame.width,
    height: pane.height * frame.height,
  };
  const cut = coverOf({ width: video.videoWidth, height: video.videoHeight }, place);
  paper.drawImage(video, cut.x, cut.y, cut.width, cut.height, place.x, place.y, place.width, place.height);
}
