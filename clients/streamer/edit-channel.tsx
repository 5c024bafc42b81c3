/** Changes title, notice and cover of a channel, also while it is live. */
import { useSignal } from '@preact/signals';
import { MESSAGE } from '../shared/messaging/types.ts';
import type { RoomModel } from '../shared/room/room.ts';
import { api } from '../shared/session.ts';
import { Dialog } from '../shared/ui/dialog.tsx';
import { Icon } from '../shared/ui/icon.tsx';
import { attempt, say } from '../shared/ui/notes.tsx';
import { t } from '../shared/words/words.ts';
import { ChannelFields, channelFields } from './channel-fields.tsx';

export function EditChannel({ model }: { model: RoomModel }) {
  const isOpen = useSignal(false);
  const { title, cover_url } = model.room.value;
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const fields = channelFields(form);
    const isNewNotice = fields.notice !== model.notice.value;
    const done = await attempt(async () => {
      await api.value.call('update', { id: model.id, ...fields });
      if (isNewNotice) await model.messaging.send(MESSAGE.notice, { notice: fields.notice }, { isSignal: true });
      await model.refresh();
    });
    if (!done) return;
    form.closest('dialog')?.close();
    say(t('edit.done'));
  };
  return (
    <>
      <button
        type="button"
        class="quiet"
        onClick={() => {
          isOpen.value = true;
        }}
      >
        <Icon name="edit" /> <span class="label">{t('edit.open')}</span>
      </button>
      {isOpen.value && (
        <Dialog
          title={t('edit.open')}
          onClose={() => {
            isOpen.value = false;
          }}
        >
          <form class="fields" onSubmit={(event) => void submit(event)}>
            <ChannelFields
              title={title}
              notice={model.notice.value}
              {...(cover_url === undefined ? {} : { cover: cover_url })}
            />
            <button type="submit" class="main wide">
              {t('edit.save')}
            </button>
          </form>
        </Dialog>
      )}
    </>
  );
}
