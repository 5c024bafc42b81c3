/** Asks before something that cannot be taken back. */
import { signal } from '@preact/signals';
import { t } from '../words/words.ts';
import { Dialog } from './dialog.tsx';

export interface Question {
  readonly title: string;
  readonly text: string;
  /** What the button says that does it. */
  readonly action: string;
  /** Whether something is lost by it; default: yes. */
  readonly isDanger?: boolean;
}

interface Asked extends Question {
  readonly answer: (yes: boolean) => void;
}

const asked = signal<Asked | undefined>(undefined);

/** One question at a time: a second one answers the first with no. */
export function sure(question: Question): Promise<boolean> {
  asked.value?.answer(false);
  return new Promise((resolve) => {
    asked.value = { ...question, answer: resolve };
  });
}

/** Where questions appear; once on each page. */
export function Questions() {
  const question = asked.value;
  if (!question) return null;
  return (
    <Dialog
      key={question.title}
      title={question.title}
      isQuestion
      onClose={(value) => {
        asked.value = undefined;
        question.answer(value === 'yes');
      }}
    >
      <p>{question.text}</p>
      <form method="dialog" class="answers">
        <button type="submit" value="no">
          {t('cancel')}
        </button>
        <button type="submit" class={question.isDanger === false ? 'main' : 'main danger'} value="yes">
          {question.action}
        </button>
      </form>
    </Dialog>
  );
}
