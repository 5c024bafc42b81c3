/** The chat with what the anchor may do: take a comment back, mute, remove, ban; mute everybody; see who may not write. */
import { useSignal } from '@preact/signals';
import { Chat } from '../shared/room/chat.tsx';
import type { Comment, RoomModel } from '../shared/room/room.ts';
import { api, session } from '../shared/session.ts';
import { Menu, MenuItem } from '../shared/ui/menu.tsx';
import { attempt, say } from '../shared/ui/notes.tsx';
import { sure } from '../shared/ui/sure.tsx';
import { t } from '../shared/words/words.ts';
import { ShutOut } from './shut-out.tsx';

export function ModeratedChat({ model }: { model: RoomModel }) {
  const userId = session.value?.userId ?? '';
  const isListOpen = useSignal(false);
  const muteAll = async (): Promise<void> => {
    const isMuted = model.mutedAll.value;
    const request = { chatroom_id: model.id, user_id: userId };
    const done = await attempt(() => api.value.call(isMuted ? 'cancelMuteChatroom' : 'muteChatroom', request));
    if (done) say(t(isMuted ? 'moderate.mute-all.ended' : 'moderate.mute-all.done'));
  };
  return (
    <>
      <Chat
        model={model}
        tools={
          <Menu label={t('moderate.title')}>
            <MenuItem icon="microphone" onChoose={() => void muteAll()}>
              {t(model.mutedAll.value ? 'moderate.unmute-all' : 'moderate.mute-all')}
            </MenuItem>
            <MenuItem
              icon="people"
              onChoose={() => {
                isListOpen.value = true;
              }}
            >
              {t('moderate.list')}
            </MenuItem>
          </Menu>
        }
        actions={(comment) => (comment.sender.userId === userId ? null : <Actions model={model} comment={comment} />)}
      />
      {isListOpen.value && (
        <ShutOut
          model={model}
          onClose={() => {
            isListOpen.value = false;
          }}
        />
      )}
    </>
  );
}

type UserAction = 'muteUser' | 'unmuteUser' | 'kickUser' | 'banUser';

function Actions({ model, comment }: { model: RoomModel; comment: Comment }) {
  const user_id = session.value?.userId ?? '';
  const { userId: target, nick: name } = comment.sender;
  const isMuted = model.mutedUsers.value.includes(target);
  const about = async (action: UserAction): Promise<void> => {
    const done = await attempt(() => api.value.call(action, { id: model.id, user_id, target_ids: [target] }));
    if (done) say(t(`moderate.${action}.done`, { name }));
  };
  const aboutSurely = async (action: 'kickUser' | 'banUser'): Promise<void> => {
    const title = t(`moderate.${action}.title`, { name });
    if (await sure({ title, text: t(`moderate.${action}.sure`), action: t(`moderate.${action}`) })) await about(action);
  };
  const takeBack = (): Promise<boolean> =>
    attempt(() => api.value.call('deleteMessage', { id: model.id, user_id, message_id: comment.id }));
  return (
    <Menu label={t('moderate.about', { name })}>
      <MenuItem icon="bin" onChoose={() => void takeBack()}>
        {t('moderate.deleteMessage')}
      </MenuItem>
      <MenuItem icon="microphone" onChoose={() => void about(isMuted ? 'unmuteUser' : 'muteUser')}>
        {t(isMuted ? 'moderate.unmuteUser' : 'moderate.muteUser')}
      </MenuItem>
      <MenuItem icon="leave" isDanger onChoose={() => void aboutSurely('kickUser')}>
        {t('moderate.kickUser')}
      </MenuItem>
      <MenuItem icon="stop" isDanger onChoose={() => void aboutSurely('banUser')}>
        {t('moderate.banUser')}
      </MenuItem>
    </Menu>
  );
}
