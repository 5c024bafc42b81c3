/** The entry page: who streams goes one way, who watches the other. */
import { render } from 'preact';
import './shared/style/style.css';
import { t } from './shared/words/words.ts';

function Entry() {
  return (
    <main class="entry">
      <h1>{t('app.name')}</h1>
      <nav>
        <a class="choice" href="./streamer/">
          <strong>{t('entry.stream')}</strong>
          <span>{t('entry.stream.hint')}</span>
        </a>
        <a class="choice" href="./viewer/">
          <strong>{t('entry.watch')}</strong>
          <span>{t('entry.watch.hint')}</span>
        </a>
      </nav>
    </main>
  );
}

const page = document.getElementById('page');
if (page) render(<Entry />, page);
