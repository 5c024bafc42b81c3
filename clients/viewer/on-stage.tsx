/** What a guest sees on stage: everybody there, own switches, the way out. */
import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { MESSAGE } from '../shared/messaging/types.ts';
import { DeviceButtons } from '../shared/room/device-buttons.tsx';
import type { RoomModel } from '../shared/room/room.ts';
import type { StageModel } from '../shared/room/stage.ts';
import { Tile } from '../shared/room/tile.tsx';
import { session } from '../shared/session.ts';
import { Icon } from '../shared/ui/icon.tsx';
import { attempt, say } from '../shared/ui/notes.tsx';
import { sure } from '../shared/ui/sure.tsx';
import { t } from '../shared/words/words.ts';
import { enterStage, type Guest } from './guest.ts';

export interface OnStageProps {
  readonly model: RoomModel;
  readonly stage: StageModel;
  readonly onLeave: () => void;
}

export function OnStage({ model, stage, onLeave }: OnStageProps) {
  const userId = session.value?.userId ?? '';
  const guest = useSignal<Guest | undefined>(undefined);
  useEffect(() => {
    let isGone = false;
    void attempt(async () => {
      const entered = await enterStage(model, stage, userId);
      if (isGone) await entered.leave();
      else guest.value = entered;
    }).then((ok) => {
      if (!ok) onLeave();
    });
    return () => {
      isGone = true;
      guest.value?.leave().catch(() => undefined);
    };
  }, [model.id]);
  /** Off at once, as the anchor asks; on only after a yes: nobody is seen or heard without knowing. */
  const obey = (device: 'microphone' | 'camera', on: boolean): void => {
    void attempt(async () => {
      const words = { title: t(`stage.asked.${device}`), text: t('stage.asked.text'), action: t('stage.asked.yes') };
      if (on && !(await sure({ ...words, isDanger: false }))) return;
      await guest.value?.setDevices({ [device]: on });
      if (!on) say(t(`stage.asked.${device}.off`));
    });
  };
  useSignalEffect(() => {
    const others = (stage.state.value?.members ?? []).filter((member) => member.user_id !== userId);
    guest.value?.members.follow(others);
  });
  useEffect(
    () =>
      model.onSignal(({ type, payload, isDirect, sender }) => {
        if (!isDirect || sender.userId !== model.room.value.anchor_id) return;
        if (type === MESSAGE.askMicrophone) obey('microphone', payload.needOpenMic === true);
        if (type === MESSAGE.askCamera) obey('camera', payload.needOpenCamera === true);
      }),
    [model.id],
  );
  const here = guest.value;
  if (!here)
    return (
      <div class="screen">
        <p role="status">{t('stage.entering')}</p>
      </div>
    );
  const others = (stage.state.value?.members ?? []).filter((member) => member.user_id !== userId);
  return (
    <section class="stage" aria-label={t('stage.title')}>
      <div class="tiles" data-count={others.length + 1}>
        {others.map((member) => (
          <Tile
            key={member.user_id}
            name={member.user_nick ?? member.user_id}
            stream={here.members.streams.value.get(member.user_id)}
            isMicrophoneOn={member.mic_opened !== false}
            isCameraOn={member.camera_opened !== false}
          />
        ))}
        <Tile
          name={userId}
          stream={here.own}
          isSelf
          isMicrophoneOn={here.isMicrophoneOn.value}
          isCameraOn={here.isCameraOn.value}
        />
      </div>
      {here.problem.value && (
        <p class="warning" role="alert">
          {t(`publish.${here.problem.value}`)}
        </p>
      )}
      <div class="deck">
        <DeviceButtons
          isMicrophoneOn={here.isMicrophoneOn.value}
          isCameraOn={here.isCameraOn.value}
          pictureLabel={t('stage.camera')}
          onMicrophone={(on) => void attempt(() => here.setDevices({ microphone: on }))}
          onCamera={(on) => void attempt(() => here.setDevices({ camera: on }))}
        />
        <button type="button" class="danger" onClick={onLeave}>
          <Icon name="leave" /> {t('stage.leave')}
        </button>
      </div>
    </section>
  );
}
