/** Sending on the local cloud: WHIP in place of the vendor's `artc://`. */
import { Emitter } from '../emitter.ts';
import { backoff, pause } from '../pause.ts';
import { type Exchange, ExchangeError, exchange, onConnectionLost } from '../webrtc.ts';
import {
  type PublicationListener,
  type PublicationState,
  PublishingError,
  type PublishingProblem,
} from './publishing.ts';
import { addSlot, type WhipSlot } from './whip-slot.ts';

/** Milliseconds before each further try; the last one is kept. */
const BACKOFF = [300, 700, 1_500, 3_000];
/** Tries after which a stream that is taken belongs to somebody else, and not to what was left behind by a loss. */
const OCCUPIED_TRIES = 4;
const FINAL: ReadonlySet<PublishingProblem> = new Set(['refused', 'expired', 'unsupported']);

export interface WhipPublication {
  readonly state: PublicationState;
  /** Sends this in place of what the slot had; null: nothing. Nobody is interrupted. */
  send(slot: number, track: MediaStreamTrack | null): Promise<void>;
  /** Told the address of the session at once, and of each later one after a loss. */
  onSession(listener: (session: string | undefined) => void): () => void;
  onState(listener: PublicationListener): () => void;
  stop(): void;
}

/** @throws PublishingError when the first try is refused */
export async function publishWhip(url: string, slots: readonly WhipSlot[]): Promise<WhipPublication> {
  const controller = new AbortController();
  const events = new Emitter<{ state: PublicationListener; session: (session: string | undefined) => void }>();
  const tracks = slots.map(({ track }) => track);
  let session: Exchange;
  let senders: readonly RTCRtpSender[] = [];
  let state: PublicationState = 'connecting';
  const set = (next: PublicationState, problem?: PublishingProblem): void => {
    state = next;
    events.emit('state', next, problem);
  };
  const connect = async (): Promise<void> => {
    let added: readonly RTCRtpSender[] = [];
    session = await offer(url, controller.signal, (connection) => {
      added = slots.map(({ kind }, index) => addSlot(connection, { kind, track: tracks[index] ?? null }));
    });
    senders = added;
    onConnectionLost(session.connection, () => void again());
    set('live');
    events.emit('session', session.session);
  };
  const again = async (): Promise<void> => {
    if (state !== 'live') return;
    session.end();
    set('reconnecting');
    for (let attempt = 0; !controller.signal.aborted; attempt++) {
      try {
        await connect();
        return;
      } catch (error) {
        if (controller.signal.aborted) return;
        const problem = error instanceof PublishingError ? error.problem : 'unreachable';
        if (FINAL.has(problem) || (problem === 'occupied' && attempt >= OCCUPIED_TRIES)) {
          set('failed', problem);
          return;
        }
        set('reconnecting', problem);
        await pause(backoff(BACKOFF, attempt), controller.signal);
      }
    }
  };
  await connect();
  return {
    get state() {
      return state;
    },
    send: async (slot, track) => {
      tracks[slot] = track;
      await senders[slot]?.replaceTrack(track);
    },
    onSession: (listener) => {
      listener(session.session);
      return events.on('session', listener);
    },
    onState: (listener) => events.on('state', listener),
    stop: () => {
      controller.abort();
      session.end();
      set('ended');
    },
  };
}

async function offer(
  url: string,
  signal: AbortSignal,
  prepare: (connection: RTCPeerConnection) => void,
): Promise<Exchange> {
  try {
    return await exchange(url, signal, prepare);
  } catch (error) {
    if (error instanceof ExchangeError) throw new PublishingError(problemOf(error), error.message);
    throw error;
  }
}

/** What the media server says (docs/local-media.md). */
function problemOf({ status }: ExchangeError): PublishingProblem {
  if (status === 403) return 'expired';
  if (status === 409) return 'occupied';
  return status === 0 || status >= 500 ? 'unreachable' : 'refused';
}
