/** One channel: its picture, what is said, and the way on stage. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { tell } from '../shared/problems.ts';
import { Chat } from '../shared/room/chat.tsx';
import { RoomFacts } from '../shared/room/facts.tsx';
import { Hearts } from '../shared/room/hearts.tsx';
import { openRoom, type RoomModel, selfOf } from '../shared/room/room.ts';
import { session } from '../shared/session.ts';
import { t } from '../shared/words/words.ts';
import { CoStream } from './co-stream.tsx';
import { Picture } from './picture.tsx';

export function Watch({ id }: { id: string }) {
  const model = useSignal<RoomModel | undefined>(undefined);
  const problem = useSignal('');
  const isOnStage = useSignal(false);
  useEffect(() => {
    let isGone = false;
    openRoom(id, selfOf(session.value?.userId ?? '')).then(
      (opened) => {
        if (isGone) opened.leave();
        else model.value = opened;
      },
      (error: unknown) => {
        problem.value = tell(error);
      },
    );
    return () => {
      isGone = true;
      model.value?.leave();
    };
  }, [id]);

  if (problem.value !== '') {
    return (
      <p class="card" role="alert">
        {problem.value} <a href="#/">{t('room.back')}</a>
      </p>
    );
  }
  const room = model.value;
  if (!room) return <p class="card empty">{t('room.entering')}</p>;
  if (room.closedBecause.value) {
    return (
      <p class="card" role="alert">
        {t(`closed.${room.closedBecause.value}`)} <a href="#/">{t('room.back')}</a>
      </p>
    );
  }
  return (
    <div class="watch">
      <section class="seen">
        {!isOnStage.value && <Picture model={room} />}
        {room.room.value.mode === 1 && room.room.value.status === 1 && (
          <CoStream
            model={room}
            onStage={(on) => {
              isOnStage.value = on;
            }}
          />
        )}
        <RoomFacts model={room} />
      </section>
      <aside>
        <Chat model={room} />
        <Hearts model={room} />
      </aside>
    </div>
  );
}
