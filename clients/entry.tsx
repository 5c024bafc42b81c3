/** The entry page: who streams goes one way, who watches the other. */
import { useSignalEffect } from '@preact/signals';
import { render } from 'preact';
import { LanguageButton } from './shared/ui/language-button.tsx';
import './shared/style/style.css';
import { Icon } from './shared/ui/icon.tsx';
import { language, t } from './shared/words/words.ts';

function Entry() {
  useSignalEffect(() => {
    document.title = t('app.name');
    document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en';
  });
  return (
    <div class="entry">
      <header>
        <LanguageButton />
      </header>
      <main>
        <span class="mark" aria-hidden="true" />
        <h1>{t('app.name')}</h1>
        <p class="lead">{t('entry.lead')}</p>
        <nav>
          <a class="choice first" href="./streamer/">
            <span class="sign">
              <Icon name="camera" />
            </span>
            <strong>{t('entry.stream')}</strong>
            <span>{t('entry.stream.hint')}</span>
          </a>
          <a class="choice" href="./viewer/">
            <span class="sign">
              <Icon name="play" />
            </span>
            <strong>{t('entry.watch')}</strong>
            <span>{t('entry.watch.hint')}</span>
          </a>
        </nav>
      </main>
    </div>
  );
}

const page = document.getElementById('page');
if (page) render(<Entry />, page);
