/** The stage as the anchor runs it: who asks, who is there, and the mix of all that viewers see. */
import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { openPlaying } from '../shared/playing/open.ts';
import { type Members, openMembers } from '../shared/room/members.ts';
import type { RoomModel } from '../shared/room/room.ts';
import { openStage, type StageMember, type StageModel } from '../shared/room/stage.ts';
import { Tile } from '../shared/room/tile.tsx';
import { api, session } from '../shared/session.ts';
import { attempt } from '../shared/ui/notes.tsx';
import { t } from '../shared/words/words.ts';
import type { Broadcast } from './broadcast.ts';

export interface StagePanelProps {
  readonly model: RoomModel;
  readonly broadcast: Broadcast;
}

export function StagePanel({ model, broadcast }: StagePanelProps) {
  const userId = session.value?.userId ?? '';
  const open = useSignal<{ stage: StageModel; members: Members } | undefined>(undefined);
  useEffect(() => {
    const stage = openStage(model, userId);
    const members = openMembers(openPlaying());
    open.value = { stage, members };
    return () => {
      stage.close();
      members.close();
    };
  }, [model.id]);
  const guests = (open.value?.stage.state.value?.members ?? []).filter((member) => member.user_id !== userId);
  useSignalEffect(() => {
    const { stage, members } = open.value ?? {};
    members?.follow((stage?.state.value?.members ?? []).filter((member) => member.user_id !== userId));
  });
  useSignalEffect(() => {
    const streams = open.value?.members.streams.value;
    if (streams && broadcast.sending.value === 'live') void attempt(() => broadcast.mixWith(streams));
  });
  const decide = (
    id: 'approveCoStreaming' | 'rejectCoStreaming' | 'kickCoStreaming',
    guest_id: string,
  ): Promise<boolean> =>
    attempt(async () => {
      open.value?.stage.take(await api.value.call(id, { id: model.id, user_id: userId, guest_id }));
    });
  const applications = open.value?.stage.state.value?.applications ?? [];
  return (
    <section class="card" aria-label={t('stage.title')}>
      <h2>{t('stage.title')}</h2>
      <ul class="rows" aria-live="polite">
        {applications.map((application) => (
          <li key={application.user_id}>
            <span>{t('stage.asks', { name: application.user_nick ?? application.user_id })}</span>
            <button type="button" class="main" onClick={() => void decide('approveCoStreaming', application.user_id)}>
              {t('stage.approve')}
            </button>
            <button type="button" onClick={() => void decide('rejectCoStreaming', application.user_id)}>
              {t('stage.reject')}
            </button>
          </li>
        ))}
      </ul>
      {applications.length + guests.length === 0 && <p class="empty">{t('stage.nobody')}</p>}
      <div class="tiles" data-count={guests.length}>
        {guests.map((guest) => (
          <Tile
            key={guest.user_id}
            name={guest.user_nick ?? guest.user_id}
            stream={open.value?.members.streams.value.get(guest.user_id)}
            isMicrophoneOn={guest.mic_opened !== false}
            isCameraOn={guest.camera_opened !== false}
          >
            <GuestTools model={model} guest={guest} onKick={() => void decide('kickCoStreaming', guest.user_id)} />
          </Tile>
        ))}
      </div>
    </section>
  );
}

interface GuestToolsProps {
  readonly model: RoomModel;
  readonly guest: StageMember;
  readonly onKick: () => void;
}

function GuestTools({ model, guest, onKick }: GuestToolsProps) {
  const user_id = session.value?.userId ?? '';
  const ask = (devices: { mic_opened?: boolean; camera_opened?: boolean }): Promise<boolean> =>
    attempt(() =>
      api.value.call('setCoStreamingDevices', { id: model.id, user_id, guest_id: guest.user_id, ...devices }),
    );
  const isMicrophoneOn = guest.mic_opened !== false;
  const isCameraOn = guest.camera_opened !== false;
  return (
    <>
      <button type="button" onClick={() => void ask({ mic_opened: !isMicrophoneOn })}>
        {t(isMicrophoneOn ? 'stage.ask.microphone.off' : 'stage.ask.microphone.on')}
      </button>
      <button type="button" onClick={() => void ask({ camera_opened: !isCameraOn })}>
        {t(isCameraOn ? 'stage.ask.camera.off' : 'stage.ask.camera.on')}
      </button>
      <button type="button" class="danger" onClick={onKick}>
        {t('stage.remove')}
      </button>
    </>
  );
}
