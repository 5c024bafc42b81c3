/** Low latency on the local cloud: WHEP in place of the vendor's `artc://`. */
import { type Exchange, ExchangeError, exchange } from '../webrtc.ts';
import { firstPicture, type Player, PlayingError, problemOf } from './attempt.ts';
import type { MemberPlayback, PlayingProblem } from './playing.ts';

const FIRST_PICTURE_MS = 6_000;

export const playWhep: Player = async (video, url, signal) => {
  const { session, stream } = await receive(url, signal);
  video.srcObject = stream;
  try {
    await firstPicture(video, signal, FIRST_PICTURE_MS);
  } catch (error) {
    session.end();
    video.srcObject = null;
    throw error;
  }
  return {
    onLost: (listener) => onBroken(session.connection, () => listener('unreachable')),
    stop: () => {
      session.end();
      video.srcObject = null;
    },
  };
};

/** Somebody on stage. */
export async function receiveMember(url: string): Promise<MemberPlayback> {
  const { session, stream } = await receive(url, new AbortController().signal);
  return {
    stream,
    onEnded: (listener) => onBroken(session.connection, listener),
    stop: session.end,
  };
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
    throw error instanceof ExchangeError ? new PlayingError(problem(error), error.message) : error;
  }
}

function problem({ status }: ExchangeError): PlayingProblem {
  return problemOf(status);
}

/** @returns what ends the subscription */
function onBroken(connection: RTCPeerConnection, listener: () => void): () => void {
  const look = (): void => {
    if (connection.connectionState === 'failed' || connection.connectionState === 'closed') listener();
  };
  connection.addEventListener('connectionstatechange', look);
  return () => connection.removeEventListener('connectionstatechange', look);
}
