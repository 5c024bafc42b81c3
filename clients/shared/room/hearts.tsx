/** The heart: a click adds one, and hearts rise when anybody gives some. */
import { useSignal, useSignalEffect } from '@preact/signals';
import { Icon } from '../ui/icon.tsx';
import { t } from '../words/words.ts';
import type { RoomModel } from './room.ts';

/** Hearts that rise at once, however many were given. */
const MOST_AT_ONCE = 12;
const RISE_MS = 1_600;

export function Hearts({ model }: { model: RoomModel }) {
  const rising = useSignal<readonly number[]>([]);
  const seen = useSignal(model.likes.peek());
  useSignalEffect(() => {
    const count = Math.min(model.likes.value - seen.peek(), MOST_AT_ONCE - rising.peek().length);
    seen.value = model.likes.value;
    if (count <= 0) return;
    const added = Array.from({ length: count }, () => Math.random());
    rising.value = [...rising.peek(), ...added];
    setTimeout(() => {
      rising.value = rising.peek().filter((heart) => !added.includes(heart));
    }, RISE_MS);
  });
  return (
    <div class="hearts">
      {rising.value.map((heart) => (
        <span key={heart} class="rising" style={{ '--drift': heart }} aria-hidden="true">
          <Icon name="heart" />
        </span>
      ))}
      <button
        type="button"
        class="heart"
        aria-label={t('room.like.count', { count: model.likes.value })}
        onClick={model.like}
      >
        <Icon name="heart" />
        <span class="count">{model.likes.value}</span>
      </button>
    </div>
  );
}
