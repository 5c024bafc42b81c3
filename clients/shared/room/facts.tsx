/** Title, state, and how many are here. */
import type { ComponentChildren } from 'preact';
import { Avatar } from '../ui/avatar.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { t } from '../words/words.ts';
import { Elapsed } from './elapsed.tsx';
import type { RoomModel } from './room.ts';
import { type Course, stateOf } from './state.ts';

export function StateMark({ room }: { room: Course }) {
  const name = stateOf(room);
  return <span class={`state ${name}`}>{t(`state.${name}`)}</span>;
}

export function Count({ icon, label, count }: { icon: IconName; label: string; count: number }) {
  return (
    <span class="number" title={label}>
      <Icon name={icon} />
      <span class="hidden">{label}</span> {count}
    </span>
  );
}

export function RoomFacts({ model, children }: { model: RoomModel; children?: ComponentChildren }) {
  const { title, anchor_nick, anchor_id, status, started_at } = model.room.value;
  const name = anchor_nick ?? anchor_id;
  return (
    <header class="facts">
      <Avatar name={name} />
      <div>
        <h1>{title}</h1>
        <p>
          <span class="name">{name}</span>
          <StateMark room={model.room.value} />
          {status === 1 && started_at !== undefined && (
            <span class="number" title={t('room.since')}>
              <Icon name="clock" />
              <span class="hidden">{t('room.since')}</span> <Elapsed since={started_at} />
            </span>
          )}
          <Count icon="people" label={t('room.online')} count={model.online.value} />
          <Count icon="eye" label={t('room.views')} count={model.views.value} />
        </p>
      </div>
      {children && <div class="acts">{children}</div>}
      {model.connection.value === 'reconnecting' && (
        <p class="warning" role="status">
          {t('room.reconnecting')}
        </p>
      )}
    </header>
  );
}
