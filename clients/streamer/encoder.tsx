/** The address and key for OBS and other programs that send RTMP. */
import { useSignal } from '@preact/signals';
import type { RoomModel } from '../shared/room/room.ts';
import { Icon } from '../shared/ui/icon.tsx';
import { attempt, say } from '../shared/ui/notes.tsx';
import { t } from '../shared/words/words.ts';
import { split } from './rtmp-address.ts';

export function Encoder({ model }: { model: RoomModel }) {
  const isShown = useSignal(false);
  const url = model.room.value.push_url_info?.rtmp_url;
  if (!url) return null;
  const { server, key } = split(url);
  const copy = async (text: string): Promise<void> => {
    if (await attempt(() => navigator.clipboard.writeText(text))) say(t('encoder.copied'));
  };
  return (
    <section class="card encoder" aria-label={t('encoder.title')}>
      <h2>{t('encoder.title')}</h2>
      <ol class="steps">
        <li>{t('encoder.step.paste')}</li>
        <li>{t('encoder.step.keyframes')}</li>
        <li>{t('encoder.step.start')}</li>
      </ol>
      <dl>
        <dt>{t('encoder.server')}</dt>
        <dd>
          <code>{server}</code>
          <button
            type="button"
            class="quiet square"
            aria-label={t('encoder.copy.server')}
            title={t('encoder.copy.server')}
            onClick={() => void copy(server)}
          >
            <Icon name="copy" />
          </button>
        </dd>
        <dt>{t('encoder.key')}</dt>
        <dd>
          <code>{isShown.value ? key : '•'.repeat(12)}</code>
          <button
            type="button"
            class="quiet"
            aria-pressed={isShown.value}
            onClick={() => {
              isShown.value = !isShown.value;
            }}
          >
            <Icon name="eye" isOff={isShown.value} /> <span class="label">{t('encoder.show')}</span>
          </button>
          <button
            type="button"
            class="quiet square"
            aria-label={t('encoder.copy.key')}
            title={t('encoder.copy.key')}
            onClick={() => void copy(key)}
          >
            <Icon name="copy" />
          </button>
        </dd>
      </dl>
      <p class="hint">{t('encoder.secret')}</p>
    </section>
  );
}
