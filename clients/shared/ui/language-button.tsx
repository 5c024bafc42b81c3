/** Changes between English and Chinese. */
import { choose, language } from '../words/words.ts';
import { Icon } from './icon.tsx';

export function LanguageButton() {
  const other = language.value === 'zh' ? 'en' : 'zh';
  return (
    <button type="button" class="quiet" lang={other === 'zh' ? 'zh-CN' : 'en'} onClick={() => choose(other)}>
      <Icon name="language" /> {other === 'zh' ? '中文' : 'English'}
    </button>
  );
}
