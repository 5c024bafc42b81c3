/** Start, pause, end: the one thing to do next stands out. */
import { type Signal, useSignal } from '@preact/signals';
import type { RoomModel } from '../shared/room/room.ts';
import { Icon } from '../shared/ui/icon.tsx';
import { attempt } from '../shared/ui/notes.tsx';
import { sure } from '../shared/ui/sure.tsx';
import { t } from '../shared/words/words.ts';
import type { Broadcast } from './broadcast.ts';

export interface LifeProps {
  readonly model: RoomModel;
  readonly broadcast: Broadcast;
  readonly isElsewhere: Signal<boolean>;
}

export function Life({ model, broadcast, isElsewhere }: LifeProps) {
  const busy = useSignal(false);
  const { status, started_at } = model.room.value;
  const isSending = broadcast.sending.value !== undefined && broadcast.sending.value !== 'failed';
  const run = async (work: () => Promise<void>): Promise<void> => {
    busy.value = true;
    await attempt(work);
    busy.value = false;
  };
  const end = async (): Promise<void> => {
    const question = { title: t('studio.stop.title'), text: t('studio.stop.sure'), action: t('studio.stop') };
    if (await sure(question)) await run(broadcast.stop);
  };
  if (status === 2) {
    return (
      <p class="ended">
        <strong>{t('studio.ended')}</strong>
        <a class="button main" href={`../viewer/#/${model.id}`}>
          <Icon name="play" /> {t('studio.replay')}
        </a>
        <a class="button" href="#/">
          {t('studio.new')}
        </a>
      </p>
    );
  }
  return (
    <span class="life">
      {!isSending && !isElsewhere.value && (
        <button
          type="button"
          class="main"
          disabled={busy.value || broadcast.kind.value === undefined}
          onClick={() => void run(broadcast.start)}
        >
          <Icon name="play" /> {t(started_at === undefined ? 'studio.start' : 'studio.resume')}
        </button>
      )}
      {isSending && (
        <button type="button" disabled={busy.value} onClick={() => void run(broadcast.pause)}>
          <Icon name="pause" /> {t('studio.pause')}
        </button>
      )}
      {started_at !== undefined && (
        <button type="button" class="danger" disabled={busy.value} onClick={() => void end()}>
          <Icon name="stop" /> {t('studio.stop')}
        </button>
      )}
    </span>
  );
}
