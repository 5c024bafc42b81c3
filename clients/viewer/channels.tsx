/** The channels by state: live ones first. */
import { useEffect, useMemo } from 'preact/hooks';
import type { ListedRoom } from '../../lambdas/api/rooms.ts';
import { Cover } from '../shared/room/cover.tsx';
import { Count, StateMark } from '../shared/room/facts.tsx';
import { Blank } from '../shared/ui/blank.tsx';
import { Icon } from '../shared/ui/icon.tsx';
import { t } from '../shared/words/words.ts';
import { openChannelList } from './channel-list.ts';

const REFRESH_EVERY_MS = 5_000;
/** Cards that are drawn before the first answer. */
const GHOSTS = [0, 1, 2, 3];

const SECTIONS = [
  [1, 'list.live'],
  [0, 'list.preparing'],
  [2, 'list.ended'],
] as const;

export function Channels() {
  const list = useMemo(openChannelList, []);
  useEffect(() => {
    void list.load();
    const timer = setInterval(() => {
      if (!document.hidden) void list.load();
    }, REFRESH_EVERY_MS);
    return () => clearInterval(timer);
  }, [list]);
  const rooms = list.rooms.value;
  return (
    <div class="lists">
      <h1 class="hidden">{t('list.title')}</h1>
      {list.problem.value !== '' && (
        <p class="warning" role="alert">
          {list.problem.value}
        </p>
      )}
      {rooms === undefined && list.problem.value === '' && <Ghosts />}
      {rooms?.length === 0 && (
        <Blank icon="screen" title={t('list.empty')} text={t('list.empty.hint')}>
          <a class="button main" href="../streamer/">
            {t('entry.stream')}
          </a>
        </Blank>
      )}
      {SECTIONS.map(([status, title]) => (
        <Section key={status} title={t(title)} rooms={(rooms ?? []).filter((room) => room.status === status)} />
      ))}
      {list.hasMore.value && (
        <button type="button" class="more" onClick={() => void list.more()}>
          {t('list.more')}
        </button>
      )}
    </div>
  );
}

function Ghosts() {
  return (
    <ul class="channels" aria-busy="true" aria-label={t('list.title')}>
      {GHOSTS.map((ghost) => (
        <li key={ghost} class="ghost" />
      ))}
    </ul>
  );
}

function Section({ title, rooms }: { title: string; rooms: readonly ListedRoom[] }) {
  if (rooms.length === 0) return null;
  return (
    <section>
      <h2>
        {title} <span class="tag">{rooms.length}</span>
      </h2>
      <ul class="channels">
        {rooms.map((room) => (
          <li key={room.id}>
            <Channel room={room} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Channel({ room }: { room: ListedRoom }) {
  return (
    <a class="channel" href={`#/${room.id}`}>
      <Cover title={room.title} url={room.cover_url}>
        <StateMark room={room} />
        {room.mode === 1 && (
          <span class="tag">
            <Icon name="people" /> {t('room.co-streaming')}
          </span>
        )}
      </Cover>
      <strong>{room.title}</strong>
      <span class="by">
        <span class="name">{room.anchor_nick ?? room.anchor_id}</span>
        {room.status === 1 && <Count icon="people" label={t('room.online')} count={room.metrics.online_count} />}
        <Count icon="eye" label={t('room.views')} count={room.metrics.pv} />
        <Count icon="heart" label={t('room.likes')} count={room.metrics.like_count} />
      </span>
    </a>
  );
}
