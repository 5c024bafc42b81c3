/** What is wrong with a request by itself: also what the SDK would never send, and what it lets through. */
import { describe, expect, it } from 'vitest';
import { TablestoreError } from '../../../local/tablestore/errors.ts';
import { ReturnType, RowExistence } from '../../../local/tablestore/messages/row.ts';
import { parseSelection } from '../../../local/tablestore/read.ts';
import { rowResult } from '../../../local/tablestore/row-result.ts';
import { changeSettings, defaultSettings } from '../../../local/tablestore/table-definition.ts';
import { Transactions } from '../../../local/tablestore/transactions.ts';
import { checkUpdate } from '../../../local/tablestore/update.ts';
import { CellOperation } from '../../../local/tablestore/wire/plain-buffer.ts';
import type { RequestCell } from '../../../local/tablestore/wire/plain-buffer-reader.ts';
import { checkChange, type RowChange } from '../../../local/tablestore/write.ts';

const one = { type: 'INTEGER', value: 1n } as const;
const text = { type: 'STRING', value: 'v' } as const;

/** How `work` is refused, as the service would tell it. */
function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof TablestoreError) return `${error.status} ${error.code}: ${error.message}`;
    throw error;
  }
  return 'not refused';
}

const change = (type: RowChange['type'], cells: readonly RequestCell[]): RowChange => ({
  type,
  row: { key: [{ name: 'id', value: text }], cells, deleteMarker: false },
  condition: { rowExistence: RowExistence.ignore, columnCondition: undefined },
  returnContent: { returnType: ReturnType.none, returnColumnNames: [] },
});

describe('the cells of a change', () => {
  it.each<[string, RequestCell]>([
    ['no value', { name: 'c' }],
    ['an increment', { name: 'c', value: one, operation: CellOperation.increment }],
    ['a deletion', { name: 'c', operation: CellOperation.deleteAll }],
  ])('of PutRow hold values only, not %s', (_what, cell) => {
    const good = { name: 'a', value: text };
    expect(refusal(() => checkChange(change('put', [good, cell])))).toBe(
      '400 OTSParameterInvalid: PutRow takes columns with values only.',
    );
    expect(refusal(() => checkChange(change('put', [good])))).toBe('not refused');
  });

  it('are none for DeleteRow', () => {
    expect(refusal(() => checkChange(change('delete', [{ name: 'c', value: text }])))).toBe(
      '400 OTSParameterInvalid: DeleteRow takes a primary key only.',
    );
    expect(refusal(() => checkChange(change('delete', [])))).toBe('not refused');
  });

  it.each<[string, RequestCell[], string]>([
    ['none', [], 'Attribute column is missing.'],
    [
      'the deletion of one version that does not say which',
      [{ name: 'c', operation: CellOperation.deleteOne }],
      "Column 'c': the deletion of one version needs its timestamp.",
    ],
    [
      'an increment by a text',
      [{ name: 'c', value: text, operation: CellOperation.increment }],
      "Column 'c': an increment must be an INTEGER.",
    ],
    [
      'an increment by nothing',
      [{ name: 'c', operation: CellOperation.increment }],
      "Column 'c': an increment must be an INTEGER.",
    ],
    ['a put of nothing', [{ name: 'c' }], "Column 'c' has no value."],
    [
      'a put and an increment of one column',
      [
        { name: 'c', value: one, operation: CellOperation.increment },
        { name: 'c', value: one },
      ],
      "Column 'c' cannot be incremented and otherwise changed in one request.",
    ],
  ])('of UpdateRow are not %s', (_what, cells, message) => {
    expect(refusal(() => checkUpdate(cells))).toBe(`400 OTSParameterInvalid: ${message}`);
    expect(refusal(() => checkChange(change('update', cells)))).toBe(`400 OTSParameterInvalid: ${message}`);
  });

  it('of UpdateRow may put, delete and increment different columns, and one column twice', () => {
    const cells: RequestCell[] = [
      { name: 'a', value: text },
      { name: 'b', operation: CellOperation.deleteAll },
      { name: 'c', operation: CellOperation.deleteOne, timestamp: 0 },
      { name: 'd', value: one, operation: CellOperation.increment },
      { name: 'd', value: one, operation: CellOperation.increment },
    ];
    expect(refusal(() => checkUpdate(cells))).toBe('not refused');
  });
});

