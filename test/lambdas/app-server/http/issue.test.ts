import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { id, imServers } from '../../../../lambdas/api/fields.ts';
import { tellIssue } from '../../../../lambdas/app-server/http/issue.ts';

const schema = z.object({
  name: z.string().check(z.minLength(2), z.maxLength(4), z.regex(/^a/)),
  age: z.int().check(z.gte(1), z.lte(9)),
  kind: z.literal([0, 1]),
  tags: z.array(z.enum(['x', 'y'])).check(z.minLength(1), z.maxLength(2)),
  either: z.union([z.literal(''), z.int()]),
});
const good = { name: 'abc', age: 3, kind: 0, tags: ['x'], either: '' };

describe('what is wrong with a request, in words', () => {
  it.each([
    [{ name: 7 }, 'name: expected text.', 'name：应为文本。'],
    [{ name: 'a' }, 'name: at least 2 characters.', 'name：至少 2 个字符。'],
    [{ name: 'abcde' }, 'name: at most 4 characters.', 'name：最多 4 个字符。'],
    [{ name: 'bcd' }, 'name: characters that are not accepted here.', 'name：包含不允许的字符。'],
    [{ age: 1.5 }, 'age: expected a whole number.', 'age：应为整数。'],
    [{ age: 0 }, 'age: at least 1.', 'age：至少 1。'],
    [{ age: 10 }, 'age: at most 9.', 'age：最多 9。'],
    [{ kind: 2 }, 'kind: expected 0 or 1.', 'kind：应为 0 或 1。'],
    [{ tags: [] }, 'tags: must not be empty.', 'tags：不能为空。'],
    [{ tags: ['x', 'y', 'x'] }, 'tags: at most 2 entries.', 'tags：最多 2 项。'],
    [{ tags: ['x', 'secret'] }, 'tags.1: expected x or y.', 'tags.1：应为 x 或 y。'],
    [{ either: 'z' }, 'either: not accepted.', 'either：不正确。'],
  ])('%j', (change, en, zh) => {
    const { error } = schema.safeParse({ ...good, ...change });
    expect(tellIssue(error?.issues[0])).toEqual({ en, zh });
  });

  it('a wrong user name is told what a right one looks like', () => {
    for (const wrong of ['', 'anna lee', 'a'.repeat(65), '安娜']) {
      const { error } = z.object({ username: id }).safeParse({ username: wrong });
      expect(tellIssue(error?.issues[0])).toEqual({
        en: 'username: expected letters and digits, 1 to 64.',
        zh: 'username：应为 1 至 64 位字母或数字。',
      });
    }
  });

  it('a wrong messaging service is not led to the old one, which is answered with 410', () => {
    const { error } = z.object({ im_server: imServers }).safeParse({ im_server: ['rongyun'] });
    expect(tellIssue(error?.issues[0]).en).toBe('im_server.0: expected aliyun_new.');
  });

  it('a misspelt field is named where fields are exactly known', () => {
    const { error } = z.strictObject({ a: z.optional(z.int()) }).safeParse({ b: 1 });
    expect(tellIssue(error?.issues[0])).toEqual({ en: 'body: there is no field b.', zh: 'body：没有字段 b。' });
  });

  it('a request that is no object at all', () => {
    expect(tellIssue(schema.safeParse(null).error?.issues[0]).en).toBe('body: expected an object.');
    expect(tellIssue(undefined).en).toBe('body: not accepted.');
  });

  it('never quotes the value, which may be a password', () => {
    const { error } = schema.safeParse({ ...good, name: 'hunter2', kind: 'hunter2', either: 'hunter2' });
    for (const issue of error?.issues ?? []) {
      expect(JSON.stringify(tellIssue(issue))).not.toContain('hunter2');
    }
  });
});
