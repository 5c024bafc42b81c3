/** Low latency on the local cloud: WHEP in place of the vendor's `artc://`. */
import { type Exchange, ExchangeError, exchange, onConnectionLost } from '../webrtc.ts';
import { firstPicture, type Player, PlayingError, problemOf } from './attempt.ts';
import type { MemberPlayback } from './playing.ts';

const FIRST_PICTURE_MS = 6_000;

export const playWhep: Player = async (video, url, signal) => {
  const { session, stream } = await receive(url, signal);
  const stop = (): void => {
    session.end();
    video.srcObject = null;
  };
  video.srcObject = stream;
  try {
    await firstPicture(video, signal, FIRST_PICTURE_MS);
  } catch (error) {
    stop();
    throw error;
  }
  return { onLost: (listener) => onConnectionLost(session.connection, () => listener('unreachable')), stop };
};

/** Somebody on stage. @throws PlayingError */
export async function receiveMember(url: string): Promise<MemberPlayback> {
  const { session, stream } = await receive(url, new AbortController().signal);
  return { stream, onEnded: (listener) => onConnectionLost(session.connection, listener), stop: session.end };
}

async function receive(url: string, signal: AbortSignal): Promise<{ session: Exchange; stream: MediaStream }> {
  const stream = new MediaStream();
  try {
    const session = await exchange(url, signal, (connection) => {
      connection.addTransceiver('video', { direction: 'recvonly' });
      connection.addTransceiver('audio', { direction: 'recvonly' });
      connection.addEventListener('track', ({ track }) => stream.addTrack(track));
    });
    return { session, stream };
  } catch (error) {
    throw error instanceof ExchangeError ? new PlayingError(problemOf(error.status), error.message) : error;
  }
}
