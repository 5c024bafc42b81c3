/** The title of the browser's tab: what the page is about, and how many wait for an answer. */
import { signal } from '@preact/signals';
import { t } from '../words/words.ts';

/** Name of the channel that is open; '' for none. */
export const subject = signal('');

/** People who wait for the one at this page. */
export const waiting = signal(0);

/** @param page what kind of page it is */
export function titleOf(page: string): string {
  const count = waiting.value > 0 ? `(${waiting.value}) ` : '';
  return count + [subject.value, page, t('app.name')].filter((part) => part !== '').join(' · ');
}
