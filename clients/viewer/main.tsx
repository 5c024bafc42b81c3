/** The viewer's page. */
import { render } from 'preact';
import '../shared/style/style.css';
import { t } from '../shared/words/words.ts';

const page = document.getElementById('page');
if (page) render(<h1>{t('entry.watch')}</h1>, page);
