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
      return TYPES[issue.expected] ?? { en: `expected ${issue.expected}`, zh: `应为 ${issue.expected}` };
    case 'invalid_value': {
      // The old service is known, because official clients name it beside the new one, but nobody should be led to it.
      const values = issue.values.filter((value) => value !== NOT_OFFERED_IM);
      return { en: `expected ${values.join(' or ')}`, zh: `应为 ${values.join(' 或 ')}` };
    }
    case 'too_big':
      return {
        en: `at most ${counted(issue.maximum, issue.origin).en}`,
        zh: `最多 ${counted(issue.maximum, issue.origin).zh}`,
      };
    case 'too_small':
      if (issue.minimum === 1 && issue.origin in UNITS) {
        return { en: 'must not be empty', zh: '不能为空' };
      }
      return {
        en: `at least ${counted(issue.minimum, issue.origin).en}`,
        zh: `至少 ${counted(issue.minimum, issue.origin).zh}`,
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

/** What a schema calls a type, in the words of somebody who sends JSON. */
const TYPES: Readonly<Record<string, Words>> = {
  string: { en: 'expected text', zh: '应为文本' },
  int: { en: 'expected a whole number', zh: '应为整数' },
  number: { en: 'expected a number', zh: '应为数字' },
  boolean: { en: 'expected true or false', zh: '应为 true 或 false' },
  array: { en: 'expected a list', zh: '应为数组' },
  object: { en: 'expected an object', zh: '应为对象' },
};

/** One and several of what is counted, by where the number belongs. */
const UNITS: Readonly<Record<string, { readonly en: readonly [string, string]; readonly zh: string }>> = {
  string: { en: ['character', 'characters'], zh: '个字符' },
  array: { en: ['entry', 'entries'], zh: '项' },
};

function counted(limit: number | bigint, origin: string): Words {
  const unit = UNITS[origin];
  if (!unit) {
    return { en: String(limit), zh: String(limit) };
  }
  const [one, several] = unit.en;
  return { en: `${limit} ${Number(limit) === 1 ? one : several}`, zh: `${limit} ${unit.zh}` };
}
