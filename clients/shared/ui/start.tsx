/** How each page begins: configuration, an earlier session, then the page itself or the log-in. */
import { useSignalEffect } from '@preact/signals';
import { type ComponentType, render } from 'preact';
import { loadConfiguration } from '../configuration.ts';
import { resumeSession, session } from '../session.ts';
import '../style/style.css';
import { language, t, type WordKey } from '../words/words.ts';
import { Frame } from './frame.tsx';
import { LogIn } from './login.tsx';

export async function startPage(title: WordKey, Page: ComponentType): Promise<void> {
  const place = document.getElementById('page');
  if (!place) throw new Error('the document has no #page');
  const Whole = () => {
    useSignalEffect(() => {
      document.title = `${t(title)} · ${t('app.name')}`;
      document.documentElement.lang = language.value;
    });
    return <Frame title={t(title)}>{session.value ? <Page /> : <LogIn />}</Frame>;
  };
  try {
    await loadConfiguration();
    resumeSession(Date.now());
    render(<Whole />, place);
  } catch (error) {
    render(<Unreachable reason={(error as Error).message} />, place);
  }
}

function Unreachable({ reason }: { reason: string }) {
  return (
    <main class="card login">
      <h1>{t('error.offline.title')}</h1>
      <p>{reason}</p>
      <button type="button" class="main" onClick={() => location.reload()}>
        {t('again')}
      </button>
    </main>
  );
}
