/** Copies the address under which others find this channel. */
import { Icon } from '../ui/icon.tsx';
import { attempt, say } from '../ui/notes.tsx';
import { t } from '../words/words.ts';

export function Share({ roomId }: { roomId: string }) {
  const copy = async (): Promise<void> => {
    const address = new URL(`../viewer/#/${roomId}`, location.href.replace(/#.*$/, '')).href;
    if (await attempt(() => navigator.clipboard.writeText(address))) say(t('room.link.copied'));
  };
  return (
    <button type="button" class="quiet" onClick={() => void copy()}>
      <Icon name="link" /> <span class="label">{t('room.link')}</span>
    </button>
  );
}
