/** What is wrong with a field, in words: its path and what was expected, never its value. */
import type * as z from 'zod/mini';
import type { Language } from '../../api/errors.ts';
import { ID_PATTERN, NOT_OFFERED_IM } from '../../api/fields.ts';

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
    case 'invalid_value': {
      // The old service is known, because official clients name it beside the new one, but nobody should be led to it.
      const values = issue.values.filter((value) => value !== NOT_OFFERED_IM);
      return { en: `expected ${values.join(' or ')}`, zh: `应为 ${values.join(' 或 ')}` };
    }
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
      if (issue.pattern === String(ID_PATTERN)) {
        return { en: 'expected letters and digits, 1 to 64', zh: '应为 1 至 64 位字母或数字' };
      }
      return { en: 'characters that are not accepted here', zh: '包含不允许的字符' };
    case 'unrecognized_keys': {
      const keys = issue.keys.join(', ').slice(0, 100);
      return { en: `there is no field ${keys}`, zh: `没有字段 ${keys}` };
    }
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
