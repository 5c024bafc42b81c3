import { signal } from '@preact/signals';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ClosedReason } from '../../clients/shared/messaging/messaging.ts';
import type { Publication, PublicationListener, PublishOptions } from '../../clients/shared/publishing/publishing.ts';
import type { RoomModel } from '../../clients/shared/room/room.ts';
import type { Source, SourceKind } from '../../clients/shared/sources/source.ts';
import { type Broadcast, openBroadcast } from '../../clients/streamer/broadcast.ts';
import { FakeApi, fake } from './support/api.ts';

interface FakeSource extends Source {
  isStopped: boolean;
  end: () => void;
}

/** What the studio was told, what was published, and the sources that were opened: of the test that runs. */
const held = vi.hoisted(() => ({
  studio: [] as unknown[][],
  published: [] as unknown[],
  sources: [] as unknown[],
  refusal: undefined as Error | undefined,
}));

const source = (kind: SourceKind): FakeSource => {
  const made: FakeSource = {
    kind,
    video: {} as HTMLVideoElement,
    audio: { id: `sound of ${kind}` } as MediaStreamTrack,
    onEnded: (listener) => {
      made.end = listener;
    },
    end: () => undefined,
    isStopped: false,
    stop: () => {
      made.isStopped = true;
    },
  };
  held.sources.push(made);
  return made;
};

vi.mock('../../clients/shared/session.ts', async () => (await import('./support/api.ts')).sessionModule);
vi.mock('../../clients/shared/sources/capture.ts', () => ({
  openCamera: async () => source('camera'),
  openScreen: async () => source('screen'),
}));
vi.mock('../../clients/shared/sources/file.ts', () => ({ openFile: async () => source('file') }));
vi.mock('../../clients/shared/picture/studio.ts', () => ({
  openStudio: () => ({
    own: { id: 'own picture' },
    audio: { resume: async () => undefined },
    show: (shown: Source | undefined) => held.studio.push(['show', shown?.kind]),
    resize: (size: object) => held.studio.push(['resize', size]),
    retouch: (settings: object) => held.studio.push(['retouch', settings]),
    setMicrophone: (track: MediaStreamTrack) => held.studio.push(['microphone', track.id]),
    setMuted: (muted: boolean) => held.studio.push(['muted', muted]),
    setPictureOn: (on: boolean) => held.studio.push(['picture', on]),
    close: () => held.studio.push(['close']),
  }),
}));
vi.mock('../../clients/shared/publishing/open.ts', () => ({
  mayReplacePicture: () => true,
  openPublishing: () => ({
    publish: async (url: string, stream: MediaStream, options: PublishOptions) => {
      if (held.refusal) throw held.refusal;
      const made = new FakePublication(url, stream, options);
      held.published.push(made);
      return made;
    },
  }),
}));

class FakePublication implements Publication {
  readonly state = 'live';
  readonly mixes: unknown[] = [];
  readonly asked: unknown[];
  isStopped = false;
  tell: PublicationListener = () => undefined;

  constructor(...asked: unknown[]) {
    this.asked = asked;
  }

  mix = async (picture: { size: object; panes: readonly { userId: string }[] }) => {
    this.mixes.push([picture.size, picture.panes.map(({ userId }) => userId)]);
  };
  onState = (listener: PublicationListener) => {
    this.tell = listener;
    return () => undefined;
  };
  stop = async () => {
    this.isStopped = true;
  };
}

const published = () => held.published as FakePublication[];
const sources = () => held.sources as FakeSource[];
/** Of the channel, as the AppServer would say. */
let status: 0 | 1 | 2;
/** Why it cannot be read any more once it is live. */
let problem: Error | undefined;
const closedBecause = signal<ClosedReason | undefined>(undefined);
let broadcast: Broadcast;
let told: number[];

function openFor(mode: 0 | 1): Broadcast {
  const room = signal({ mode, link_info: { rtc_push_url: 'artc://rtc' }, push_url_info: { rts_url: 'artc://rts' } });
  const model = {
    id: 'room',
    room,
    closedBecause,
    refresh: async () => {
      if (problem && fake.api.named('start').length > 0) throw problem;
      return { ...room.value, status };
    },
    messaging: { send: async (type: number) => void told.push(type) },
  } as unknown as RoomModel;
  return openBroadcast(model, 'anna');
}

beforeEach(() => {
  [held.studio, held.published, held.sources, held.refusal, told] = [[], [], [], undefined, []];
  closedBecause.value = undefined;
  [status, problem] = [1, undefined];
  fake.api = new FakeApi();
  fake.api.answers = { start: () => ({}), pause: () => ({}), stop: () => ({}) };
  broadcast = openFor(1);
});

