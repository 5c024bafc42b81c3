import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { morphing } from '../../../local/console/page/morph.ts';
import { FakeDocument, FakeNode, type Written } from './dom.ts';

const row = (key: string, text = key, attributes: Record<string, string> = {}): Written => [
  'tr',
  { 'data-key': key, ...attributes },
  ['td', {}, text],
];
const tableOf = (...rows: Written[]): Written => ['main', {}, ['tbody', {}, ...rows]];

function morphed(from: Written, to: Written) {
  const document = new FakeDocument(from);
  const before = (document.body.childNodes[0]?.childNodes ?? []).slice();
  morphing(document)(document.body, new FakeNode(to));
  const after = document.body.childNodes[0]?.childNodes ?? [];
  return { document, before, after, written: document.body.written };
}

/** Without the mark of new elements. */
function unmarked(written: Written): Written {
  return JSON.parse(
    JSON.stringify(written, (_name, value: unknown) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
      const { class: className, ...rest } = value as Record<string, string>;
      return className === undefined || className === 'fresh' ? rest : { ...rest, class: className };
    }),
  ) as Written;
}

describe('changing a page into what it should be', () => {
  it('keeps the rows that stay, in whatever order, and marks the new ones', () => {
    const { before, after } = morphed(tableOf(row('a'), row('b'), row('c')), tableOf(row('d'), row('c'), row('a')));
    expect(after.map((node) => node.getAttribute('data-key'))).toEqual(['d', 'c', 'a']);
    expect(after[1]).toBe(before[2]);
    expect(after[2]).toBe(before[0]);
    expect(after.map((node) => node.getAttribute('class'))).toEqual(['fresh', null, null]);
  });

  it('never makes one row into another', () => {
    const { before, after } = morphed(tableOf(row('a', 'same')), tableOf(row('b', 'same')));
    expect(after[0]).not.toBe(before[0]);
  });

  it('changes texts and attributes in place', () => {
    const { before, after, written } = morphed(
      tableOf(row('a', 'old', { class: 'x', title: 'gone' })),
      tableOf(row('a', 'new', { class: 'y', lang: 'zh' })),
    );
    expect(after[0]).toBe(before[0]);
    expect(written).toEqual(tableOf(['tr', { 'data-key': 'a', class: 'y', lang: 'zh' }, ['td', {}, 'new']]));
  });

  it('leaves details open that a person has opened', () => {
    const details = (attributes: Record<string, string>): Written => ['main', {}, ['details', attributes, 'text']];
    expect(morphed(details({ open: '' }), details({})).written).toEqual(details({ open: '' }));
    expect(morphed(details({}), details({ open: '' })).written).toEqual(details({}));
  });

  it.each(['input', 'select'])('leaves an %s alone while a person is in it', (tag) => {
    const form = (value: string): Written => ['main', {}, [tag, { value }]];
    const document = new FakeDocument(form('typed'));
    document.activeElement = document.querySelector(tag);
    morphing(document)(document.body, new FakeNode(form('')));
    expect(document.body.written).toEqual(form('typed'));
    document.activeElement = null;
    morphing(document)(document.body, new FakeNode(form('')));
    expect(document.body.written).toEqual(form(''));
  });

  it('ends with exactly what should be, whatever was there', () => {
    const leaf = fc.constantFrom('one', 'two');
    const keyed = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 5 });
    const rows = fc.tuple(keyed, leaf).map(([keys, text]) => keys.map((key) => row(key, text)));
    const plain = fc.array(
      fc.oneof(
        leaf,
        leaf.map((text): Written => ['p', {}, text]),
        leaf.map((text): Written => ['b', { title: text }]),
      ),
    );
    const page = fc.oneof(rows, plain).map((children): Written => tableOf(...children));
    fc.assert(
      fc.property(page, page, (from, to) => {
        expect(unmarked(morphed(from, to).written)).toEqual(to);
      }),
    );
  });
});
