/** What is wrong with a field, in words: its path and what was expected, never its value. */
import type * as z from 'zod/mini';
import type { Language } from '../../api/errors.ts';

type Words = Readonly<Record<Language, string>>;

export function tellIssue(issue: z.core.$ZodIssue | undefined): Words {
  const words = expected(issue);
  const place = issue && issue.path.length > 0 ? issue.path.map(String).join('.').slice(0, 100) : 'body';
  return { en: `${place}: ${words.en}.`, zh: `${place}：${words.zh}。` };
}

function expected(issue: z.core.$ZodIssue | undefined): Words {
  switch (issue?.code) {
    case 'invalid_type':
      return { en: `expected ${issue.expected}`, zh: `应为 ${issue.expected}` };
    case 'invalid_value':
      return { en: `expected ${issue.values.join(' or ')}`, zh: `应为 ${issue.values.join(' 或 ')}` };
    case 'too_big':
      return {
        en: `at most ${issue.maximum}${unit(issue.origin).en}`,
        zh: `最多 ${issue.maximum}${unit(issue.origin).zh}`,
      };
    case 'too_small':
      return {
        en: `at least ${issue.minimum}${unit(issue.origin).en}`,
        zh: `至少 ${issue.minimum}${unit(issue.origin).zh}`,
      };
    case 'invalid_format':
      return { en: 'characters that are not accepted here', zh: '包含不允许的字符' };
    default:
      return { en: 'not accepted', zh: '不正确' };
  }
}

function unit(origin: string): Words {
  if (origin === 'string') {
    return { en: ' characters', zh: ' 个字符' };
  }
  return origin === 'array' ? { en: ' entries', zh: ' 项' } : { en: '', zh: '' };
}
