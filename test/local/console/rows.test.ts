import { describe, expect, it } from 'vitest';
import { pageOf } from '../../../local/console/read/pages.ts';
import { shownCloud } from './local-cloud.ts';

interface Rows {
  readonly rows: readonly { readonly place: string; readonly cells: readonly { name: string; value: string }[] }[];
  readonly next?: string;
}

const id = (index: number): string => `room-${String(index).padStart(3, '0')}`;

function withRooms(count: number) {
  const cloud = shownCloud();
  for (let index = 0; index < count; index += 1) {
    cloud.tables.put('live-1', 'rooms', { room_id: id(index) }, { title: `Title ${index}`, version: BigInt(index) });
  }
  return cloud;
}

describe('rows of a table', () => {
  it('come by page, in the order of their keys, each exactly once', async () => {
    const cloud = withRooms(120);
    const seen: string[] = [];
    const sizes: number[] = [];
    let from: string | undefined = '';
    while (from !== undefined) {
      const page = (await cloud.data(`rows?instance=live-1&table=rooms&from=${from}`)) as Rows;
      sizes.push(page.rows.length);
      seen.push(...page.rows.map(({ cells }) => String(cells[0]?.value)));
      from = page.next;
    }
    expect(sizes).toEqual([50, 50, 20]);
    expect(seen).toEqual(Array.from({ length: 120 }, (_, index) => id(index)));
  });

  it('lead to the next page and back to the first', async () => {
    const cloud = withRooms(60);
    const first = (await cloud.get('/?view=rows&instance=live-1&table=rooms')).body;
    const next = /href="(\/\?view=rows[^"]+from=[\w-]+)">Next</.exec(first)?.[1]?.replaceAll('&amp;', '&');
    expect(first).toContain('<span aria-disabled="true">First page</span>');
    const second = (await cloud.get(String(next))).body;
    expect(second).toContain(id(59));
    expect(second).not.toContain(id(0));
    expect(second).toContain('<a href="/?view=rows&amp;instance=live-1&amp;table=rooms">First page</a>');
    expect(second).toContain('<span aria-disabled="true">Next</span>');
  });

  it('that fit on a page need no pages', async () => {
    expect((await withRooms(50).get('/?view=rows&instance=live-1&table=rooms')).body).not.toContain('class="pager"');
  });

  it('show every column that any of them has', async () => {
    const cloud = withRooms(1);
    cloud.tables.put('live-1', 'rooms', { room_id: 'room-900' }, { notice: 'only here' });
    const { body } = await cloud.get('/?view=rows&instance=live-1&table=rooms');
    for (const column of ['room_id', 'title', 'version', 'notice']) expect(body).toContain(`>${column}</th>`);
    expect(body).toContain('only here');
  });

  it('lead to the whole row, found by its key', async () => {
    const cloud = withRooms(3);
    cloud.tables.put(
      'live-1',
      'rooms',
      { room_id: 'room-900' },
      { extends: '{"a":1}', started_at: 1_700_000_000_000n },
    );
    const { rows } = (await cloud.data('rows?instance=live-1&table=rooms')) as Rows;
    const place = rows.at(-1)?.place;
    expect(await cloud.data(`row?instance=live-1&table=rooms&at=${place}`)).toEqual({
      ...{ instance: 'live-1', table: 'rooms' },
      cells: [
        { name: 'room_id', type: 'STRING', value: 'room-900', isKey: true },
        { name: 'extends', type: 'STRING', value: '{"a":1}', isKey: false },
        { name: 'started_at', type: 'INTEGER', value: '1700000000000', isKey: false },
      ],
    });
    const { body } = await cloud.get(`/?view=row&instance=live-1&table=rooms&at=${place}`);
    expect(body).toContain('{\n  &quot;a&quot;: 1\n}');
    expect(body).toContain('integer, 2023-11-14T22:13:20.000Z');
  });

  it.each([
    'rows?instance=live-1&table=nothing',
    'rows?instance=nothing&table=rooms',
    'row?instance=live-1&table=rooms&at=bm90aGluZw',
    'row?instance=live-1&table=rooms',
  ])('%s: not found', async (address) => {
    expect((await withRooms(2).get(`/_local/console/data/${address}`)).status).toBe(404);
  });
});

describe('pages of a list', () => {
  it.each([
    ['', 1, [1, 2]],
    ['page=2', 2, [3, 4]],
    ['page=3', 3, [5]],
    ['page=99', 3, [5]],
    ['page=0', 1, [1, 2]],
    ['page=-4', 1, [1, 2]],
    ['page=1.9', 1, [1, 2]],
    ['page=x', 1, [1, 2]],
    ['page=Infinity', 1, [1, 2]],
  ])('%j is page %i', (query, page, items) => {
    const found = pageOf([1, 2, 3, 4, 5], new URLSearchParams(query), 2);
    expect(found).toEqual({ items, page, pages: 3, total: 5 });
  });

  it('of nothing: one, empty', () => {
    expect(pageOf([], new URLSearchParams(), 10)).toEqual({ items: [], page: 1, pages: 1, total: 0 });
  });
});
