import { beforeEach, describe, expect, it, vi } from 'vitest';
import { layoutOf } from '../../clients/shared/picture/layout.ts';
import { LANDSCAPE, PORTRAIT } from '../../clients/shared/picture/size.ts';
import { openLocalMix } from '../../clients/shared/publishing/local-mix.ts';
import type { WhipPublication } from '../../clients/shared/publishing/whip.ts';
import { settled, useFakePage } from './support/page.ts';
import { track } from './support/peer.ts';

/** Everything that happens, in order: what is drawn, sent, and told to the media server. */
let log: unknown[][];
const mixes: { size: unknown; closed: boolean }[] = [];

vi.mock('../../clients/shared/picture/mix.ts', () => ({
  openMix: (size: object) => {
    const mix = { size, closed: false };
    mixes.push(mix);
    return {
      picture: track('video', 'mixed picture'),
      sound: track('audio', 'mixed sound'),
      resize: (next: object) => {
        mix.size = next;
      },
      arrange: (panes: { userId: string }[]) => void log.push(['draw', ...panes.map(({ userId }) => userId)]),
      close: () => {
        mix.closed = true;
        log.push(['close']);
      },
    };
  },
}));

class FakeSocket extends EventTarget {
  static readonly OPEN = 1;
  static all: FakeSocket[] = [];
  readonly url: string;
  readyState = 0;

  constructor(url: string) {
    super();
    this.url = url;
    FakeSocket.all.push(this);
  }

  send(text: string): void {
    const { on } = JSON.parse(text) as { on: boolean };
    log.push(['tell', on]);
  }

  close(): void {
    this.readyState = 3;
    this.dispatchEvent(new Event('close'));
  }

  open(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }

  says(message: object): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data: JSON.stringify(message) }));
  }
}

useFakePage();
beforeEach(() => {
  [log, mixes.length, FakeSocket.all] = [[], 0, []];
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.stubGlobal(
    'AudioContext',
    class {
      close = async () => undefined;
    },
  );
});

let newSession: (session: string) => void;

function opened(mixing: 'client' | 'server' = 'client') {
  const whip: Pick<WhipPublication, 'send' | 'onSession'> = {
    send: async (slot, sent) => void log.push(['send', slot, sent?.id ?? null]),
    onSession: (listener) => {
      newSession = listener;
      listener('http://127.0.0.1:7302/session/1');
      return () => undefined;
    },
  };
  const mix = openLocalMix(whip as WhipPublication, { mixing, firstSlot: 2 });
  FakeSocket.all[0]?.open();
  return mix;
}

const socket = (): FakeSocket => FakeSocket.all.at(-1) as FakeSocket;
const picture = (...people: string[]) => ({ size: LANDSCAPE, panes: layoutOf(people) });
const STREAMS = new Map<string, MediaStream>();
const layout = (...userIds: string[]) => ({
  ...{ type: 'mix', mode: userIds.length > 1 ? 1 : 0 },
  panes: userIds.map((userId, z) => ({ userId, x: 0, y: 0, w: 1, h: 1, z })),
});

describe('the mix that is made in the streamer’s page', () => {
  it('is drawn and sent before the server is told, and listens where the session is', async () => {
    await opened().show(picture('anna', 'bob'), STREAMS);
    expect(socket().url).toBe('ws://127.0.0.1:7302/session/1/signal');
    expect(log.slice(0, 4)).toEqual([
      ['draw', 'anna', 'bob'],
      ['send', 2, 'mixed picture'],
      ['send', 3, 'mixed sound'],
      ['tell', true],
    ]);
  });

  it('goes on while people come and go, and changes its shape with the picture', async () => {
    const mix = opened();
    await mix.show(picture('anna', 'bob'), STREAMS);
    log.length = 0;
    await mix.show({ size: PORTRAIT, panes: layoutOf(['anna', 'bob', 'carl'], PORTRAIT) }, STREAMS);
    expect(log).toEqual([['draw', 'anna', 'bob', 'carl']]);
    expect(mixes).toEqual([{ size: PORTRAIT, closed: false }]);
  });

  it('ends only when the server shows the camera again: nobody sees a gap', async () => {
    const mix = opened();
    await mix.show(picture('anna', 'bob'), STREAMS);
    log.length = 0;
    void mix.show(picture('anna'), STREAMS);
    await settled();
    expect(log).toEqual([['tell', false]]);
    socket().says({ type: 'showing', picture: 'camera' });
    await settled();
    expect(log.slice(1)).toEqual([['send', 2, null], ['send', 3, null], ['close']]);
  });

  it('ends all the same when the server says nothing for two seconds', async () => {
    const mix = opened();
    await mix.show(picture('anna', 'bob'), STREAMS);
    void mix.show(picture('anna'), STREAMS);
    await vi.advanceTimersByTimeAsync(1_999);
    expect(mixes[0]?.closed).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(mixes[0]?.closed).toBe(true);
  });

  it('is claimed again when the server went back to the camera by itself', async () => {
    const mix = opened();
    await mix.show(picture('anna', 'bob'), STREAMS);
    log.length = 0;
    socket().says({ type: 'showing', picture: 'camera' });
    expect(log).toEqual([['tell', true]]);
  });

  it('is told to the session that follows a loss, and to a socket that was lost alone', async () => {
    const mix = opened();
    await mix.show(picture('anna', 'bob'), STREAMS);
    log.length = 0;
    newSession('http://127.0.0.1:7302/session/2');
    socket().open();
    expect(socket().url).toBe('ws://127.0.0.1:7302/session/2/signal');
    expect(log).toEqual([['tell', true]]);
    socket().close();
    await vi.advanceTimersByTimeAsync(1_000);
    socket().open();
    expect(log).toEqual([
      ['tell', true],
      ['tell', true],
    ]);
    mix.close();
    const count = FakeSocket.all.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSocket.all).toHaveLength(count);
    expect(mixes[0]?.closed).toBe(true);
  });
});

describe('who lays people out', () => {
  it('the page does not follow the server where the page does it', async () => {
    opened('client');
    socket().says(layout('anna', 'bob'));
    await settled();
    expect(log).toEqual([]);
  });

  it('the server’s panes are drawn where the server does it, those in front last', async () => {
    const mix = opened('server');
    await mix.show(picture('anna', 'bob'), STREAMS);
    expect(log).toEqual([]);
    const { panes } = layout('bob', 'anna');
    socket().says({ type: 'mix', mode: 1, panes: [...panes].reverse() });
    await settled();
    expect(log[0]).toEqual(['draw', 'bob', 'anna']);
    expect(mixes).toEqual([{ size: LANDSCAPE, closed: false }]);
    expect(log.at(-2)).toEqual(['tell', true]);
    log.length = 0;
    socket().says(layout('anna'));
    await settled();
    expect(log).toEqual([['tell', false]]);
  });

  it('the mix has the size that the server says, whatever the shape of the streamer’s own picture', async () => {
    const mix = opened('server');
    await mix.show(picture('anna'), STREAMS);
    socket().says({ ...layout('anna', 'bob'), size: { width: 720, height: 1_280 } });
    await mix.show({ size: PORTRAIT, panes: layoutOf(['anna']) }, STREAMS);
    expect(mixes).toEqual([{ size: { width: 720, height: 1_280 }, closed: false }]);
  });
});
