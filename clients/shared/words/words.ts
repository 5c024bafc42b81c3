/** Words in the language of whoever reads: the browser's, or the one chosen here before. */
import { computed, signal } from '@preact/signals';
import { en, type WordKey } from './en.ts';
import { zh } from './zh.ts';

export type { WordKey };

export type Language = 'en' | 'zh';

const STORE = 'interactive-live.language';

export const language = signal<Language>(initial());

const dictionary = computed(() => (language.value === 'zh' ? zh : en));

/** `{name}` in a text is replaced by the value of that name. */
export function t(key: WordKey, values: Readonly<Record<string, string | number>> = {}): string {
  return dictionary.value[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

export function choose(next: Language): void {
  language.value = next;
  localStorage.setItem(STORE, next);
  document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en';
}

function initial(): Language {
  const chosen = localStorage.getItem(STORE);
  const wanted = chosen ?? navigator.language;
  return wanted.startsWith('zh') ? 'zh' : 'en';
}
