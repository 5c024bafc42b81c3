/** The stage as the anchor runs it: who asks, who is there, and the mix of all that viewers see. */
import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { openPlaying } from '../shared/playing/open.ts';
import { type Members, openMembers } from '../shared/room/members.ts';
import type { RoomModel } from '../shared/room/room.ts';
import { openStage, type StageMember, type StageModel, type StageState } from '../shared/room/stage.ts';
import { api, session } from '../shared/session.ts';
import { attempt } from '../shared/ui/notes.tsx';
import type { Broadcast } from './broadcast.ts';

export type Application = NonNullable<StageState['applications']>[number];

export interface AnchorStage {
  readonly applications: readonly Application[];
  readonly guests: readonly StageMember[];
  /** At most so many on stage, the anchor included. */
  readonly most: number;
  streamOf(guestId: string): MediaStream | undefined;
  decide(what: 'approveCoStreaming' | 'rejectCoStreaming' | 'kickCoStreaming', guestId: string): void;
  /** Asks a guest to switch something. */
  ask(guestId: string, devices: { mic_opened?: boolean; camera_opened?: boolean }): void;
}

/** Undefined for a channel without guests, and until the stage is known. */
export function useAnchorStage(model: RoomModel, broadcast: Broadcast): AnchorStage | undefined {
  const userId = session.value?.userId ?? '';
  const isCoStreaming = model.room.value.mode === 1;
  const open = useSignal<{ stage: StageModel; members: Members } | undefined>(undefined);
  useEffect(() => {
    if (!isCoStreaming) return undefined;
    const stage = openStage(model, userId);
    const members = openMembers(openPlaying());
    open.value = { stage, members };
    return () => {
      stage.close();
      members.close();
    };
  }, [model.id]);
  const others = (): readonly StageMember[] =>
    (open.value?.stage.state.value?.members ?? []).filter((member) => member.user_id !== userId);
  useSignalEffect(() => {
    open.value?.members.follow(others());
  });
  useSignalEffect(() => {
    const streams = open.value?.members.streams.value;
    if (streams && broadcast.sending.value === 'live') void attempt(() => broadcast.mixWith(streams));
  });
  const { stage, members } = open.value ?? {};
  const state = stage?.state.value;
  if (!stage || !state) return undefined;
  const request = { id: model.id, user_id: userId };
  return {
    applications: state.applications ?? [],
    guests: others(),
    most: state.most,
    streamOf: (guestId) => members?.streams.value.get(guestId),
    decide: (what, guest_id) =>
      void attempt(async () => stage.take(await api.value.call(what, { ...request, guest_id }))),
    ask: (guest_id, devices) =>
      void attempt(() => api.value.call('setCoStreamingDevices', { ...request, guest_id, ...devices })),
  };
}
