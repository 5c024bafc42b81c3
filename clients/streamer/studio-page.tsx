/** The studio of one channel: preview and sources, start and stop, the stage, what viewers say. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { tell } from '../shared/problems.ts';
import { RoomFacts } from '../shared/room/facts.tsx';
import { Hearts } from '../shared/room/hearts.tsx';
import { openRoom, type RoomModel, selfOf } from '../shared/room/room.ts';
import { session } from '../shared/session.ts';
import { attempt } from '../shared/ui/notes.tsx';
import { t } from '../shared/words/words.ts';
import { type Broadcast, openBroadcast } from './broadcast.ts';
import { Controls } from './controls.tsx';
import { Encoder } from './encoder.tsx';
import { ModeratedChat } from './moderated-chat.tsx';
import { Preview } from './preview.tsx';
import { RetouchPanel } from './retouch-panel.tsx';
import { StagePanel } from './stage-panel.tsx';

interface Open {
  readonly model: RoomModel;
  readonly broadcast: Broadcast;
}

export function StudioPage({ id }: { id: string }) {
  const userId = session.value?.userId ?? '';
  const open = useSignal<Open | undefined>(undefined);
  const problem = useSignal('');
  useEffect(() => {
    let isGone = false;
    openRoom(id, selfOf(userId)).then(
      (model) => {
        if (isGone) {
          model.leave();
          return;
        }
        if (model.room.value.anchor_id !== userId) {
          model.leave();
          problem.value = t('studio.not-yours');
          return;
        }
        const broadcast = openBroadcast(model, userId);
        open.value = { model, broadcast };
        void attempt(broadcast.showCamera);
      },
      (error: unknown) => {
        problem.value = tell(error);
      },
    );
    return () => {
      isGone = true;
      open.value?.broadcast.close();
      open.value?.model.leave();
    };
  }, [id]);

  if (problem.value !== '') {
    return (
      <p class="card" role="alert">
        {problem.value} <a href="#/">{t('room.back')}</a>
      </p>
    );
  }
  if (!open.value) return <p class="card empty">{t('room.entering')}</p>;
  const { model, broadcast } = open.value;
  if (model.closedBecause.value) {
    return (
      <p class="card" role="alert">
        {t(`closed.${model.closedBecause.value}`)} <a href="#/">{t('room.back')}</a>
      </p>
    );
  }
  return (
    <div class="watch">
      <section class="seen">
        <Preview broadcast={broadcast} />
        <Controls model={model} broadcast={broadcast} />
        <RoomFacts model={model} />
        {model.room.value.mode === 1 && <StagePanel model={model} broadcast={broadcast} />}
        <RetouchPanel broadcast={broadcast} />
        {model.room.value.mode === 0 && <Encoder model={model} />}
      </section>
      <aside>
        <ModeratedChat model={model} />
        <Hearts model={model} />
      </aside>
    </div>
  );
}
