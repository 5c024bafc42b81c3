/** RTS, the low-latency streams of Alibaba Cloud, on the page's own element. */
import { type AliRts, type RtsError, rts } from '../vendor/rts.ts';
import { firstPicture, type Player, PlayingError } from './attempt.ts';
import type { PlayingProblem } from './playing.ts';

const FIRST_PICTURE_MS = 6_000;
/** The browser cannot: the next protocol is tried (README of aliyun-rts-sdk 2.2.7). */
const UNSUPPORTED: ReadonlySet<number> = new Set([10_110, 10_111, 10_112, 10_113]);

export const playRts: Player = async (video, url, signal) => {
  const sdk = await loaded();
  const client = sdk.createClient();
  let onError: (error: RtsError) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    onError = reject;
  });
  failed.catch(() => undefined);
  client.on('onError', (error) => onError(error));
  try {
    await client.isSupport({ isReceiveVideo: true });
    const stream = await client.subscribe(url, { mediaTimeout: FIRST_PICTURE_MS });
    stream.play(video);
    await Promise.race([firstPicture(video, signal, FIRST_PICTURE_MS), failed]);
  } catch (error) {
    client.unsubscribe();
    throw error instanceof PlayingError ? error : toPlayingError(error as RtsError);
  }
  return {
    onLost: (listener) => {
      onError = (error) => listener(problemOf(error));
    },
    stop: () => {
      client.unsubscribe();
      video.srcObject = null;
    },
  };
};

async function loaded(): Promise<AliRts> {
  try {
    return await rts();
  } catch (error) {
    throw new PlayingError('unreachable', (error as Error).message);
  }
}

function toPlayingError(error: RtsError): PlayingError {
  return new PlayingError(problemOf(error), error.message);
}

function problemOf({ errorCode }: RtsError): PlayingProblem {
  return UNSUPPORTED.has(errorCode) ? 'unsupported' : 'unreachable';
}
