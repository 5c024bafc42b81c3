/** Who is muted and who is banned, and the way back for them. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { RoomModel } from '../shared/room/room.ts';
import { api, session } from '../shared/session.ts';
import { Avatar } from '../shared/ui/avatar.tsx';
import { Dialog } from '../shared/ui/dialog.tsx';
import { attempt } from '../shared/ui/notes.tsx';
import { t } from '../shared/words/words.ts';

/** The most that one answer holds; who bans more has the API. */
const MOST = 100;

interface Lists {
  readonly muted: readonly string[];
  readonly banned: readonly string[];
}

export function ShutOut({ model, onClose }: { model: RoomModel; onClose: () => void }) {
  const request = { id: model.id, user_id: session.value?.userId ?? '' };
  const lists = useSignal<Lists | undefined>(undefined);
  const load = (): Promise<boolean> =>
    attempt(async () => {
      const [muted, banned] = await Promise.all([
        api.value.call('listMuted', request),
        api.value.call('listBanned', { ...request, limit: MOST }),
      ]);
      lists.value = { muted: muted.user_ids, banned: banned.bans.map(({ user_id }) => user_id) };
    });
  useEffect(() => void load(), [model.id]);
  const back = async (action: 'unmuteUser' | 'unbanUser', target: string): Promise<void> => {
    await attempt(() => api.value.call(action, { ...request, target_ids: [target] }));
    await load();
  };
  const { muted = [], banned = [] } = lists.value ?? {};
  return (
    <Dialog title={t('moderate.list')} onClose={onClose}>
      {lists.value && muted.length + banned.length === 0 && <p class="empty">{t('moderate.list.empty')}</p>}
      <People
        title={t('moderate.muted')}
        ids={muted}
        action={t('moderate.unmuteUser')}
        onBack={(id) => void back('unmuteUser', id)}
      />
      <People
        title={t('moderate.banned')}
        ids={banned}
        action={t('moderate.unbanUser')}
        onBack={(id) => void back('unbanUser', id)}
      />
    </Dialog>
  );
}

interface PeopleProps {
  readonly title: string;
  readonly ids: readonly string[];
  readonly action: string;
  readonly onBack: (id: string) => void;
}

function People({ title, ids, action, onBack }: PeopleProps) {
  if (ids.length === 0) return null;
  return (
    <section class="people">
      <h3>{title}</h3>
      <ul class="rows">
        {ids.map((id) => (
          <li key={id}>
            <Avatar name={id} />
            <span>{id}</span>
            <button type="button" onClick={() => onBack(id)}>
              {action}
              <span class="hidden"> {id}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
