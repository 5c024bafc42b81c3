/** The address and key for OBS and other programs that send RTMP. */
import { useSignal } from '@preact/signals';
import type { RoomModel } from '../shared/room/room.ts';
import { Icon } from '../shared/ui/icon.tsx';
import { say } from '../shared/ui/notes.tsx';
import { t } from '../shared/words/words.ts';

export function Encoder({ model }: { model: RoomModel }) {
  const isShown = useSignal(false);
  const url = model.room.value.push_url_info?.rtmp_url;
  if (!url) return null;
  const { server, key } = split(url);
  const copy = async (text: string): Promise<void> => {
    await navigator.clipboard.writeText(text);
    say(t('encoder.copied'));
  };
  return (
    <details class="card">
      <summary>{t('encoder.title')}</summary>
      <p class="hint">{t('encoder.hint')}</p>
      <dl>
        <dt>{t('encoder.server')}</dt>
        <dd>
          <code>{server}</code>
          <button type="button" class="quiet" aria-label={t('encoder.copy.server')} onClick={() => void copy(server)}>
            <Icon name="copy" />
          </button>
        </dd>
        <dt>{t('encoder.key')}</dt>
        <dd>
          <code>{isShown.value ? key : '••••••••••••'}</code>
          <button type="button" class="quiet" onClick={() => (isShown.value = !isShown.value)}>
            {t(isShown.value ? 'encoder.hide' : 'encoder.show')}
          </button>
          <button type="button" class="quiet" aria-label={t('encoder.copy.key')} onClick={() => void copy(key)}>
            <Icon name="copy" />
          </button>
        </dd>
      </dl>
    </details>
  );
}

/** OBS wants the stream's name, with its signature, apart from the rest. */
export function split(url: string): { server: string; key: string } {
  const [, server = '', key = ''] = /^(rtmp:\/\/[^/]+\/[^/]+)\/(.+)$/.exec(url) ?? [];
  return { server, key };
}
