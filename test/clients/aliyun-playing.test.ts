import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PlayingProblem } from '../../clients/shared/playing/playing.ts';
import { FakeVideo } from './support/page.ts';
import { pushStandIn } from './support/push-sdk.ts';
import { stubScripts } from './support/script.ts';

const URL_OF = 'artc://play.example.com/live/room?auth_key=k';

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function rtsStandIn(failure: { isSupport?: object; subscribe?: object } = {}) {
  vi.resetModules();
  const calls: [string, ...unknown[]][] = [];
  let onError: (error: object) => void = () => undefined;
  const client = {
    on: (_event: string, listener: (error: object) => void) => {
      onError = listener;
    },
    isSupport: async (wanted: object) => {
      calls.push(['isSupport', wanted]);
      if (failure.isSupport) throw failure.isSupport;
    },
    subscribe: async (url: string, config: object) => {
      calls.push(['subscribe', url, config]);
      if (failure.subscribe) throw failure.subscribe;
      return { play: () => void calls.push(['play']) };
    },
    unsubscribe: () => void calls.push(['unsubscribe']),
  };
  const scripts = stubScripts({ AliRTS: { createClient: () => client } });
  return { calls, scripts, tellError: (error: object) => onError(error) };
}

async function playRts(video: FakeVideo, signal = new AbortController().signal) {
  const rts = await import('../../clients/shared/playing/aliyun-rts.ts');
  return rts.playRts(video.element, URL_OF, signal);
}

describe('low latency through the vendor’s RTS SDK', () => {
  it('subscribes to the URL as it is and plays on the page’s own element', async () => {
    const sdk = rtsStandIn();
    const video = new FakeVideo();
    const started = playRts(video);
    await vi.waitFor(() => expect(sdk.calls.at(-1)).toEqual(['play']));
    video.tell('loadeddata');
    const running = await started;
    expect(sdk.scripts).toEqual([expect.stringMatching(/^https:\/\/g\.alicdn\.com\/.*rts-sdk\.js$/)]);
    expect(sdk.calls).toEqual([
      ['isSupport', { isReceiveVideo: true }],
      ['subscribe', URL_OF, { mediaTimeout: 6_000 }],
      ['play'],
    ]);
    running.stop();
    expect(sdk.calls.at(-1)).toEqual(['unsubscribe']);
  });

  it.each<[string, Parameters<typeof rtsStandIn>[0], PlayingProblem]>([
    ['a browser without WebRTC', { isSupport: { errorCode: 10_110, message: '' } }, 'unsupported'],
    ['a browser without H.264', { isSupport: { errorCode: 10_113, message: '' } }, 'unsupported'],
    ['a stream that does not come', { subscribe: { errorCode: 10_205, message: '' } }, 'unreachable'],
  ])('%s is told as a problem', async (_, failure, problem) => {
    const sdk = rtsStandIn(failure);
    const error = await playRts(new FakeVideo()).catch((each: unknown) => each);
    expect(error).toMatchObject({ name: 'PlayingError', problem });
    expect(sdk.calls.at(-1)).toEqual(['unsubscribe']);
  });

  it('without a picture in six seconds it is given up, so that the next protocol is tried', async () => {
    const sdk = rtsStandIn();
    const given = playRts(new FakeVideo()).catch((each: unknown) => each);
    await vi.advanceTimersByTimeAsync(6_000);
    expect(await given).toMatchObject({ problem: 'unreachable' });
    expect(sdk.calls.at(-1)).toEqual(['unsubscribe']);
  });

  it('an error of the SDK while it plays is a loss', async () => {
    const sdk = rtsStandIn();
    const video = new FakeVideo();
    const started = playRts(video);
    await vi.waitFor(() => expect(sdk.calls.at(-1)).toEqual(['play']));
    video.tell('loadeddata');
    const lost: PlayingProblem[] = [];
    (await started).onLost((problem) => lost.push(problem));
    sdk.tellError({ errorCode: 12_000, message: 'peerconnection' });
    expect(lost).toEqual(['unreachable']);
  });
});

describe('somebody on stage through the vendor’s co-streaming SDK', () => {
  class FakeStream {}
  const url = 'artc://live.aliyun.com/play/channel?userId=bob&token=t';

  async function member(stream: unknown) {
    const sdk = pushStandIn();
    sdk.playedStream = stream;
    vi.stubGlobal('MediaStream', FakeStream);
    const { createElement } = document;
    const video = new FakeVideo();
    document.createElement = ((name: string) => (name === 'video' ? video : createElement(name))) as never;
    const { playMember } = await import('../../clients/shared/playing/aliyun-member.ts');
    return { sdk, video, playMember };
  }

  it('comes as the stream that the SDK plays, and ends when it is stopped', async () => {
    const stream = new FakeStream();
    const { sdk, playMember } = await member(stream);
    const playback = await playMember(url);
    expect(playback.stream).toBe(stream);
    playback.stop();
    expect(sdk.calls).toEqual([['startPlay', url], ['stopPlay'], ['destroyPlayer']]);
  });

  it('two who come at once are begun one after the other', async () => {
    const { sdk, playMember } = await member(new FakeStream());
    await Promise.all([playMember('first'), playMember('second')]);
    expect(sdk.calls.map(([, asked]) => asked)).toEqual(['first', 'second']);
  });

  it('ten seconds without a frame are the end', async () => {
    const { video, playMember } = await member(new FakeStream());
    const playback = await playMember(url);
    const ended = vi.fn();
    playback.onEnded(ended);
    await vi.advanceTimersByTimeAsync(8_000);
    video.currentTime = 1;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(ended).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(4_000);
    expect(ended).toHaveBeenCalledOnce();
  });

  it.each([
    ['a play that fails', new FakeStream(), true, 'unreachable'],
    ['a play without a stream', undefined, false, 'unsupported'],
  ])('%s is told, and leaves nothing behind', async (_, stream, isFailing, problem) => {
    const { sdk, playMember } = await member(stream);
    if (isFailing) sdk.fail('startPlay', new Error('no'));
    expect(await playMember(url).catch((error: unknown) => error)).toMatchObject({ problem });
    expect(sdk.calls.at(-1)).toEqual(['destroyPlayer']);
  });
});
