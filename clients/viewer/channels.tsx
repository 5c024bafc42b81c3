/** The channels, those that are live first. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ListedRoom } from '../../lambdas/api/rooms.ts';
import { tell } from '../shared/problems.ts';
import { StateMark } from '../shared/room/facts.tsx';
import { api, session } from '../shared/session.ts';
import { hueOf } from '../shared/ui/avatar.tsx';
import { Icon } from '../shared/ui/icon.tsx';
import { t } from '../shared/words/words.ts';

const PAGE_SIZE = 20;
const REFRESH_EVERY_MS = 5_000;
/** Live, then being prepared, then ended. */
const ORDER = [1, 0, 2] as const;

export function Channels() {
  const rooms = useSignal<readonly ListedRoom[] | undefined>(undefined);
  const pages = useSignal(1);
  const problem = useSignal('');
  const load = async (): Promise<void> => {
    try {
      const user_id = session.value?.userId ?? '';
      const numbers = Array.from({ length: pages.value }, (_, index) => index + 1);
      const found = await Promise.all(
        numbers.map((page_num) =>
          api.value.call('list', { user_id, page_num, page_size: PAGE_SIZE, im_server: ['aliyun_new'] }),
        ),
      );
      rooms.value = found.flat();
      problem.value = '';
    } catch (error) {
      problem.value = tell(error);
    }
  };
  useEffect(() => {
    void load();
    const timer = setInterval(() => {
      if (!document.hidden) void load();
    }, REFRESH_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  const more = (): void => {
    pages.value += 1;
    void load();
  };
  const list = [...(rooms.value ?? [])].sort((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status));
  return (
    <>
      <h1>{t('list.title')}</h1>
      {problem.value !== '' && (
        <p class="warning" role="alert">
          {problem.value}
        </p>
      )}
      {rooms.value?.length === 0 && <p class="card empty">{t('list.empty')}</p>}
      <ul class="channels" aria-busy={rooms.value === undefined}>
        {list.map((room) => (
          <li key={room.id}>
            <Channel room={room} />
          </li>
        ))}
      </ul>
      {(rooms.value?.length ?? 0) >= pages.value * PAGE_SIZE && (
        <button type="button" class="more" onClick={more}>
          {t('list.more')}
        </button>
      )}
    </>
  );
}

function Channel({ room }: { room: ListedRoom }) {
  return (
    <a class="channel" href={`#/${room.id}`}>
      <span class="cover" style={{ '--hue': hueOf(room.id) }}>
        {room.cover_url ? <img src={room.cover_url} alt="" loading="lazy" /> : <Icon name="play" />}
        <StateMark status={room.status} />
        {room.mode === 1 && <span class="tag">{t('room.co-streaming')}</span>}
      </span>
      <strong>{room.title}</strong>
      <span class="by">
        <span>{room.anchor_nick ?? room.anchor_id}</span>
        <span>
          <Icon name="eye" />
          <span class="hidden">{t('room.views')}</span> {room.metrics.pv}
        </span>
        <span>
          <Icon name="heart" />
          <span class="hidden">{t('room.likes')}</span> {room.metrics.like_count}
        </span>
      </span>
    </a>
  );
}
