/** Who is on stage, kept true by the messages that announce changes; the AppServer says what is so. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { ResponseOf } from '../../../lambdas/api/routes.ts';
import { MESSAGE } from '../messaging/types.ts';
import { api } from '../session.ts';
import type { RoomModel } from './room.ts';

export type StageState = ResponseOf<'coStreamingState'>;
export type StageMember = StageState['members'][number];

export interface StageModel {
  readonly state: ReadonlySignal<StageState | undefined>;
  refresh(): Promise<void>;
  /** Takes the answer of a call that changed the stage. */
  take(next: StageState): void;
  close(): void;
}

/** A stage whose messages do not come is asked for this often: people must not hang there. */
const REFRESH_EVERY_MS = 10_000;

const ABOUT_STAGE: ReadonlySet<number> = new Set([
  MESSAGE.stage,
  MESSAGE.apply,
  MESSAGE.answer,
  MESSAGE.joinedStage,
  MESSAGE.leftStage,
  MESSAGE.removeFromStage,
  MESSAGE.cancelApplication,
  MESSAGE.microphone,
  MESSAGE.camera,
]);

export function openStage(model: RoomModel, userId: string): StageModel {
  const state = signal<StageState | undefined>(undefined);
  const take = (next: StageState): void => {
    // Answers may overtake one another.
    if (!state.value || next.version >= state.value.version) state.value = next;
  };
  const refresh = async (): Promise<void> => {
    take(await api.value.call('coStreamingState', { id: model.id, user_id: userId }));
  };
  const refreshQuietly = (): void => {
    // The next message or turn asks again.
    refresh().catch(() => undefined);
  };
  const end = model.onSignal((message) => {
    if (ABOUT_STAGE.has(message.type)) refreshQuietly();
  });
  const timer = setInterval(refreshQuietly, REFRESH_EVERY_MS);
  refreshQuietly();
  return {
    state,
    refresh,
    take,
    close: () => {
      end();
      clearInterval(timer);
    },
  };
}
