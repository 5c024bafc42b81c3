/** Title, state, and how many are here. */
import { Icon } from '../ui/icon.tsx';
import { t } from '../words/words.ts';
import type { RoomModel } from './room.ts';

export function StateMark({ status }: { status: 0 | 1 | 2 }) {
  const name = (['preparing', 'live', 'ended'] as const)[status];
  return <span class={`state ${name}`}>{t(`state.${name}`)}</span>;
}

export function RoomFacts({ model }: { model: RoomModel }) {
  const { title, anchor_nick, anchor_id, status } = model.room.value;
  return (
    <header class="facts">
      <h1>{title}</h1>
      <p>
        <StateMark status={status} />
        <span>{anchor_nick ?? anchor_id}</span>
        <span title={t('room.online')}>
          <Icon name="people" />
          <span class="hidden">{t('room.online')}</span> {model.online.value}
        </span>
        <span title={t('room.views')}>
          <Icon name="eye" />
          <span class="hidden">{t('room.views')}</span> {model.views.value}
        </span>
      </p>
      {model.connection.value === 'reconnecting' && (
        <p class="warning" role="status">
          {t('room.reconnecting')}
        </p>
      )}
    </header>
  );
}
