/** The stream on its way to the service: begun at the address that the AppServer gives, followed through losses, and ended. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Studio } from '../shared/picture/studio.ts';
import { openPublishing } from '../shared/publishing/open.ts';
import type { Publication, PublicationState, PublishingProblem } from '../shared/publishing/publishing.ts';
import type { RoomModel } from '../shared/room/room.ts';

export interface Sending {
  /** Undefined while nothing is sent from this page. */
  readonly state: ReadonlySignal<PublicationState | undefined>;
  readonly problem: ReadonlySignal<PublishingProblem | undefined>;
  /** Ends what is sent, and sends what the studio makes. */
  begin(studio: Pick<Studio, 'own' | 'audio'>): Promise<void>;
  /** Nothing where nothing is sent. */
  mix(...args: Parameters<Publication['mix']>): Promise<void>;
  end(): Promise<void>;
}

/** @param onBack after a loss that the publication has made good; what fails there is made good by the next one, or by a click */
export function openSending(model: RoomModel, onBack: () => Promise<void>): Sending {
  const state = signal<PublicationState | undefined>(undefined);
  const problem = signal<PublishingProblem | undefined>(undefined);
  let publication: Publication | undefined;

  const pushUrl = async (): Promise<string> => {
    const room = await model.refresh();
    const url = room.mode === 1 ? room.link_info?.rtc_push_url : room.push_url_info?.rts_url;
    if (!url) throw new Error('the AppServer gave no address to send to');
    return url;
  };
  const follow = (begun: Publication): void => {
    begun.onState((next, why) => {
      if (publication !== begun) return;
      const isBack = state.value === 'reconnecting' && next === 'live';
      state.value = next;
      problem.value = why;
      if (isBack) onBack().catch(() => undefined);
    });
  };
  const end = async (): Promise<void> => {
    const ended = publication;
    publication = undefined;
    state.value = undefined;
    problem.value = undefined;
    await ended?.stop();
  };

  return {
    state,
    problem,
    begin: async ({ own, audio }) => {
      await end();
      state.value = 'connecting';
      await audio.resume();
      const canMix = model.room.value.mode === 1;
      publication = await openPublishing().publish(await pushUrl(), own, { canMix });
      state.value = publication.state;
      follow(publication);
    },
    mix: async (...args) => publication?.mix(...args),
    end,
  };
}