describe('going live', () => {
  it.each<[0 | 1, string, boolean]>([
    [1, 'artc://rtc', true],
    [0, 'artc://rts', false],
  ])('in mode %i sends the studio’s picture to %s first, and then the channel is live', async (mode, url, canMix) => {
    broadcast = openFor(mode);
    await broadcast.start();
    expect(published().map(({ asked }) => asked)).toEqual([[url, { id: 'own picture' }, { canMix }]]);
    expect(fake.api.calls).toEqual([['start', { id: 'room', user_id: 'anna' }]]);
    expect(told).toEqual([10_003]);
    expect(broadcast.sending.value).toBe('live');
  });

  it('that is refused leaves the channel as it was', async () => {
    held.refusal = new Error('taken');
    await expect(broadcast.start()).rejects.toThrow('taken');
    expect(fake.api.calls).toEqual([]);
    expect(broadcast.sending.value).toBeUndefined();
  });

  it('that the AppServer refuses stops sending', async () => {
    fake.api.answers.start = () => {
      throw new Error('banned');
    };
    await expect(broadcast.start()).rejects.toThrow('banned');
    expect(published()[0]?.isStopped).toBe(true);
    expect(broadcast.sending.value).toBeUndefined();
  });

  it('goes on when only the new state of the channel cannot be read', async () => {
    problem = new Error('busy');
    await expect(broadcast.start()).rejects.toThrow('busy');
    expect([published()[0]?.isStopped, broadcast.sending.value, told]).toEqual([false, 'live', [10_003]]);
  });

  it('tells how sending goes, and begins anew after it failed', async () => {
    await broadcast.start();
    published()[0]?.tell('failed', 'expired');
    expect([broadcast.sending.value, broadcast.problem.value]).toEqual(['failed', 'expired']);
    await broadcast.start();
    expect(published().map(({ isStopped }) => isStopped)).toEqual([true, false]);
    published()[0]?.tell('reconnecting');
    expect([broadcast.sending.value, broadcast.problem.value]).toEqual(['live', undefined]);
  });
});

describe('a loss that is over', () => {
  it.each<[0 | 1 | 2, string, number]>([
    [0, 'is live again by itself when it was taken for a pause', 2],
    [1, 'is left as it is when nobody noticed', 1],
    [2, 'stays ended when somebody ended it meanwhile', 1],
  ])('a channel of status %i %s', async (now, _what, starts) => {
    await broadcast.start();
    status = now;
    published()[0]?.tell('reconnecting');
    published()[0]?.tell('live');
    await vi.waitFor(() => expect(fake.api.named('start')).toHaveLength(starts));
    expect(broadcast.sending.value).toBe('live');
  });
});

describe('the end of sending', () => {
  it('a pause is told to the AppServer before the picture stops: nobody takes it for a loss', async () => {
    await broadcast.start();
    fake.api.answers.pause = () => expect(published()[0]?.isStopped).toBe(false);
    await broadcast.pause();
    expect(published()[0]?.isStopped).toBe(true);
  });

  it('a pause is told to everybody, who would wait in front of a picture that stands still', async () => {
    await broadcast.start();
    await broadcast.pause();
    expect(told).toEqual([10_003, 19_001]);
  });

  it('the end is told to everybody', async () => {
    await broadcast.start();
    await broadcast.stop();
    expect(fake.api.calls.map(([id]) => id)).toEqual(['start', 'stop']);
    expect(told).toEqual([10_003, 10_004]);
    expect([published()[0]?.isStopped, broadcast.sending.value]).toEqual([true, undefined]);
  });

  it('another device of the same streamer gets the stream without a fight', async () => {
    await broadcast.start();
    closedBecause.value = 'other-device';
    expect([published()[0]?.isStopped, broadcast.sending.value]).toEqual([true, undefined]);
  });

  it('closing the page ends everything that was opened', async () => {
    await broadcast.showCamera();
    await broadcast.start();
    broadcast.close();
    expect([published()[0]?.isStopped, sources()[0]?.isStopped]).toEqual([true, true]);
    expect(held.studio.at(-1)).toEqual(['close']);
  });
});

describe('the mix', () => {
  it('puts the anchor first, and takes the shape of the picture', async () => {
    await broadcast.start();
    await broadcast.mixWith(new Map([['bob', {} as MediaStream]]));
    broadcast.setPortrait(true);
    await broadcast.mixWith(new Map());
    expect(published()[0]?.mixes).toEqual([
      [{ width: 640, height: 360 }, ['anna', 'bob']],
      [{ width: 360, height: 640 }, ['anna', 'bob']],
      [{ width: 360, height: 640 }, ['anna']],
    ]);
  });
});

describe('what is shown', () => {
  it('the camera stays open behind a screen, for its microphone, and is there again at once', async () => {
    await broadcast.showCamera();
    await broadcast.showScreen();
    expect(sources().map(({ kind, isStopped }) => [kind, isStopped])).toEqual([
      ['camera', false],
      ['screen', false],
    ]);
    await broadcast.showCamera();
    expect(sources()).toHaveLength(2);
    expect(sources()[1]?.isStopped).toBe(true);
    expect(broadcast.kind.value).toBe('camera');
    expect(held.studio.filter(([what]) => what === 'microphone')).toEqual([['microphone', 'sound of camera']]);
  });

  it('who ends the sharing of a screen in the browser’s own bar is back at the camera', async () => {
    await broadcast.showCamera();
    await broadcast.showScreen();
    sources()[1]?.end();
    expect(broadcast.kind.value).toBe('camera');
    expect(held.studio.at(-1)).toEqual(['show', 'camera']);
  });

  it('a camera that is unplugged leaves nothing to show', async () => {
    await broadcast.showCamera();
    sources()[0]?.end();
    expect(broadcast.kind.value).toBeUndefined();
    expect(held.studio.at(-1)).toEqual(['show', undefined]);
  });

  it('another camera replaces the first one', async () => {
    await broadcast.showCamera();
    await broadcast.showCamera();
    expect(sources().map(({ isStopped }) => isStopped)).toEqual([true, false]);
  });

  it('switches of microphone and camera reach the studio', () => {
    broadcast.setMicrophone(false);
    broadcast.setCamera(false);
    expect(held.studio).toEqual([
      ['muted', true],
      ['picture', false],
    ]);
    expect([broadcast.isMicrophoneOn.value, broadcast.isCameraOn.value]).toEqual([false, false]);
  });
});
