/** A dialog in front of the page: the browser keeps the focus inside, Escape closes it, and the focus goes back to where it was. */
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { t } from '../words/words.ts';
import { Icon } from './icon.tsx';

export interface DialogProps {
  readonly title: string;
  /** Called once it is closed, with the value of the button that closed it, else ''. */
  readonly onClose: (value: string) => void;
  /** It asks for a decision, and has no other way out than its buttons and Escape. */
  readonly isQuestion?: boolean;
  /** Buttons that end it are in a `<form method="dialog">`. */
  readonly children: ComponentChildren;
}

export function Dialog({ title, onClose, isQuestion = false, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      class="dialog"
      role={isQuestion ? 'alertdialog' : undefined}
      aria-labelledby={id}
      onClose={() => onClose(dialog.current?.returnValue ?? '')}
    >
      <header>
        <h2 id={id}>{title}</h2>
        {!isQuestion && (
          <form method="dialog">
            <button type="submit" class="quiet square" aria-label={t('close')} value="">
              <Icon name="plus" />
            </button>
          </form>
        )}
      </header>
      {children}
    </dialog>
  );
}
