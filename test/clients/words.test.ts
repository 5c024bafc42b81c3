import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { en } from '../../clients/shared/words/en.ts';
import { zh } from '../../clients/shared/words/zh.ts';

const CLIENTS = fileURLToPath(new URL('../../clients', import.meta.url));

const sources = readdirSync(CLIENTS, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !file.includes('words'))
  .map((file) => readFileSync(join(CLIENTS, file), 'utf8'))
  .join('\n');

/** Keys that are put together from a state or a problem: the part before it. */
const COMPOSED = [...sources.matchAll(/`([a-z.-]+\.)\$\{/g)].map((match) => String(match[1]));

describe('the words of the pages', () => {
  const keys = Object.keys(en) as (keyof typeof en)[];

  it.each(keys)('%s is in both languages, with the same values to fill in', (key) => {
    const values = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
    expect(en[key]).not.toBe('');
    expect(zh[key]).toMatch(/[\u4e00-\u9fff]|^AppServer$/);
    expect(values(zh[key])).toEqual(values(en[key]));
  });

  it.each(keys)('%s is used', (key) => {
    const isComposed = COMPOSED.some((part) => key.startsWith(part) && key.length > part.length);
    expect(isComposed || sources.includes(`'${key}'`)).toBe(true);
  });
});
