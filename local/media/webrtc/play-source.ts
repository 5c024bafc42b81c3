/** WHEP: an RTP source for one browser. */
import type { Schedule } from '../../schedule.ts';
import { Outgoing } from './outgoing.ts';
import type { Answered } from './publish-stream.ts';
import type { RtpSource } from './rtp-source.ts';
import type { Session, Sessions } from './sessions.ts';

export interface PlayOptions {
  readonly schedule: Schedule;
  readonly sessions: Sessions<Session>;
  /** Told how to end the session when its source ends; answers how to stop that. */
  readonly onEnd: (close: () => void) => () => void;
}

/** Throws OfferError. */
export async function playSource(source: RtpSource, offer: string, options: PlayOptions): Promise<Answered> {
  const { schedule, sessions, onEnd } = options;
  const sessionId = sessions.newId();
  let forgetEnd: () => void = () => undefined;
  const outgoing = new Outgoing({
    ...{ source, schedule },
    onClosed: () => {
      sessions.forget(sessionId);
      forgetEnd();
    },
  });
  try {
    const sdp = await outgoing.accept(offer);
    sessions.add(sessionId, outgoing);
    forgetEnd = onEnd(() => outgoing.close());
    return { sdp, sessionId };
  } catch (error) {
    outgoing.close();
    throw error;
  }
}
