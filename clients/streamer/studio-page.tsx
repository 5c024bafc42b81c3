/** Opens the studio of one channel, and says why where that is not possible. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { tell } from '../shared/problems.ts';
import { openRoom, type RoomModel, selfOf } from '../shared/room/room.ts';
import { session } from '../shared/session.ts';
import { Blank } from '../shared/ui/blank.tsx';
import { attempt } from '../shared/ui/notes.tsx';
import { t } from '../shared/words/words.ts';
import { type Broadcast, openBroadcast } from './broadcast.ts';
import { Studio } from './studio.tsx';

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
        // An ended channel shows nothing any more: the camera stays off.
        if (model.room.value.status !== 2) void attempt(broadcast.showCamera);
      },
      (error: unknown) => {
        problem.value = tell(error);
      },
    );
    return () => {
      isGone = true;
      // The studio of an ended channel has closed it already.
      if (open.value?.model.room.value.status !== 2) open.value?.broadcast.close();
      open.value?.model.leave();
    };
  }, [id]);

  const closed = open.value?.model.closedBecause.value;
  if (problem.value !== '' || closed) {
    return (
      <Blank icon="alert" title={closed ? t(`closed.${closed}`) : problem.value} isAlert>
        <a class="button main" href="#/">
          {t('studio.back')}
        </a>
      </Blank>
    );
  }
  if (!open.value) return <Blank icon="camera" title={t('room.entering')} />;
  return <Studio model={open.value.model} broadcast={open.value.broadcast} />;
}
