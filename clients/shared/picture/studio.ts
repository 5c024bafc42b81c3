/**
 * What leaves a person's machine: one picture and one sound, whatever is shown. A camera with nothing to be drawn into it
 * goes out as it is, since drawing costs a core and delays each frame; all else is drawn, under one track that never changes.
 */
import type { Source } from '../sources/source.ts';
import { containOf, coverOf } from './layout.ts';
import { NO_RETOUCH, openRetouch, type Retouch, type RetouchSettings } from './retouch.ts';
import { FRAMES_PER_SECOND, type PictureSize } from './size.ts';
import { openSound } from './sound.ts';
import { startTicker, type Ticker } from './ticker.ts';

export interface Studio {
  /** Picture and sound of the person alone. A picture that takes the place of another is told by `addtrack`. */
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

export interface StudioOptions {
  readonly size: PictureSize;
  /** The tracks of `own` never change: everything is drawn. */
  readonly isSteady: boolean;
}

export function openStudio({ size, isSteady }: StudioOptions): Studio {
  const canvas = document.createElement('canvas');
  canvas.width = size.width;
  canvas.height = size.height;
  const paper = canvas.getContext('2d', { alpha: false });
  if (!paper) throw new Error('this browser cannot draw');
  let filter: Retouch | undefined;
  let isOpened = false;
  /** Opened when it is first asked for: until then the graphics card is left alone. */
  const retouching = (): Retouch | undefined => {
    if (!isOpened) filter = openRetouch();
    isOpened = true;
    return filter;
  };
  const audio = new AudioContext();
  const mixer = openSound(audio);
  let source: Source | undefined;
  let settings = NO_RETOUCH;
  let isOn = true;
  let ticker: Ticker | undefined;
  const draw = (): void => {
    paper.fillStyle = '#000';
    paper.fillRect(0, 0, canvas.width, canvas.height);
    if (!source || !isOn || source.video.videoWidth === 0) return;
    const isRetouched = source.kind === 'camera' && settings.strength > 0;
    const picture = isRetouched ? retouching()?.apply(source.video, settings) : undefined;
    drawSource(paper, picture ?? source.video, source, canvas);
  };
  const [drawn] = canvas.captureStream(FRAMES_PER_SECOND).getVideoTracks();
  if (!drawn) throw new Error('this browser cannot send what it draws');
  const own = new MediaStream([drawn, mixer.track]);
  const untouched = (): MediaStreamTrack | undefined => {
    if (isSteady || !isOn || source?.kind !== 'camera' || (settings.strength > 0 && retouching())) return undefined;
    const { videoWidth, videoHeight } = source.video;
    return videoWidth === canvas.width && videoHeight === canvas.height ? source.picture : undefined;
  };
  const choose = (): void => {
    const picture = untouched();
    if (picture) {
      ticker?.stop();
      ticker = undefined;
    } else ticker ??= startTicker(FRAMES_PER_SECOND, draw);
    replacePicture(own, picture ?? drawn);
  };
  choose();
  return {
    own,
    audio,
    get canRetouch() {
      return retouching() !== undefined;
    },
    show: (next) => {
      source?.video.removeEventListener('resize', choose);
      source = next;
      // A phone that is turned gives a picture of another shape.
      source?.video.addEventListener('resize', choose);
      choose();
      mixer.set('source', next?.kind === 'camera' ? undefined : next?.audio);
    },
    resize: ({ width, height }) => {
      canvas.width = width;
      canvas.height = height;
      choose();
    },
    retouch: (next) => {
      settings = next;
      choose();
    },
    setMicrophone: (track) => mixer.set('microphone', track),
    setMuted: (isMuted) => mixer.setMuted('microphone', isMuted),
    setPictureOn: (next) => {
      isOn = next;
      choose();
    },
    close: () => {
      ticker?.stop();
      filter?.close();
      source?.video.removeEventListener('resize', choose);
      for (const track of [drawn, mixer.track]) track.stop();
      void audio.close();
    },
  };
}

function replacePicture(stream: MediaStream, picture: MediaStreamTrack): void {
  const [before] = stream.getVideoTracks();
  if (before === picture) return;
  stream.addTrack(picture);
  if (before) stream.removeTrack(before);
  // Browsers tell nobody of changes that the page makes itself.
  stream.dispatchEvent(new MediaStreamTrackEvent('addtrack', { track: picture }));
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
