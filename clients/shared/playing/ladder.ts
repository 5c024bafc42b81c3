/**
 * Plays the first protocol that works and falls back to the next: low latency, FLV, HLS. When what plays breaks off, the
 * ladder is climbed again from the top, with pauses that grow, for as long as the page wants to watch.
 */
import { backoff, pause } from '../pause.ts';
import { type Player, PlayingError, type Running } from './attempt.ts';
import type { Playback, PlayingProblem, PlayProtocol, PlayUrls } from './playing.ts';
import { onStandstill } from './progress.ts';
import { PlaybackStates } from './states.ts';

/** Milliseconds before each further try; the last one is kept. */
const BACKOFF = [300, 700, 1_500, 3_000, 5_000];

export type Players = Readonly<Record<PlayProtocol, Player>>;

const LIVE: readonly PlayProtocol[] = ['rts', 'flv', 'hls'];

export function climb(video: HTMLVideoElement, urls: PlayUrls, players: Players): Playback {
  const states = new PlaybackStates();
  const controller = new AbortController();
  const rungs = urls.file === undefined ? LIVE.filter((protocol) => urls[protocol] !== undefined) : (['file'] as const);
  let protocol: PlayProtocol = rungs[0] ?? 'flv';
  let running: Running | undefined;
  const stopRunning = (): void => {
    running?.stop();
    running = undefined;
  };

  const once = async (): Promise<PlayingProblem | undefined> => {
    let problem: PlayingProblem = 'unsupported';
    for (const rung of rungs) {
      try {
        protocol = rung;
        running = await players[rung](video, String(urls[rung]), controller.signal);
        return undefined;
      } catch (error) {
        // A player that could not even be loaded: its file comes over the network that was lost.
        problem = error instanceof PlayingError ? error.problem : 'unreachable';
        // What the server says of the stream holds for every protocol; what one player cannot do, another may.
        if (problem === 'not-found' || problem === 'expired' || controller.signal.aborted) return problem;
      }
    }
    return problem;
  };

  const run = async (): Promise<void> => {
    for (let failures = 0; !controller.signal.aborted; ) {
      let problem = await once();
      if (controller.signal.aborted) break;
      if (problem === 'unsupported' || problem === 'expired') {
        states.set('failed', problem);
        return;
      }
      if (problem === undefined && running) {
        failures = 0;
        await started(video, states);
        problem = await lost(running, protocol === 'file' ? undefined : video, controller.signal);
        stopRunning();
      }
      if (controller.signal.aborted) break;
      states.set('reconnecting', problem);
      await pause(backoff(BACKOFF, failures++), controller.signal);
    }
    stopRunning();
  };
  run().catch(() => states.set('failed', 'unreachable'));
  const endWatch = stalls(video, states, () => running !== undefined);

  return {
    get protocol() {
      return protocol;
    },
    get state() {
      return states.state;
    },
    onState: (listener) => states.on(listener),
    stop: () => {
      controller.abort();
      endWatch();
      stopRunning();
      states.set('ended');
    },
  };
}

/** @param live the element when it must never stand still: who watches a recording may pause it */
function lost(running: Running, live: HTMLVideoElement | undefined, signal: AbortSignal): Promise<PlayingProblem> {
  return new Promise((resolve) => {
    const end = (problem: PlayingProblem): void => {
      forget?.();
      resolve(problem);
    };
    const forget = live && onStandstill(live, () => end('unreachable'));
    running.onLost(end);
    signal.addEventListener('abort', () => end('unreachable'), { once: true });
  });
}

/** A browser that wants a click before it plays sound plays without it; the page offers the click. */
async function started(video: HTMLVideoElement, states: PlaybackStates): Promise<void> {
  try {
    await video.play();
    states.set('playing');
  } catch (error) {
    if ((error as DOMException).name !== 'NotAllowedError') return;
    video.muted = true;
    await video.play();
    states.set('playing', 'blocked');
  }
}

function stalls(video: HTMLVideoElement, states: PlaybackStates, isRunning: () => boolean): () => void {
  const onWaiting = (): void => {
    if (states.state === 'playing') states.set('stalled');
  };
  const onPlaying = (): void => {
    if (isRunning()) states.set('playing');
  };
  video.addEventListener('waiting', onWaiting);
  video.addEventListener('playing', onPlaying);
  return () => {
    video.removeEventListener('waiting', onWaiting);
    video.removeEventListener('playing', onPlaying);
  };
}
