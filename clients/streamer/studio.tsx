/** The studio of one channel: preview and sources, start and stop, the stage, what viewers say. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { RoomFacts } from '../shared/room/facts.tsx';
import type { RoomModel } from '../shared/room/room.ts';
import { Share } from '../shared/room/share.tsx';
import { Waiting } from '../shared/room/waiting.tsx';
import { subject } from '../shared/ui/title.ts';
import { t } from '../shared/words/words.ts';
import type { Broadcast } from './broadcast.ts';
import { Controls } from './controls.tsx';
import { EditChannel } from './edit-channel.tsx';
import { Elsewhere } from './elsewhere.tsx';
import { Encoder } from './encoder.tsx';
import { ModeratedChat } from './moderated-chat.tsx';
import { Preview } from './preview.tsx';
import { Requests } from './requests.tsx';
import { RetouchPanel } from './retouch-panel.tsx';
import { StagePanel } from './stage-panel.tsx';
import { useAnchorStage } from './use-stage.tsx';

export function Studio({ model, broadcast }: { model: RoomModel; broadcast: Broadcast }) {
  const { mode, status, title } = model.room.value;
  const isElsewhere = useSignal(false);
  const isRetouchOpen = useSignal(false);
  const stage = useAnchorStage(model, broadcast);
  useEffect(() => {
    subject.value = title;
    return () => {
      subject.value = '';
    };
  }, [title]);
  const isOver = status === 2;
  useEffect(() => {
    // Nothing is sent any more: camera and microphone go off.
    if (isOver) broadcast.close();
  }, [isOver]);
  return (
    <div class="watch studio">
      <section class="seen">
        {isOver && <Waiting model={model} icon="stop" text={t('studio.over')} />}
        {!isOver && isElsewhere.value && <Elsewhere model={model} />}
        {!isOver && !isElsewhere.value && (
          <Preview broadcast={broadcast}>{stage && <Requests stage={stage} />}</Preview>
        )}
        <Controls model={model} broadcast={broadcast} isElsewhere={isElsewhere} isRetouchOpen={isRetouchOpen} />
        {isRetouchOpen.value && !isElsewhere.value && !isOver && <RetouchPanel broadcast={broadcast} />}
        <RoomFacts model={model}>
          <EditChannel model={model} />
          <Share roomId={model.id} />
        </RoomFacts>
        {isElsewhere.value && !isOver && <Encoder model={model} />}
        {mode === 1 && stage && !isOver && <StagePanel stage={stage} />}
      </section>
      <aside>
        <ModeratedChat model={model} />
      </aside>
    </div>
  );
}
