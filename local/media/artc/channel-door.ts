/** Lets browsers into ARTC channels, and sees to it that they go when the service says so. */
import type { ChannelEvent, ChannelUser, Participant } from '../../rtc/channels.ts';
import type { Rtc } from '../../rtc/rtc.ts';
import { Incoming } from '../webrtc/incoming.ts';
import type { Answered, WebRtcContext } from '../webrtc/publish-stream.ts';
import { OfferError } from '../webrtc/sdp.ts';
import { ChannelPush } from './channel-push.ts';

export interface ChannelDoorOptions extends Pick<WebRtcContext, 'clock' | 'schedule' | 'sessions'> {
  readonly rtc: Pick<Rtc, 'channels'>;
  /** Told of each push that has begun, and when it is over. */
  readonly onPush: (push: ChannelPush, participant: Participant) => () => void;
}

export class ChannelDoor {
  readonly #options: ChannelDoorOptions;
  readonly #pushes = new Map<string, ChannelPush>();
  readonly #bySession = new Map<string, ChannelPush>();
  readonly #unsubscribe: () => void;

  constructor(options: ChannelDoorOptions) {
    this.#options = options;
    this.#unsubscribe = options.rtc.channels.subscribe((event) => this.#event(event));
  }

  /** Whose login has been checked. A user who is already there is replaced, as the service does. Throws OfferError. */
  async push(user: ChannelUser, offer: string): Promise<Answered> {
    const { clock, schedule, sessions, rtc, onPush } = this.#options;
    const sessionId = sessions.newId();
    let over: () => void = () => undefined;
    const incoming = new Incoming({
      schedule,
      onClosed: () => {
        sessions.forget(sessionId);
        this.#bySession.delete(sessionId);
        over();
      },
    });
    let sdp: string;
    try {
      sdp = await incoming.accept(offer);
      if (incoming.groups.length === 0) throw new OfferError('an SDP offer with pictures or sound is expected');
    } catch (error) {
      incoming.close();
      throw error;
    }
    const { sessionId: participantId } = rtc.channels.join(user, 'interactive');
    const push = new ChannelPush({ user, participantId, incoming, clock });
    this.#pushes.set(keyOf(user), push);
    this.#bySession.set(sessionId, push);
    sessions.add(sessionId, push);
    const participant = rtc.channels.publish(user, push.camera.has);
    const stop = participant ? onPush(push, participant) : () => undefined;
    over = () => {
      stop();
      push.ended();
      if (this.#pushes.get(keyOf(user)) === push) this.#pushes.delete(keyOf(user));
      rtc.channels.leave({ ...user, sessionId: participantId });
    };
    return { sdp, sessionId };
  }

  /** Who sends into a channel now. */
  find(user: ChannelUser): ChannelPush | undefined {
    return this.#pushes.get(keyOf(user));
  }

  bySession(sessionId: string): ChannelPush | undefined {
    return this.#bySession.get(sessionId);
  }

  all(): ChannelPush[] {
    return [...this.#pushes.values()];
  }

  close(): void {
    this.#unsubscribe();
  }

  #event(event: ChannelEvent): void {
    if (event.kind !== 'left' || event.reason === 'left') return;
    const push = this.find(event.participant);
    if (push?.participantId === event.participant.sessionId) push.close();
  }
}

function keyOf({ appId, channelId, userId }: ChannelUser): string {
  return `${appId}/${channelId}/${userId}`;
}
