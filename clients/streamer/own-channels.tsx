/** A new channel, and those that this streamer has already. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ListedRoom } from '../../lambdas/api/rooms.ts';
import { stage } from '../shared/configuration.ts';
import { StateMark } from '../shared/room/facts.tsx';
import { api, session } from '../shared/session.ts';
import { attempt } from '../shared/ui/notes.tsx';
import { t } from '../shared/words/words.ts';

const LOOKED_THROUGH = 100;

export function OwnChannels() {
  return (
    <div class="two">
      <NewChannel />
      <Earlier />
    </div>
  );
}

function NewChannel() {
  const busy = useSignal(false);
  const limits = stage.value?.limits;
  const isCoStreaming = stage.value?.features.co_streaming !== 'off';
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    const anchor = session.value?.userId ?? '';
    const cover = String(fields.get('cover'));
    busy.value = true;
    await attempt(async () => {
      const room = await api.value.call('createV2', {
        title: String(fields.get('title')),
        notice: String(fields.get('notice')),
        anchor,
        anchor_nick: anchor,
        mode: fields.get('co-streaming') === 'on' ? 1 : 0,
        extends: JSON.stringify({ userNick: anchor, userAvatar: '' }),
        im_server: ['aliyun_new'],
        ...(cover === '' ? {} : { cover_url: cover }),
      });
      location.hash = `#/${room.id}`;
    });
    busy.value = false;
  };
  return (
    <form class="card" onSubmit={(event) => void submit(event)}>
      <h1>{t('create.title')}</h1>
      <label>
        {t('create.name')}
        <input name="title" required maxLength={limits?.title} />
      </label>
      <label>
        {t('create.notice')}
        <textarea name="notice" rows={2} maxLength={limits?.notice} />
      </label>
      <label>
        {t('create.cover')}
        <input name="cover" type="url" placeholder="https://" />
        <small>{t('create.cover.hint')}</small>
      </label>
      {isCoStreaming && (
        <label class="check">
          <input name="co-streaming" type="checkbox" defaultChecked />
          {t('create.co-streaming')}
        </label>
      )}
      <button type="submit" class="main" disabled={busy.value}>
        {t('create.submit')}
      </button>
    </form>
  );
}

function Earlier() {
  const rooms = useSignal<readonly ListedRoom[]>([]);
  const load = (): Promise<boolean> =>
    attempt(async () => {
      const user_id = session.value?.userId ?? '';
      const found = await api.value.call('list', { user_id, page_num: 1, page_size: LOOKED_THROUGH });
      rooms.value = found.filter((room) => room.anchor_id === user_id);
    });
  useEffect(() => void load(), []);
  const remove = async (room: ListedRoom): Promise<void> => {
    if (!confirm(t('create.delete.sure', { title: room.title }))) return;
    await attempt(() => api.value.call('delete', { id: room.id, user_id: session.value?.userId ?? '' }));
    await load();
  };
  return (
    <section class="card" aria-label={t('create.earlier')}>
      <h2>{t('create.earlier')}</h2>
      {rooms.value.length === 0 && <p class="empty">{t('create.none')}</p>}
      <ul class="rows">
        {rooms.value.map((room) => (
          <li key={room.id}>
            <a href={room.status === 2 ? `../viewer/#/${room.id}` : `#/${room.id}`}>{room.title}</a>
            <StateMark status={room.status} />
            <button type="button" class="quiet" onClick={() => void remove(room)}>
              {t('create.delete')}
              <span class="hidden"> {room.title}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
