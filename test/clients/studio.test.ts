import { beforeEach, describe, expect, it, vi } from 'vitest';
import { NO_RETOUCH } from '../../clients/shared/picture/retouch.ts';
import { LANDSCAPE, PORTRAIT } from '../../clients/shared/picture/size.ts';
import { openStudio, type Studio } from '../../clients/shared/picture/studio.ts';
import type { Source, SourceKind } from '../../clients/shared/sources/source.ts';
import { track } from './support/peer.ts';

/** Whether something is being drawn. */
let isDrawing: boolean;
vi.mock('../../clients/shared/picture/ticker.ts', () => ({
  startTicker: () => {
    isDrawing = true;
    return {
      stop: () => {
        isDrawing = false;
      },
    };
  },
}));
vi.mock('../../clients/shared/picture/sound.ts', () => ({ openSound: () => ({ track: sound, set: () => undefined }) }));
vi.mock('../../clients/shared/picture/retouch.ts', async (original) => ({
  ...(await original<object>()),
  openRetouch: () => ({ apply: () => undefined, close: () => undefined }),
}));

const stoppable = (kind: 'video' | 'audio', id: string) => Object.assign(track(kind, id), { stop: vi.fn() });
const sound = stoppable('audio', 'sound');
const drawn = stoppable('video', 'drawn');
const RETOUCHED = { ...NO_RETOUCH, strength: 0.5 };

class FakeStream extends EventTarget {
  readonly tracks: MediaStreamTrack[];

  constructor(tracks: MediaStreamTrack[]) {
    super();
    this.tracks = tracks;
  }

  getVideoTracks = () => this.tracks.filter(({ kind }) => kind === 'video');
  addTrack = (added: MediaStreamTrack) => void this.tracks.push(added);
  removeTrack = (removed: MediaStreamTrack) => void this.tracks.splice(this.tracks.indexOf(removed), 1);
}

class FakeTrackEvent extends Event {
  readonly track: MediaStreamTrack;

  constructor(type: string, { track: added }: { track: MediaStreamTrack }) {
    super(type);
    this.track = added;
  }
}

function source(kind: SourceKind, size = LANDSCAPE) {
  const video = Object.assign(new EventTarget(), { videoWidth: size.width, videoHeight: size.height });
  const picture = stoppable('video', kind);
  return { kind, video, picture, audio: undefined, onEnded: () => undefined, stop: () => undefined };
}
const shown = (studio: Studio, what: ReturnType<typeof source>): void => studio.show(what as unknown as Source);
const picture = (studio: Studio): string | undefined => studio.own.getVideoTracks()[0]?.id;

let told: string[];
function open(isSteady = false): Studio {
  const studio = openStudio({ size: LANDSCAPE, isSteady });
  studio.own.addEventListener('addtrack', (event) => told.push(event.track.id));
  return studio;
}

beforeEach(() => {
  [told, isDrawing] = [[], false];
  const canvas = { width: 0, height: 0, getContext: () => ({}), captureStream: () => new FakeStream([drawn]) };
  vi.stubGlobal('document', { createElement: () => canvas });
  vi.stubGlobal(
    'AudioContext',
    class {
      close = async () => undefined;
    },
  );
  vi.stubGlobal('MediaStream', FakeStream);
  vi.stubGlobal('MediaStreamTrackEvent', FakeTrackEvent);
});

describe('what leaves the machine', () => {
  it('is the camera itself while nothing is drawn into it, and nothing is drawn then', () => {
    const studio = open();
    expect([picture(studio), isDrawing]).toEqual(['drawn', true]);
    shown(studio, source('camera'));
    expect([picture(studio), isDrawing, told]).toEqual(['camera', false, ['camera']]);
  });

  it.each<[string, (studio: Studio) => void]>([
    ['it is retouched', (studio) => studio.retouch(RETOUCHED)],
    ['it is switched off', (studio) => studio.setPictureOn(false)],
    ['it has another shape than what is sent', (studio) => studio.resize(PORTRAIT)],
    ['a screen is shown instead', (studio) => shown(studio, source('screen'))],
    ['nothing is shown', (studio) => studio.show(undefined)],
  ])('is drawn when %s', (_why, change) => {
    const studio = open();
    shown(studio, source('camera'));
    change(studio);
    expect([picture(studio), isDrawing, told]).toEqual(['drawn', true, ['camera', 'drawn']]);
  });

  it('is the camera again when retouching ends, and when a phone has been turned to the shape that is sent', () => {
    const studio = open();
    const camera = source('camera', PORTRAIT);
    shown(studio, camera);
    expect(picture(studio)).toBe('drawn');
    Object.assign(camera.video, { videoWidth: LANDSCAPE.width, videoHeight: LANDSCAPE.height });
    camera.video.dispatchEvent(new Event('resize'));
    expect(picture(studio)).toBe('camera');
    studio.retouch(RETOUCHED);
    studio.retouch(NO_RETOUCH);
    expect([picture(studio), told]).toEqual(['camera', ['camera', 'drawn', 'camera']]);
  });

  it('keeps its tracks where they must not change: all is drawn', () => {
    const studio = open(true);
    shown(studio, source('camera'));
    expect([picture(studio), isDrawing, told]).toEqual(['drawn', true, []]);
  });

  it('ends with the studio, and a camera is left to whoever opened it', () => {
    const studio = open();
    const camera = source('camera');
    shown(studio, camera);
    studio.close();
    expect([drawn.stop, sound.stop, camera.picture.stop].map(({ mock }) => mock.calls.length > 0)).toEqual([
      true,
      true,
      false,
    ]);
  });
});
