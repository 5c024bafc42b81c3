/** What a streamer says of a channel: title, notice, cover; for a new one and for one that exists. */
import { useSignal } from '@preact/signals';
import { stage } from '../shared/configuration.ts';
import { Cover } from '../shared/room/cover.tsx';
import { t } from '../shared/words/words.ts';

export interface ChannelFieldsProps {
  readonly title?: string;
  readonly notice?: string;
  readonly cover?: string;
}

export function ChannelFields({ title = '', notice = '', cover = '' }: ChannelFieldsProps) {
  const limits = stage.value?.limits;
  const shown = useSignal({ title, cover });
  return (
    <>
      <label>
        {t('create.name')}
        <input
          name="title"
          required
          maxLength={limits?.title}
          defaultValue={title}
          autocomplete="off"
          onInput={(event) => {
            shown.value = { ...shown.value, title: event.currentTarget.value };
          }}
        />
      </label>
      <label>
        {t('create.notice')}
        <textarea name="notice" rows={2} maxLength={limits?.notice} defaultValue={notice} />
        <small>{t('create.notice.hint')}</small>
      </label>
      <div class="with-cover">
        <label>
          {t('create.cover')}
          <input
            name="cover"
            type="url"
            placeholder="https://"
            defaultValue={cover}
            onChange={(event) => {
              shown.value = { ...shown.value, cover: event.currentTarget.value };
            }}
          />
          <small>{t('create.cover.hint')}</small>
        </label>
        <Cover title={shown.value.title} url={shown.value.cover} />
      </div>
    </>
  );
}

/** What the form says. */
export function channelFields(form: EventTarget | null): { title: string; notice: string; cover_url: string } {
  const fields = new FormData(form as HTMLFormElement);
  const text = (name: string): string => String(fields.get(name) ?? '').trim();
  return { title: text('title'), notice: text('notice'), cover_url: text('cover') };
}
