/** The form for a new channel. */
import { useSignal } from '@preact/signals';
import { stage } from '../shared/configuration.ts';
import { api, session } from '../shared/session.ts';
import { Icon, type IconName } from '../shared/ui/icon.tsx';
import { attempt } from '../shared/ui/notes.tsx';
import { t } from '../shared/words/words.ts';
import { ChannelFields, channelFields } from './channel-fields.tsx';

const KINDS: readonly (readonly ['co-streaming' | 'normal', IconName])[] = [
  ['co-streaming', 'people'],
  ['normal', 'person'],
];

export function NewChannel() {
  const busy = useSignal(false);
  const isOffered = stage.value?.features.co_streaming !== 'off';
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const anchor = session.value?.userId ?? '';
    busy.value = true;
    await attempt(async () => {
      const room = await api.value.call('createV2', {
        ...channelFields(form),
        anchor,
        anchor_nick: anchor,
        mode: new FormData(form).get('kind') === 'co-streaming' ? 1 : 0,
        extends: JSON.stringify({ userNick: anchor, userAvatar: '' }),
        im_server: ['aliyun_new'],
      });
      location.hash = `#/${room.id}`;
    });
    busy.value = false;
  };
  return (
    <form class="card" onSubmit={(event) => void submit(event)}>
      <h1>{t('create.title')}</h1>
      <ChannelFields />
      {isOffered && (
        <fieldset class="kinds">
          <legend>{t('create.kind')}</legend>
          {KINDS.map(([kind, icon], index) => (
            <label key={kind} class="kind">
              <input type="radio" name="kind" value={kind} defaultChecked={index === 0} />
              <Icon name={icon} />
              <span>
                {t(`create.${kind}`)}
                <small>{t(`create.${kind}.hint`)}</small>
              </span>
            </label>
          ))}
        </fieldset>
      )}
      <button type="submit" class="main wide" disabled={busy.value}>
        {t('create.submit')}
      </button>
    </form>
  );
}
