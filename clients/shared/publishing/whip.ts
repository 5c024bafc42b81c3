/** Sending on the local cloud: WHIP in place of the vendor's `artc://`. */
import { Emitter } from '../emitter.ts';
import { type Exchange, ExchangeError, exchange } from '../webrtc.ts';
import { type PublicationState, PublishingError, type PublishingProblem } from './publishing.ts';

/** Bits a second of the picture: what was measured (media.md §0). */
const VIDEO_BITRATE = 1_200_000;
/** Milliseconds before each further try; the last one is kept. */
const BACKOFF = [300, 700, 1_500, 3_000];
/** Milliseconds after which it is given up: the address is probably no longer good. */
const GIVE_UP_AFTER = 30_000;

type StateListener = (state: PublicationState, problem?: PublishingProblem) => void;

export interface WhipPublication {
  readonly state: PublicationState;
  replace(source: MediaStream): Promise<void>;
  onState(listener: StateListener): () => void;
  stop(): void;
}

/** @throws PublishingError when the first try is refused */
export async function publishWhip(url: string, source: MediaStream): Promise<WhipPublication> {
  const controller = new AbortController();
  const events = new Emitter<{ state: StateListener }>();
  let current = source;
  let session: Exchange;
  let state: PublicationState = 'connecting';
  const set = (next: PublicationState, problem?: PublishingProblem): void => {
    state = next;
    events.emit('state', next, problem);
  };
  const connect = async (): Promise<void> => {
    session = await offer(url, current, controller.signal);
    session.connection.addEventListener('connectionstatechange', () => {
      if (session.connection.connectionState === 'failed') void again();
    });
    set('live');
  };
  const again = async (): Promise<void> => {
    if (state !== 'live') return;
    session.end();
    set('reconnecting');
    const end = Date.now() + GIVE_UP_AFTER;
    for (let attempt = 0; !controller.signal.aborted; attempt++) {
      try {
        await connect();
        return;
      } catch (error) {
        const problem = error instanceof PublishingError ? error.problem : 'unreachable';
        if (problem === 'refused' || problem === 'expired' || Date.now() > end) {
          set('failed', problem);
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, BACKOFF[Math.min(attempt, BACKOFF.length - 1)]));
      }
    }
  };
  await connect();
  return {
    get state() {
      return state;
    },
    replace: async (next) => {
      current = next;
      for (const sender of session.connection.getSenders()) {
        const track = next.getTracks().find(({ kind }) => kind === sender.track?.kind);
        if (track) await sender.replaceTrack(track);
      }
    },
    onState: (listener) => events.on('state', listener),
    stop: () => {
      controller.abort();
      session.end();
      set('ended');
    },
  };
}

async function offer(url: string, source: MediaStream, signal: AbortSignal): Promise<Exchange> {
  try {
    return await exchange(url, signal, (connection) => {
      for (const track of source.getTracks()) {
        const transceiver = connection.addTransceiver(track, { direction: 'sendonly', streams: [source] });
        if (track.kind === 'video') prepareVideo(transceiver);
      }
    });
  } catch (error) {
    if (error instanceof ExchangeError) throw new PublishingError(problemOf(error), error.message);
    throw error;
  }
}

/** H.264 that FLV and HLS players understand, never a smaller picture, and a bounded rate (media.md §4). */
function prepareVideo(transceiver: RTCRtpTransceiver): void {
  const codecs = RTCRtpReceiver.getCapabilities('video')?.codecs ?? [];
  const wanted = codecs.filter(
    ({ mimeType, sdpFmtpLine = '' }) =>
      mimeType === 'video/H264' && sdpFmtpLine.includes('packetization-mode=1') && sdpFmtpLine.includes('42e01f'),
  );
  if (wanted.length > 0) transceiver.setCodecPreferences(wanted);
  const parameters = transceiver.sender.getParameters();
  parameters.degradationPreference = 'maintain-resolution';
  for (const encoding of parameters.encodings) encoding.maxBitrate = VIDEO_BITRATE;
  void transceiver.sender.setParameters(parameters).catch(() => undefined);
}

function problemOf({ status }: ExchangeError): PublishingProblem {
  if (status === 403) return 'expired';
  if (status === 409) return 'occupied';
  return status === 0 || status >= 500 ? 'unreachable' : 'refused';
}
