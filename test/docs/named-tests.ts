/** Pages of `docs/` whose tables name the tests that show what they claim: `file`: title of the test. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

export interface NamedTest {
  /** Below `test/`. */
  readonly file: string;
  readonly title: string;
}

export const readPage = (page: string): string => readFileSync(join(PROJECT, 'docs', page), 'utf8');

/** The cells of each row of the tables whose first cell is of the given form. */
export function rowsOf(page: string, first: RegExp): string[][] {
  return page
    .split('\n')
    .filter((line) => line.startsWith('| ') && line.endsWith(' |'))
    .map((line) => line.slice(2, -2).split(' | '))
    .filter(([cell = '']) => first.test(cell));
}

/** The tests in a cell, one a line; one that is not of the form has an empty title. */
export function namedTests(cell: string): NamedTest[] {
  return cell.split('<br>').map((text) => {
    const [, file = '', title = ''] = /^`([^`]+)`: (.+)$/.exec(text) ?? [];
    return { file, title };
  });
}

/** Whether the file has the title as the whole name of a test, of a group or of a case of a table. */
export function isThere({ file, title }: NamedTest): boolean {
  const path = join(PROJECT, 'test', file);
  if (title.length < 8 || !existsSync(path)) return false;
  const source = readFileSync(path, 'utf8');
  return ["'", '`', '"'].some((quote) => source.includes(`${quote}${title}${quote}`));
}
