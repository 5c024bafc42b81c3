/** Somebody who sends into an ARTC channel from a browser, and what is made of it outside the channel. */
import type { Clock } from '../../clock.ts';
import type { ChannelUser } from '../../rtc/channels.ts';
import type { Incoming } from '../webrtc/incoming.ts';
import type { RtpFan } from '../webrtc/rtp-fan.ts';
import { type MixLayout, NO_MIX } from './mix-layout.ts';
import { type RelayPicture, RelaySource } from './relay-source.ts';

/** What the publisher's browser is told, and does; see docs/local-media.md. */
export type ToPublisher =
  | ({ readonly type: 'mix' } & MixLayout)
  /** What viewers of the relayed stream see from now on. */
  | { readonly type: 'showing'; readonly picture: RelayPicture };

export interface ChannelPushOptions {
  readonly user: ChannelUser;
  /** Of its stay in the channel. */
  readonly participantId: string;
  readonly incoming: Incoming;
  readonly clock: Clock;
}

export class ChannelPush {
  readonly user: ChannelUser;
  readonly participantId: string;
  /** What the others in the channel get. */
  readonly camera: RtpFan;
  /** What viewers of the relayed stream get. */
  readonly relayed: RelaySource;
  readonly #incoming: Incoming;
  readonly #closeListeners = new Set<() => void>();
  #layout: MixLayout = NO_MIX;
  /** False while a relay task says that nothing is to be mixed. */
  #mayMix = true;
  #isMixing = false;
  #tell: ((message: ToPublisher) => void) | undefined;

  /** Throws RangeError when nothing is offered. */
  constructor({ user, participantId, incoming, clock }: ChannelPushOptions) {
    const [camera, mix] = incoming.groups;
    if (!camera) throw new RangeError('a push without pictures and sound');
    this.user = user;
    this.participantId = participantId;
    this.camera = camera;
    this.#incoming = incoming;
    const onSwitched = (picture: RelayPicture): void => this.#tell?.({ type: 'showing', picture });
    this.relayed = new RelaySource({ camera, mix, clock, onSwitched });
  }

  close(): void {
    this.#incoming.close();
  }

  /** For those who play it; answers how to stop listening. */
  onClose(listener: () => void): () => void {
    this.#closeListeners.add(listener);
    return () => this.#closeListeners.delete(listener);
  }

  /** The connection has ended. */
  ended(): void {
    this.relayed.close();
    for (const listener of [...this.#closeListeners]) listener();
  }

  /** The publisher's browser listens now; answers how to stop. It learns the present layout at once. */
  connect(tell: (message: ToPublisher) => void): () => void {
    this.#tell = tell;
    tell({ type: 'mix', ...this.#layout });
    return () => {
      if (this.#tell === tell) this.#tell = undefined;
    };
  }

  /** The browser sends its mix, or no longer does. */
  setMixing(isMixing: boolean): void {
    this.#isMixing = isMixing;
    this.#choose();
  }

  /** What relay tasks say; undefined when there are none, and the browser decides by itself. */
  setLayout(layout: MixLayout | undefined): void {
    const next = layout ?? NO_MIX;
    const isChanged = JSON.stringify(next) !== JSON.stringify(this.#layout);
    this.#layout = next;
    this.#mayMix = layout === undefined || layout.mode === 1;
    if (isChanged) this.#tell?.({ type: 'mix', ...next });
    this.#choose();
  }

  #choose(): void {
    this.relayed.want(this.#isMixing && this.#mayMix ? 'mix' : 'camera');
  }
}