describe('the versions that a read asks for', () => {
  const columnsToGet: readonly string[] = [];

  it.each([
    [{}, 'No version condition is specified while querying row.'],
    [{ maxVersions: 0 }, 'Invalid max versions: 0.'],
    [{ timeRange: { startTime: 5, endTime: 5 } }, 'Invalid time range: [5, 5).'],
    [{ timeRange: { startTime: -1, endTime: 5 } }, 'Invalid time range: [-1, 5).'],
    [{ timeRange: { specificTime: -1 } }, 'Invalid time range: [-1, 0).'],
  ])('are not %j', (versions, message) => {
    expect(refusal(() => parseSelection({ columnsToGet, ...versions }))).toBe(`400 OTSParameterInvalid: ${message}`);
  });

  it.each([
    [{ maxVersions: 1 }, 0, Number.POSITIVE_INFINITY, 1],
    [{ timeRange: { startTime: 3 } }, 3, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    [{ timeRange: { endTime: 9 }, maxVersions: 2 }, 0, 9, 2],
    [{ timeRange: { specificTime: 0 } }, 0, 1, Number.POSITIVE_INFINITY],
    [{ timeRange: { specificTime: 7, startTime: 1, endTime: 2 } }, 7, 8, Number.POSITIVE_INFINITY],
  ])('may be %j', (versions, from, to, maxVersions) => {
    expect(parseSelection({ columnsToGet, ...versions })).toMatchObject({ from, to, maxVersions });
  });
});

describe('the options of a table', () => {
  const settings = (options: Parameters<typeof changeSettings>[1]) =>
    changeSettings(defaultSettings(7), options, undefined, 8);

  it('take a deviation of one second, and none of no second', () => {
    expect(refusal(() => settings({ deviationCellVersionInSec: 0 }))).toBe(
      '400 OTSParameterInvalid: Invalid deviation cell version: 0.',
    );
    expect(settings({ deviationCellVersionInSec: 1 })).toEqual({ ...defaultSettings(7), deviation: 1 });
  });

  it('count a change of the throughput only when there is one', () => {
    expect(settings(undefined).lastThroughputChange).toBe(7);
    const { lastThroughputChange, readCapacity } = changeSettings(
      defaultSettings(7),
      undefined,
      { read: 2, write: 0 },
      8,
    );
    expect([lastThroughputChange, readCapacity]).toEqual([8, 2]);
  });
});

describe('a row of a batch', () => {
  it('fails by itself for what the service refuses, and takes everything down when the store itself is broken', () => {
    expect(
      rowResult(() => {
        throw new TablestoreError('OTSConditionCheckFail', 'Condition check failed.');
      }),
    ).toEqual({ isOk: false, error: { code: 'OTSConditionCheckFail', message: 'Condition check failed.' } });
    const broken = () =>
      rowResult(() => {
        throw new TypeError('a mistake of ours');
      });
    expect(broken).toThrow(TypeError);
  });
});

describe('transactions', () => {
  const id = (digit: number) => `00000000-0000-0000-0000-${String(digit).repeat(12)}`;

  it('of a table end with it, and others go on', () => {
    const transactions = new Transactions();
    transactions.start(id(1), 'rooms', 'p', 0);
    transactions.start(id(2), 'users', 'p', 0);
    transactions.endAllOf('rooms');
    expect(refusal(() => transactions.get(id(1), 1))).toBe(
      '404 OTSSessionNotExist: Session not exist or may be timeout.',
    );
    expect(transactions.get(id(2), 1).table).toBe('users');
    expect(refusal(() => transactions.checkUnlocked('rooms', 'p', 1))).toBe('not refused');
    expect(refusal(() => transactions.checkUnlocked('users', 'p', 1))).toMatch(/^409 OTSRowOperationConflict/);
  });

  it('that timed out are forgotten for good, also when the clock is set back', () => {
    const transactions = new Transactions();
    transactions.start(id(1), 'rooms', 'p', 0);
    transactions.checkUnlocked('rooms', 'q', 60_000);
    expect(refusal(() => transactions.get(id(1), 1))).toMatch(/OTSSessionNotExist/);
    transactions.start(id(2), 'rooms', 'p', 0);
    expect(refusal(() => transactions.get(id(2), 60_000))).toMatch(/OTSSessionNotExist/);
    expect(refusal(() => transactions.get(id(2), 1))).toMatch(/OTSSessionNotExist/);
  });

  it.each(['', 'x', id(1).slice(1), `${id(1)}0`, `0${id(1)}`, id(1).replaceAll('-', '')])('have no id %j', (wrong) => {
    expect(refusal(() => new Transactions().get(wrong, 0))).toBe('400 OTSParameterInvalid: TransactionID is invalid.');
  });
});
