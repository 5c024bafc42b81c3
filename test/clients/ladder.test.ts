import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Player, PlayingError } from '../../clients/shared/playing/attempt.ts';
import { climb, type Players } from '../../clients/shared/playing/ladder.ts';
import type { Playback, PlayingProblem, PlayProtocol, PlayUrls } from '../../clients/shared/playing/playing.ts';
import { FakeVideo, settled, useFakePage } from './support/page.ts';

const page = useFakePage();
const URLS: PlayUrls = { rts: 'artc://r', flv: 'http://f', hls: 'http://h' };

/** What the next try of a protocol does: plays, or fails like this. */
type Next = 'plays' | PlayingProblem;

let video: FakeVideo;
let tries: [PlayProtocol, string][];
let lose: ((problem: PlayingProblem) => void)[];
let stopped: PlayProtocol[];
let states: (readonly [string, PlayingProblem | undefined])[];

beforeEach(() => {
  video = new FakeVideo();
  [tries, lose, stopped, states] = [[], [], [], []];
});

function watch(plan: Partial<Record<PlayProtocol, Next | Next[]>>, urls = URLS): Playback {
  const player =
    (protocol: PlayProtocol): Player =>
    async (_video, url) => {
      tries.push([protocol, url]);
      const planned = plan[protocol] ?? 'plays';
      const next = Array.isArray(planned) ? (planned.shift() ?? 'plays') : planned;
      if (next !== 'plays') throw new PlayingError(next, protocol);
      return { onLost: (listener) => void lose.push(listener), stop: () => void stopped.push(protocol) };
    };
  const players: Players = { rts: player('rts'), flv: player('flv'), hls: player('hls'), file: player('file') };
  const playback = climb(video.element, urls, players);
  playback.onState((state, problem) => states.push([state, problem]));
  return playback;
}

const tried = () => tries.map(([protocol]) => protocol);

describe('which protocol is played', () => {
  it.each<[string, Partial<Record<PlayProtocol, Next>>, PlayProtocol[]]>([
    ['low latency, when it works', {}, ['rts']],
    ['FLV, when low latency cannot be had', { rts: 'unsupported' }, ['rts', 'flv']],
    ['HLS, when nothing else works', { rts: 'unreachable', flv: 'unsupported' }, ['rts', 'flv', 'hls']],
  ])('%s', async (_, plan, expected) => {
    const playback = watch(plan);
    await settled();
    expect(tried()).toEqual(expected);
    expect([playback.protocol, playback.state]).toEqual([expected.at(-1), 'playing']);
  });

  it('only those for which there is a URL, and a recording alone', async () => {
    watch({}, { hls: 'http://h' });
    watch({}, { file: 'http://r.mp4' });
    await settled();
    expect(tries).toEqual([
      ['hls', 'http://h'],
      ['file', 'http://r.mp4'],
    ]);
  });
});

describe('what cannot be played', () => {
  it('a player whose file cannot be loaded, because the network is gone, is tried again', async () => {
    const unloadable: Player = () => Promise.reject(new TypeError('Failed to fetch dynamically imported module'));
    const playback = climb(video.element, URLS, {
      rts: unloadable,
      flv: unloadable,
      hls: unloadable,
      file: unloadable,
    });
    await settled();
    expect(playback.state).toBe('reconnecting');
    playback.stop();
  });

  it('a stream that is not there is asked for again later and not by the other protocols', async () => {
    const playback = watch({ rts: ['not-found', 'not-found', 'plays'] });
    await settled();
    expect(states).toEqual([['reconnecting', 'not-found']]);
    await vi.advanceTimersByTimeAsync(300 + 700);
    expect(tried()).toEqual(['rts', 'rts', 'rts']);
    expect(playback.state).toBe('playing');
  });

  it.each<[PlayingProblem, number]>([
    ['expired', 1],
    ['unsupported', 3],
  ])('%s is final, after %i tries', async (problem, count) => {
    const playback = watch({ rts: problem, flv: problem, hls: problem });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(tries).toHaveLength(count);
    expect(states).toEqual([['failed', problem]]);
    expect(playback.state).toBe('failed');
  });

  it('waits longer after each failure, at most five seconds, and not at all when the network is back', async () => {
    watch({ rts: 'not-found' });
    const triesAfter = async (ms: number): Promise<number> => {
      await vi.advanceTimersByTimeAsync(ms);
      return tries.length;
    };
    expect([
      await triesAfter(0),
      await triesAfter(300),
      await triesAfter(700),
      await triesAfter(1_500),
      await triesAfter(3_000),
    ]).toEqual([1, 2, 3, 4, 5]);
    expect([await triesAfter(4_999), await triesAfter(1), await triesAfter(5_000)]).toEqual([5, 6, 7]);
    page.tell('online');
    await settled();
    expect(tries).toHaveLength(8);
  });
});

describe('a picture that breaks off', () => {
  it('is fetched again from the top', async () => {
    const playback = watch({ rts: ['unreachable', 'plays'] });
    await settled();
    expect(playback.protocol).toBe('flv');
    lose[0]?.('unreachable');
    await vi.advanceTimersByTimeAsync(300);
    expect(stopped).toEqual(['flv']);
    expect([playback.protocol, playback.state]).toEqual(['rts', 'playing']);
    expect(states.map(([state]) => state)).toEqual(['playing', 'reconnecting', 'playing']);
  });

  it('counts as broken off when no frame comes for six seconds, but not while the page is hidden or paused', async () => {
    watch({});
    await settled();
    page.document.hidden = true;
    await vi.advanceTimersByTimeAsync(20_000);
    page.document.hidden = false;
    video.paused = true;
    await vi.advanceTimersByTimeAsync(20_000);
    video.paused = false;
    await vi.advanceTimersByTimeAsync(5_000);
    video.frames += 1;
    await vi.advanceTimersByTimeAsync(6_000);
    expect(stopped).toEqual([]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(stopped).toEqual(['rts']);
  });

  it('a recording may stand still', async () => {
    watch({}, { file: 'http://r.mp4' });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(stopped).toEqual([]);
  });

  it('a stall is told, and its end', async () => {
    watch({});
    await settled();
    video.tell('waiting');
    video.tell('playing');
    expect(states.map(([state]) => state)).toEqual(['playing', 'stalled', 'playing']);
  });
});

it('a browser that wants a click before sound plays without it, and the page is told', async () => {
  const refused = Object.assign(new Error('click first'), { name: 'NotAllowedError' });
  video.play.mockRejectedValueOnce(refused);
  watch({});
  await settled();
  expect(video.muted).toBe(true);
  expect(states).toEqual([['playing', 'blocked']]);
});

describe('stopping', () => {
  it('ends what plays, at once, and nothing is tried any more', async () => {
    const playback = watch({});
    await settled();
    playback.stop();
    expect(stopped).toEqual(['rts']);
    lose[0]?.('unreachable');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(tried()).toEqual(['rts']);
    expect(states.at(-1)).toEqual(['ended', undefined]);
  });

  it('during a try ends what comes of it', async () => {
    const playback = watch({});
    playback.stop();
    await settled();
    expect(stopped).toEqual(['rts']);
    expect(playback.state).toBe('ended');
  });
});
