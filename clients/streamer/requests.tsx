/** Who asks to come on stage, in front of the picture: seen, heard, and counted in the tab's title. */
import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Avatar } from '../shared/ui/avatar.tsx';
import { Icon } from '../shared/ui/icon.tsx';
import { waiting } from '../shared/ui/title.ts';
import { t } from '../shared/words/words.ts';
import { knock } from './knock.ts';
import type { AnchorStage } from './use-stage.tsx';

const STORE = 'interactive-live.knock';

/** Whether a request is heard; remembered in this browser. */
export const isHeard = signal(localStorage.getItem(STORE) !== 'off');

export function setHeard(on: boolean): void {
  isHeard.value = on;
  localStorage.setItem(STORE, on ? 'on' : 'off');
}

export function Requests({ stage }: { stage: AnchorStage }) {
  const known = useRef<ReadonlySet<string>>(new Set());
  const ids = stage.applications.map(({ user_id }) => user_id);
  useEffect(() => {
    waiting.value = ids.length;
    if (isHeard.value && ids.some((id) => !known.current.has(id))) knock();
    known.current = new Set(ids);
  }, [ids.join()]);
  useEffect(
    () => () => {
      waiting.value = 0;
    },
    [],
  );
  const isFull = stage.guests.length + 1 >= stage.most;
  return (
    <ul class="rows requests" aria-live="polite" aria-label={t('stage.requests')}>
      {stage.applications.map(({ user_id, user_nick }) => {
        const name = user_nick ?? user_id;
        return (
          <li key={user_id}>
            <Avatar name={name} />
            <span>{t('stage.asks', { name })}</span>
            <button
              type="button"
              class="main"
              disabled={isFull}
              title={isFull ? t('stage.full') : undefined}
              onClick={() => stage.decide('approveCoStreaming', user_id)}
            >
              {t('stage.approve')}
              <span class="hidden"> {name}</span>
            </button>
            <button
              type="button"
              class="square"
              aria-label={t('stage.reject.of', { name })}
              title={t('stage.reject')}
              onClick={() => stage.decide('rejectCoStreaming', user_id)}
            >
              <Icon name="plus" />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
