/** How each page begins: configuration, an earlier session, then the page itself or the log-in. */
import { useSignalEffect } from '@preact/signals';
import { type ComponentType, render } from 'preact';
import { loadConfiguration } from '../configuration.ts';
import { resumeSession, session } from '../session.ts';
import '../style/style.css';
import { language, t, type WordKey } from '../words/words.ts';
import { Blank } from './blank.tsx';
import { Frame } from './frame.tsx';
import { LogIn } from './login.tsx';
import { titleOf } from './title.ts';

export async function startPage(title: WordKey, Page: ComponentType): Promise<void> {
  const place = document.getElementById('page');
  if (!place) throw new Error('the document has no #page');
  const Whole = () => {
    useSignalEffect(() => {
      document.title = titleOf(t(title));
      document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en';
    });
    return <Frame title={t(title)}>{session.value ? <Page /> : <LogIn />}</Frame>;
  };
  try {
    await loadConfiguration();
    resumeSession(Date.now());
    render(<Whole />, place);
  } catch (error) {
    render(<Unreachable reason={reasonOf(error as Error)} />, place);
  }
}

/** What the pages found out themselves is in words already; what `fetch` and the check of the answer say is not. */
function reasonOf({ name, message }: Error): string {
  if (name === 'TypeError' || name === 'TimeoutError') return t('error.offline');
  return name === 'Error' ? message : t('error.version');
}

function Unreachable({ reason }: { reason: string }) {
  return (
    <main>
      <Blank icon="alert" title={t('error.offline.title')} text={reason} isAlert>
        <button type="button" class="main" onClick={() => location.reload()}>
          {t('again')}
        </button>
      </Blank>
    </main>
  );
}
