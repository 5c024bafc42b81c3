/** Comments of a room, the newest at the end, and the line to write one. */
import { useComputed, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Avatar } from '../ui/avatar.tsx';
import { Icon } from '../ui/icon.tsx';
import { attempt } from '../ui/notes.tsx';
import { t } from '../words/words.ts';
import { Hearts } from './hearts.tsx';
import type { Comment, RoomModel } from './room.ts';

const LONGEST = 500;
/** Pixels from the end within which somebody counts as reading the newest. */
const NEAR_END = 48;

export interface ChatProps {
  readonly model: RoomModel;
  /** Beside the heading. */
  readonly tools?: ComponentChildren;
  /** What the anchor may do to a comment or whoever wrote it. */
  readonly actions?: (comment: Comment) => ComponentChildren;
}

export function Chat({ model, tools, actions }: ChatProps) {
  const list = useRef<HTMLDivElement>(null);
  const comments = model.comments.value;
  useEffect(() => {
    // What scrolls must be reached by keyboard as well.
    if (list.current) list.current.tabIndex = 0;
  }, []);
  useEffect(() => {
    const box = list.current;
    // Who scrolled up is reading and is left there.
    if (box && box.scrollHeight - box.scrollTop - box.clientHeight < box.clientHeight / 2 + NEAR_END) {
      box.scrollTop = box.scrollHeight;
    }
  }, [comments]);
  return (
    <section class="chat" aria-label={t('chat.title')}>
      <header>
        <h2>{t('chat.title')}</h2>
        {model.mutedAll.value && <span class="tag">{t('chat.muted-all')}</span>}
        {tools}
      </header>
      {model.notice.value !== '' && (
        <p class="notice">
          <strong>{t('room.notice')}</strong> {model.notice.value}
        </p>
      )}
      <div class="comments" ref={list} role="log" aria-label={t('chat.title')}>
        {comments.length === 0 && <p class="empty">{t('chat.empty')}</p>}
        <ol>
          {comments.map((comment) => (
            <li key={comment.id}>
              <Avatar name={comment.sender.nick} />
              <p>
                <b class={comment.sender.userId === model.room.value.anchor_id ? 'anchor' : ''}>
                  {comment.sender.nick}
                </b>{' '}
                <span>{comment.text}</span>
              </p>
              {actions?.(comment)}
            </li>
          ))}
        </ol>
      </div>
      <div class="foot-line">
        <Line model={model} />
        <Hearts model={model} />
      </div>
    </section>
  );
}

function Line({ model }: { model: RoomModel }) {
  const text = useSignal('');
  const reason = useComputed(() => {
    if (model.connection.value !== 'connected') return t('chat.offline');
    return model.isMuted.value ? t('chat.muted') : '';
  });
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const written = text.value.trim();
    // What could not be sent stays in the line.
    if (written !== '' && (await attempt(() => model.comment(written)))) text.value = '';
  };
  return (
    <form class="line" onSubmit={(event) => void submit(event)}>
      <input
        aria-label={t('chat.write')}
        placeholder={reason.value || t('chat.write')}
        maxLength={LONGEST}
        autocomplete="off"
        enterkeyhint="send"
        value={text.value}
        disabled={reason.value !== ''}
        onInput={(event) => {
          text.value = event.currentTarget.value;
        }}
      />
      <button type="submit" class="main square" aria-label={t('chat.send')} disabled={reason.value !== ''}>
        <Icon name="send" />
      </button>
    </form>
  );
}
