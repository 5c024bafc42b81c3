/** The console form asks in two languages, and outputs say what they are. */
import { isObject, type Json, type JsonObject } from '../template.ts';
import type { Rule } from './rule.ts';

export const form: Rule = {
  id: 'form',
  title: 'Parameters have a label and a description in English and Chinese, and outputs a description in both.',
  check: ({ Parameters, Outputs }) => [
    ...Object.entries(Parameters).flatMap(([at, parameter]) => {
      const wanted = ['Label', 'Description', ...('AllowedPattern' in parameter ? ['ConstraintDescription'] : [])];
      const missing = wanted.filter((name) => !isBilingual((parameter as JsonObject)[name]));
      return missing.map((name) => ({ at, message: `expected ${name} in en and zh-cn` }));
    }),
    ...Object.entries(Outputs).flatMap(([name, { Description }]) =>
      /\|.*\p{Script=Han}/u.test(Description ?? '')
        ? []
        : [{ at: `Outputs.${name}`, message: 'expected a description in English | Chinese' }],
    ),
  ],
};

function isBilingual(value: Json | undefined): boolean {
  return isObject(value) && typeof value.en === 'string' && /\p{Script=Han}/u.test(String(value['zh-cn'] ?? ''));
}
