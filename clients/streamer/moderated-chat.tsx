/** The chat with what the anchor may do: take a comment back, mute, remove, ban; mute everybody; change the notice. */
import { useSignal } from '@preact/signals';
import { MESSAGE } from '../shared/messaging/types.ts';
import { Chat } from '../shared/room/chat.tsx';
import type { Comment, RoomModel } from '../shared/room/room.ts';
import { api, session } from '../shared/session.ts';
import { attempt, say } from '../shared/ui/notes.tsx';
import { t } from '../shared/words/words.ts';

export function ModeratedChat({ model }: { model: RoomModel }) {
  const userId = session.value?.userId ?? '';
  const muteAll = (): Promise<boolean> =>
    attempt(() =>
      api.value.call(model.mutedAll.value ? 'cancelMuteChatroom' : 'muteChatroom', {
        chatroom_id: model.id,
        user_id: userId,
      }),
    );
  return (
    <>
      <Notice model={model} />
      <p class="controls">
        <button type="button" aria-pressed={model.mutedAll.value} onClick={() => void muteAll()}>
          {t('moderate.mute-all')}
        </button>
      </p>
      <Chat
        model={model}
        actions={(comment) => (comment.sender.userId === userId ? null : <Actions model={model} comment={comment} />)}
      />
    </>
  );
}

type UserAction = 'muteUser' | 'unmuteUser' | 'kickUser' | 'banUser';

function Actions({ model, comment }: { model: RoomModel; comment: Comment }) {
  const user_id = session.value?.userId ?? '';
  const target = comment.sender.userId;
  const isMuted = model.mutedUsers.value.includes(target);
  const about = async (action: UserAction): Promise<void> => {
    const done = await attempt(() => api.value.call(action, { id: model.id, user_id, target_ids: [target] }));
    if (done) say(t(`moderate.${action}.done`, { name: comment.sender.nick }));
  };
  const takeBack = (): Promise<boolean> =>
    attempt(() => api.value.call('deleteMessage', { id: model.id, user_id, message_id: comment.id }));
  return (
    <details class="actions">
      <summary aria-label={t('moderate.about', { name: comment.sender.nick })}>⋯</summary>
      <ul>
        <li>
          <button type="button" onClick={() => void takeBack()}>
            {t('moderate.deleteMessage')}
          </button>
        </li>
        {([isMuted ? 'unmuteUser' : 'muteUser', 'kickUser', 'banUser'] as const).map((action) => (
          <li key={action}>
            <button type="button" onClick={() => void about(action)}>
              {t(`moderate.${action}`)}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Notice({ model }: { model: RoomModel }) {
  const isOpen = useSignal(false);
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const notice = String(new FormData(event.currentTarget as HTMLFormElement).get('notice'));
    const done = await attempt(async () => {
      await api.value.call('update', { id: model.id, notice });
      await model.messaging.send(MESSAGE.notice, { notice }, { isSignal: true });
    });
    if (done) isOpen.value = false;
  };
  if (!isOpen.value) {
    return (
      <p class="controls">
        <button
          type="button"
          onClick={() => {
            isOpen.value = true;
          }}
        >
          {t('moderate.notice')}
        </button>
      </p>
    );
  }
  return (
    <form class="line" onSubmit={(event) => void submit(event)}>
      <input name="notice" aria-label={t('room.notice')} defaultValue={model.notice.value} />
      <button type="submit" class="main">
        {t('moderate.notice.save')}
      </button>
    </form>
  );
}
