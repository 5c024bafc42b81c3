/** Short notes at the edge of the page: what happened, or went wrong; read out by screen readers. */
import { signal } from '@preact/signals';
import { tell } from '../problems.ts';
import { t } from '../words/words.ts';
import { Icon } from './icon.tsx';

interface Note {
  readonly id: number;
  readonly text: string;
  readonly isBad: boolean;
}

const SHOWN_MS = 6_000;

const notes = signal<readonly Note[]>([]);
let lastId = 0;

export function say(text: string, isBad = false): void {
  const note = { id: ++lastId, text, isBad };
  // The same twice is one note.
  notes.value = [...notes.value.filter((other) => other.text !== text), note];
  setTimeout(() => dismiss(note.id), SHOWN_MS);
}

/** Runs what a click asked for; a failure is told and not lost. */
export async function attempt(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    say(tell(error), true);
    return false;
  }
}

function dismiss(id: number): void {
  notes.value = notes.value.filter((note) => note.id !== id);
}

export function Notes() {
  return (
    <div class="notes" role="status" aria-live="polite">
      {notes.value.map((note) => (
        <p key={note.id} class={note.isBad ? 'note bad' : 'note'}>
          <span>{note.text}</span>
          <button type="button" class="quiet square" aria-label={t('close')} onClick={() => dismiss(note.id)}>
            <Icon name="plus" />
          </button>
        </p>
      ))}
    </div>
  );
}
