import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { tellIssue } from '../../../../lambdas/app-server/http/issue.ts';

const field = (schema: z.ZodMiniType, value: unknown) =>
  tellIssue(z.object({ it: schema }).safeParse({ it: value }).error?.issues[0]);

describe('limits in words that a person would use', () => {
  it.each([
    ['an empty text', z.string().check(z.minLength(1)), '', 'it: must not be empty.', 'it：不能为空。'],
    ['a short text', z.string().check(z.minLength(3)), 'x', 'it: at least 3 characters.', 'it：至少 3 个字符。'],
    ['one too many', z.string().check(z.maxLength(1)), 'xx', 'it: at most 1 character.', 'it：最多 1 个字符。'],
    ['a long text', z.string().check(z.maxLength(2)), 'xxx', 'it: at most 2 characters.', 'it：最多 2 个字符。'],
    ['one entry too many', z.array(z.int()).check(z.maxLength(1)), [1, 2], 'it: at most 1 entry.', 'it：最多 1 项。'],
    ['a small number', z.int().check(z.gte(1)), 0, 'it: at least 1.', 'it：至少 1。'],
    ['no number', z.number(), 'x', 'it: expected a number.', 'it：应为数字。'],
    ['no yes or no', z.boolean(), 1, 'it: expected true or false.', 'it：应为 true 或 false。'],
    ['no list', z.array(z.int()), {}, 'it: expected a list.', 'it：应为数组。'],
  ] as const)('%s', (_, schema, value, en, zh) => {
    expect(field(schema, value)).toEqual({ en, zh });
  });
});
