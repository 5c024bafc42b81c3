/**
 * What leaves the streamer's machine: one picture and one sound that never change as tracks, whatever is drawn into them.
 * Switching from camera to screen, or letting a guest in, therefore interrupts nobody.
 */
import type { Source } from '../sources/source.ts';
import { containOf, coverOf } from './layout.ts';
import { NO_RETOUCH, openRetouch, type Retouch, type RetouchSettings } from './retouch.ts';
import { FRAMES_PER_SECOND, type PictureSize } from './size.ts';
import { openSound } from './sound.ts';
import { startTicker } from './ticker.ts';

export interface Studio {
  /** Picture and sound of the streamer alone. */
  readonly own: MediaStream;
  /** Whether this browser can retouch. */
  readonly canRetouch: boolean;
  show(source: Source | undefined): void;
  resize(size: PictureSize): void;
  retouch(settings: RetouchSettings): void;
  /** The streamer's microphone, apart from the sound of a screen or file. */
  setMicrophone(track: MediaStreamTrack | undefined): void;
  setMuted(isMuted: boolean): void;
  /** False blanks the picture: the camera is off. */
  setPictureOn(isOn: boolean): void;
  readonly audio: AudioContext;
  close(): void;
}

export function openStudio(size: PictureSize): Studio {
  const canvas = document.createElement('canvas');
  canvas.width = size.width;
  canvas.height = size.height;
  const paper = canvas.getContext('2d', { alpha: false });
  if (!paper) throw new Error('this browser cannot draw');
  const filter: Retouch | undefined = openRetouch();
  const audio = new AudioContext();
  const mixer = openSound(audio);
  let source: Source | undefined;
  let settings = NO_RETOUCH;
  let isOn = true;
  const ticker = startTicker(FRAMES_PER_SECOND, () => {
    paper.fillStyle = '#000';
    paper.fillRect(0, 0, canvas.width, canvas.height);
    if (!source || !isOn || source.video.videoWidth === 0) return;
    const picture = source.kind === 'camera' && filter ? filter.apply(source.video, settings) : source.video;
    drawSource(paper, picture, source, canvas);
  });
  const own = new MediaStream([...canvas.captureStream(FRAMES_PER_SECOND).getVideoTracks(), mixer.track]);
  return {
    own,
    audio,
    canRetouch: filter !== undefined,
    show: (next) => {
      source = next;
      mixer.set('source', next?.kind === 'camera' ? undefined : next?.audio);
    },
    resize: ({ width, height }) => {
      canvas.width = width;
      canvas.height = height;
    },
    retouch: (next) => {
      settings = next;
    },
    setMicrophone: (track) => mixer.set('microphone', track),
    setMuted: (isMuted) => mixer.setMuted('microphone', isMuted),
    setPictureOn: (next) => {
      isOn = next;
    },
    close: () => {
      ticker.stop();
      filter?.close();
      for (const track of own.getTracks()) track.stop();
      void audio.close();
    },
  };
}

function drawSource(
  paper: CanvasRenderingContext2D,
  picture: CanvasImageSource,
  source: Source,
  frame: PictureSize,
): void {
  const size = { width: source.video.videoWidth, height: source.video.videoHeight };
  if (source.kind === 'camera') {
    const cut = coverOf(size, frame);
    paper.drawImage(picture, cut.x, cut.y, cut.width, cut.height, 0, 0, frame.width, frame.height);
  } else {
    const place = containOf(size, frame);
    paper.drawImage(picture, place.x, place.y, place.width, place.height);
  }
}
