/** WHIP for streams of the ingest domain: the stand-in for pushing to `artc://{ingest domain}/{app}/{stream}`. */
import type { Clock } from '../../clock.ts';
import type { Push } from '../../live/streams/streams.ts';
import type { Schedule } from '../../schedule.ts';
import type { Hub } from '../feed/hub.ts';
import { Incoming } from './incoming.ts';
import { feedFromRtp } from './rtp-feed.ts';
import type { RtpSource } from './rtp-source.ts';
import { OfferError } from './sdp.ts';
import type { Session, Sessions } from './sessions.ts';

export interface WebRtcContext {
  readonly hub: Hub;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly sessions: Sessions<Session>;
  /** RTP of the streams that have any, by push: what WHEP shows. */
  readonly sources: Map<number, RtpSource>;
}

/** An answer to an offer, and the name of the session. */
export interface Answered {
  readonly sdp: string;
  readonly sessionId: string;
}

/** A text tells why Live refuses the push. Throws OfferError. */
export async function publishStream(push: Push, offer: string, context: WebRtcContext): Promise<Answered | string> {
  const { hub, clock, schedule, sessions, sources } = context;
  const sessionId = sessions.newId();
  let stop: () => void = () => undefined;
  const incoming = new Incoming({
    schedule,
    onClosed: () => {
      sessions.forget(sessionId);
      stop();
    },
  });
  const publication = hub.publish(push, () => incoming.close());
  if (typeof publication === 'string') {
    incoming.close();
    return publication;
  }
  stop = () => hub.unpublish(publication);
  try {
    const sdp = await incoming.accept(offer);
    const [source] = incoming.groups;
    if (!source) throw new OfferError('an SDP offer with pictures or sound is expected');
    const { pushId } = publication.stream;
    sources.set(pushId, source);
    const leave = feedFromRtp(source, publication.feed, { clock, schedule });
    stop = () => {
      leave();
      sources.delete(pushId);
      hub.unpublish(publication);
    };
    sessions.add(sessionId, incoming);
    return { sdp, sessionId };
  } catch (error) {
    incoming.close();
    throw error;
  }
}
