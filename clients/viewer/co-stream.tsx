/** The way on stage: ask, be let in, be seen with the own camera, leave. */
import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { MESSAGE } from '../shared/messaging/types.ts';
import type { RoomModel } from '../shared/room/room.ts';
import { openStage, type StageModel } from '../shared/room/stage.ts';
import { api, session } from '../shared/session.ts';
import { Icon } from '../shared/ui/icon.tsx';
import { attempt, say } from '../shared/ui/notes.tsx';
import { t } from '../shared/words/words.ts';
import { OnStage } from './on-stage.tsx';

export interface CoStreamProps {
  readonly model: RoomModel;
  readonly onStage: (isOnStage: boolean) => void;
}

export function CoStream({ model, onStage }: CoStreamProps) {
  const userId = session.value?.userId ?? '';
  const stage = useSignal<StageModel | undefined>(undefined);
  const isEntering = useSignal(false);
  useEffect(() => {
    const opened = openStage(model, userId);
    stage.value = opened;
    const end = model.onSignal(({ type, payload, isDirect }) => {
      if (isDirect && type === MESSAGE.answer)
        say(t(payload.agree === true ? 'stage.approved' : 'stage.rejected'), payload.agree !== true);
      if (isDirect && type === MESSAGE.removeFromStage) say(t('stage.removed'), true);
    });
    return () => {
      end();
      opened.close();
      onStage(false);
    };
  }, [model.id]);
  const status = stage.value?.state.value?.own_status ?? 'none';
  useSignalEffect(() => {
    const now = stage.value?.state.value?.own_status;
    if (now !== 'on_stage' && now !== 'approved') isEntering.value = false;
    onStage(isEntering.value);
  });

  const request = { id: model.id, user_id: userId };
  const apply = (): Promise<boolean> =>
    attempt(async () => {
      stage.value?.take(await api.value.call('applyCoStreaming', { ...request, user_nick: userId }));
    });
  const cancel = (): Promise<boolean> =>
    attempt(async () => {
      stage.value?.take(await api.value.call('cancelCoStreaming', request));
    });

  if (stage.value && isEntering.value) {
    return (
      <OnStage
        model={model}
        stage={stage.value}
        onLeave={() => {
          isEntering.value = false;
        }}
      />
    );
  }
  return (
    <div class="ask" data-status={status}>
      <p role="status">{t(`stage.status.${status}`)}</p>
      {status === 'none' && (
        <button type="button" onClick={() => void apply()}>
          <Icon name="stage" /> {t('stage.ask')}
        </button>
      )}
      {(status === 'approved' || status === 'on_stage') && (
        <button
          type="button"
          class="main"
          onClick={() => {
            isEntering.value = true;
          }}
        >
          <Icon name="camera" /> {t('stage.enter')}
        </button>
      )}
      {status !== 'none' && (
        <button type="button" onClick={() => void cancel()}>
          {t('stage.cancel')}
        </button>
      )}
    </div>
  );
}
