/** The exchange that WHIP and WHEP have in common: an offer is posted, an answer comes back with an address to end it. */

export interface Exchange {
  readonly connection: RTCPeerConnection;
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

/** @param prepare adds the tracks or transceivers before the offer is made */
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
      signal,
    }).catch((error: Error) => {
      throw new ExchangeError(0, error.message);
    });
    const answer = await response.text();
    if (!response.ok) throw new ExchangeError(response.status, answer);
    await connection.setRemoteDescription({ type: 'answer', sdp: answer });
    const location = response.headers.get('location');
    const end = (): void => {
      removeEventListener('pagehide', end);
      connection.close();
      if (location) void fetch(new URL(location, url), { method: 'DELETE', keepalive: true }).catch(() => undefined);
    };
    addEventListener('pagehide', end);
    return { connection, end };
  } catch (error) {
    connection.close();
    throw error;
  }
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
