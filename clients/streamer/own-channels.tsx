/** A new channel, and those that this streamer has already. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ListedRoom } from '../../lambdas/api/rooms.ts';
import { Cover } from '../shared/room/cover.tsx';
import { Count, StateMark } from '../shared/room/facts.tsx';
import { api, session } from '../shared/session.ts';
import { Blank } from '../shared/ui/blank.tsx';
import { Icon } from '../shared/ui/icon.tsx';
import { attempt } from '../shared/ui/notes.tsx';
import { sure } from '../shared/ui/sure.tsx';
import { t } from '../shared/words/words.ts';
import { NewChannel } from './new-channel.tsx';

const LOOKED_THROUGH = 100;

export function OwnChannels() {
  return (
    <div class="two">
      <NewChannel />
      <Earlier />
    </div>
  );
}

function Earlier() {
  const rooms = useSignal<readonly ListedRoom[] | undefined>(undefined);
  const load = (): Promise<boolean> =>
    attempt(async () => {
      const user_id = session.value?.userId ?? '';
      const found = await api.value.call('list', { user_id, page_num: 1, page_size: LOOKED_THROUGH });
      rooms.value = found.filter((room) => room.anchor_id === user_id);
    });
  useEffect(() => void load(), []);
  const remove = async (room: ListedRoom): Promise<void> => {
    const { title } = room;
    const action = t('create.delete');
    if (!(await sure({ title: t('create.delete.title', { title }), text: t('create.delete.sure'), action }))) return;
    await attempt(() => api.value.call('delete', { id: room.id, user_id: session.value?.userId ?? '' }));
    await load();
  };
  return (
    <section class="card" aria-label={t('create.earlier')} aria-busy={rooms.value === undefined}>
      <h2>{t('create.earlier')}</h2>
      {rooms.value?.length === 0 && <Blank icon="camera" title={t('create.none')} text={t('create.none.hint')} />}
      <ul class="own">
        {rooms.value?.map((room) => (
          <li key={room.id}>
            <Cover title={room.title} url={room.cover_url} />
            <a href={room.status === 2 ? `../viewer/#/${room.id}` : `#/${room.id}`}>
              <strong class="title">{room.title}</strong>
              <span class="by">
                <StateMark room={room} />
                <Count icon="eye" label={t('room.views')} count={room.metrics.pv} />
                <Count icon="heart" label={t('room.likes')} count={room.metrics.like_count} />
              </span>
            </a>
            <button
              type="button"
              class="quiet square"
              aria-label={t('create.delete.of', { title: room.title })}
              title={t('create.delete')}
              onClick={() => void remove(room)}
            >
              <Icon name="bin" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
