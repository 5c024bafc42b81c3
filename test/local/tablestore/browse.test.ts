import { describe, expect, it } from 'vitest';
import { testTables } from '../console/tables.ts';
import { testClock } from './store.ts';

const ROOMS = { instance: 'live-1', table: 'rooms' };

describe('looking at the rows of a table', () => {
  it('answers them in the order of their keys, with the newest values as text', () => {
    const tables = testTables(testClock());
    tables.put('live-1', 'rooms', { id: 10n }, { title: '直播间', live: true });
    tables.put('live-1', 'rooms', { id: -1n }, { whole: 2n ** 63n - 1n, bytes: Buffer.from([0, 255]) });
    expect(tables.browse({ ...ROOMS, limit: 10 })).toEqual({
      rows: [
        {
          place: expect.stringMatching(/^[\w-]+$/),
          primaryKey: [{ name: 'id', type: 'INTEGER', value: '-1' }],
          columns: [
            { name: 'whole', type: 'INTEGER', value: '9223372036854775807' },
            { name: 'bytes', type: 'BINARY', value: 'AP8=' },
          ],
        },
        {
          place: expect.stringMatching(/^[\w-]+$/),
          primaryKey: [{ name: 'id', type: 'INTEGER', value: '10' }],
          columns: [
            { name: 'title', type: 'STRING', value: '直播间' },
            { name: 'live', type: 'BOOLEAN', value: 'true' },
          ],
        },
      ],
    });
  });

  it('goes on where the page before ended, also when that row has gone meanwhile', () => {
    const tables = testTables(testClock());
    for (const id of ['a', 'b', '\u0000', 'ÿ', '房间']) tables.put('live-1', 'rooms', { id });
    const keys: (string | undefined)[] = [];
    for (let from: string | undefined = ''; from !== undefined; ) {
      const page = tables.browse({ ...ROOMS, from, limit: 2 });
      keys.push(...(page?.rows ?? []).map(({ primaryKey }) => primaryKey[0]?.value));
      from = page?.next;
    }
    expect(keys).toEqual(['\u0000', 'a', 'b', 'ÿ', '房间']);
  });

  it('starts at the place of a row', () => {
    const tables = testTables(testClock());
    for (const id of ['a', 'b', 'c']) tables.put('live-1', 'rooms', { id });
    const place = tables.browse({ ...ROOMS, limit: 3 })?.rows[1]?.place;
    expect(tables.browse({ ...ROOMS, from: place, limit: 1 })?.rows[0]).toMatchObject({ primaryKey: [{ value: 'b' }] });
  });

  it('leaves out rows that have outlived the table’s time to live', () => {
    const clock = testClock();
    const tables = testTables(clock, 86_400);
    tables.put('live-1', 'rooms', { id: 'old' }, { title: 'old' });
    clock.advance(86_401_000);
    tables.put('live-1', 'rooms', { id: 'young' }, { title: 'young' });
    expect(tables.browse({ ...ROOMS, limit: 9 })?.rows.map(({ primaryKey }) => primaryKey[0]?.value)).toEqual([
      'young',
    ]);
  });

  it.each([[{ instance: 'nothing', table: 'rooms' }], [{ instance: 'live-1', table: 'nothing' }]])(
    'answers nothing when there is no such place: %j',
    (where) => {
      const tables = testTables(testClock());
      tables.put('live-1', 'rooms', { id: 'a' });
      expect(tables.browse({ ...where, limit: 1 })).toBeUndefined();
    },
  );

  it.each(['!!!', 'a', '////'])('takes a place that never was (%j) for somewhere, not for an error', (from) => {
    const tables = testTables(testClock());
    tables.put('live-1', 'rooms', { id: 'a' });
    expect(tables.browse({ ...ROOMS, from, limit: 1 })).toHaveProperty('rows');
  });
});
