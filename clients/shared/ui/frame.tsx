/** The frame of each page: name, language, who is logged in. */
import type { ComponentChildren } from 'preact';
import { stage } from '../configuration.ts';
import { logOut, session } from '../session.ts';
import { t } from '../words/words.ts';
import { Avatar } from './avatar.tsx';
import { LanguageButton } from './language-button.tsx';
import { Menu, MenuItem } from './menu.tsx';
import { Notes } from './notes.tsx';
import { Questions } from './sure.tsx';

export function Frame({ title, children }: { title: string; children: ComponentChildren }) {
  const userId = session.value?.userId;
  return (
    <>
      <a class="skip" href="#main">
        {t('skip')}
      </a>
      <header class="top">
        <a class="brand" href="../">
          <span class="mark" aria-hidden="true" />
          <span>{t('app.name')}</span>
        </a>
        <a class="where" href="#/">
          {title}
        </a>
        <span class="tools">
          <LanguageButton />
          {userId !== undefined && (
            <Menu label={t('login.as', { name: userId })} face={<Avatar name={userId} />}>
              <li class="who">{t('login.as', { name: userId })}</li>
              <MenuItem icon="leave" onChoose={logOut}>
                {t('login.out')}
              </MenuItem>
            </Menu>
          )}
        </span>
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      {stage.value?.media.adapter === 'local' && <footer class="foot">{t('foot.local')}</footer>}
      <Notes />
      <Questions />
    </>
  );
}
