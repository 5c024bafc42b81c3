/** One channel: its picture, what is said, and the way on stage. */
import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { tell } from '../shared/problems.ts';
import { Chat } from '../shared/room/chat.tsx';
import { RoomFacts } from '../shared/room/facts.tsx';
import { openRoom, type RoomModel, selfOf } from '../shared/room/room.ts';
import { Share } from '../shared/room/share.tsx';
import { session } from '../shared/session.ts';
import { Blank } from '../shared/ui/blank.tsx';
import { say } from '../shared/ui/notes.tsx';
import { subject } from '../shared/ui/title.ts';
import { t } from '../shared/words/words.ts';
import { CoStream } from './co-stream.tsx';
import { Picture } from './picture.tsx';

export function Watch({ id }: { id: string }) {
  const model = useSignal<RoomModel | undefined>(undefined);
  const problem = useSignal('');
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
  const closed = model.value?.closedBecause.value;
  if (problem.value !== '' || closed) {
    return (
      <Blank icon="alert" title={closed ? t(`closed.${closed}`) : problem.value} isAlert>
        <a class="button main" href="#/">
          {t('room.back')}
        </a>
        {closed === 'other-device' && (
          <button type="button" onClick={() => location.reload()}>
            {t('closed.here')}
          </button>
        )}
      </Blank>
    );
  }
  if (!model.value) return <Blank icon="play" title={t('room.entering')} />;
  return <Inside model={model.value} />;
}

function Inside({ model }: { model: RoomModel }) {
  const isOnStage = useSignal(false);
  const wasMuted = useRef(model.isMuted.peek());
  useSignalEffect(() => {
    subject.value = model.room.value.title;
  });
  useEffect(
    () => () => {
      subject.value = '';
    },
    [],
  );
  useSignalEffect(() => {
    const isMuted = model.isMuted.value;
    if (isMuted !== wasMuted.current) say(t(isMuted ? 'chat.muted.told' : 'chat.unmuted'), isMuted);
    wasMuted.current = isMuted;
  });
  const { mode, status } = model.room.value;
  return (
    <div class="watch viewer">
      <section class="seen">
        {!isOnStage.value && <Picture model={model} />}
        {mode === 1 && status === 1 && (
          <CoStream
            model={model}
            onStage={(on) => {
              isOnStage.value = on;
            }}
          />
        )}
        <RoomFacts model={model}>
          <Share roomId={model.id} />
        </RoomFacts>
      </section>
      <aside>
        <Chat model={model} />
      </aside>
    </div>
  );
}
