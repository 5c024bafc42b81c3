/** The frame of each page: name, language, who is logged in. */
import type { ComponentChildren } from 'preact';
import { stage } from '../configuration.ts';
import { logOut, session } from '../session.ts';
import { choose, language, t } from '../words/words.ts';
import { Notes } from './notes.tsx';

export function Frame({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <>
      <a class="skip" href="#main">
        {t('skip')}
      </a>
      <header class="top">
        <a class="brand" href="../">
          <span class="mark" aria-hidden="true" />
          {t('app.name')}
        </a>
        <span class="where">{title}</span>
        <span class="tools">
          <button type="button" class="quiet" lang={other()} onClick={() => choose(other())}>
            {language.value === 'zh' ? 'English' : '中文'}
          </button>
          {session.value && (
            <button type="button" class="quiet" onClick={logOut}>
              {t('login.out')} · {session.value.userId}
            </button>
          )}
        </span>
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      {stage.value?.media.adapter === 'local' && <footer class="foot">{t('foot.local')}</footer>}
      <Notes />
    </>
  );
}

function other() {
  return language.value === 'zh' ? 'en' : 'zh';
}
