/** Full-text search in log entries: words, quoted phrases and `key: value`, joined by `and`, each may begin with `not`. */
import type { LogEntry } from '../store.ts';
import { SlsError } from './errors.ts';

type Matches = (entry: LogEntry) => boolean;

const TERM = /\s*(?:(not)\s+)?(?:([\w.-]+)\s*:\s*)?("(?:[^"\\]|\\.)*"|[^\s()|"]+)\s*/iy;

/** An empty query and `*` match everything. Throws `SlsError` for what is not understood here: `or`, brackets, SQL. */
export function parseQuery(query: string): Matches {
  const text = query.trim();
  if (text === '' || text === '*') return () => true;
  const terms: Matches[] = [];
  TERM.lastIndex = 0;
  while (TERM.lastIndex < text.length) {
    const found = TERM.exec(text);
    if (!found) throw notUnderstood(query);
    const [, not, key, word = ''] = found;
    if (/^or$/i.test(word)) throw notUnderstood(query);
    if (/^and$/i.test(word) && key === undefined) continue;
    const matches = termOf(key, word.replace(/^"(.*)"$/s, '$1').replaceAll('\\"', '"'));
    terms.push(not ? (entry) => !matches(entry) : matches);
  }
  return (entry) => terms.every((matches) => matches(entry));
}

/** Letter case is of no matter, as in the index of the stack. */
function termOf(key: string | undefined, value: string): Matches {
  const wanted = value.toLowerCase();
  const holds = (text: string | undefined): boolean => text?.toLowerCase().includes(wanted) ?? false;
  if (key !== undefined) return ({ contents }) => holds(contents[key]);
  return ({ contents }) => Object.values(contents).some(holds);
}

function notUnderstood(query: string): SlsError {
  const known = 'words, "phrases" and key: value, joined by "and", with "not" in front';
  return new SlsError(400, 'ParameterInvalid', `the local Log Service does not understand ${query}: ${known}`);
}
