/** The exchange that WHIP and WHEP have in common: an offer is posted, an answer comes back with an address to end it. */

export interface Exchange {
  readonly connection: RTCPeerConnection;
  /** Address of the session, by which it is ended; undefined when the server named none. */
  readonly session: string | undefined;
  /** Tells the server that it is over, also while the page is being closed. */
  end(): void;
}

/** The server refused or is not there. */
export class ExchangeError extends Error {
  /** 0 when nobody answered. */
  readonly status: number;

  constructor(status: number, detail: string) {
    super(detail);
    this.name = 'ExchangeError';
    this.status = status;
  }
}

const CANDIDATES_WITHIN_MS = 1_000;
const ANSWER_WITHIN_MS = 10_000;
/** An interruption that lasts longer counts as a loss: the media server gives a silent publisher up after as long. */
const INTERRUPTED_MS = 2_000;

/**
 * @param signal gives the exchange up
 * @param prepare adds the tracks or transceivers before the offer is made
 * @throws ExchangeError
 */
export async function exchange(
  url: string,
  signal: AbortSignal,
  prepare: (connection: RTCPeerConnection) => void,
): Promise<Exchange> {
  const connection = new RTCPeerConnection();
  try {
    prepare(connection);
    await connection.setLocalDescription(await connection.createOffer());
    await candidates(connection);
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/sdp' },
      body: connection.localDescription?.sdp ?? '',
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
    }).catch((error: Error) => {
      throw new ExchangeError(0, error.message);
    });
    const answer = await response.text();
    if (!response.ok) throw new ExchangeError(response.status, answer);
    const session = sessionOf(response, url);
    const end = (): void => {
      removeEventListener('pagehide', end);
      connection.close();
      if (session) void fetch(session, { method: 'DELETE', keepalive: true }).catch(() => undefined);
    };
    addEventListener('pagehide', end);
    if (signal.aborted) {
      end();
      throw new ExchangeError(0, 'given up');
    }
    await connection.setRemoteDescription({ type: 'answer', sdp: answer });
    return { connection, session, end };
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** Calls once when the connection has broken off, however the browser came to know of it. */
export function onConnectionLost(connection: RTCPeerConnection, listener: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = (): void => {
    clearTimeout(timer);
    connection.removeEventListener('connectionstatechange', look);
  };
  const lost = (): void => {
    stop();
    listener();
  };
  const look = (): void => {
    clearTimeout(timer);
    const state = connection.connectionState;
    if (state === 'failed' || state === 'closed') lost();
    else if (state === 'disconnected') timer = setTimeout(lost, INTERRUPTED_MS);
  };
  connection.addEventListener('connectionstatechange', look);
  return stop;
}

function sessionOf({ headers }: Response, url: string): string | undefined {
  const location = headers.get('location');
  return location === null ? undefined : new URL(location, url).href;
}

/** All candidates travel with the offer: neither side trickles. */
function candidates(connection: RTCPeerConnection): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(done, CANDIDATES_WITHIN_MS);
    if (connection.iceGatheringState === 'complete') done();
    connection.addEventListener('icegatheringstatechange', () => {
      if (connection.iceGatheringState === 'complete') done();
    });
  });
}
