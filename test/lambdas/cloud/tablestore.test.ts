import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tablestore } from '../../../lambdas/cloud/tablestore.ts';
import { CREDENTIALS, type RunningServer, startTablestore, TABLE, tablestoreOptions } from './servers.ts';

let server: RunningServer;
let count = 0;
let id = '';

beforeAll(async () => {
  server = await startTablestore();
});
afterAll(() => server.close());
beforeEach(() => {
  count += 1;
  id = `row-${count}`;
});

/** An increment is not sent again when its answer is late: on a busy machine that is no error of what is tested here. */
const PATIENT = { attemptMs: 20_000, deadlineMs: 30_000 };
const rows = () => tablestore(CREDENTIALS, tablestoreOptions(server.endpoint, PATIENT));

describe('rows of Tablestore', () => {
  it('are read as they were written, key and columns together', async () => {
    const row = { title: '直播 🎥', empty: '', open: true, shut: false, likes: 0, past: -5 };
    await rows().put(TABLE, { id, part: 1 }, row);
    expect(await rows().get(TABLE, { id, part: 1 })).toEqual({ id, part: 1, ...row });
  });

  it('keep every safe integer, every text and every boolean', async () => {
    const value = fc.oneof(fc.maxSafeInteger(), fc.string({ unit: 'grapheme', maxLength: 20 }), fc.boolean());
    await fc.assert(
      fc.asyncProperty(value, fc.integer(), async (column, part) => {
        await rows().put(TABLE, { id, part }, { column });
        expect(await rows().get(TABLE, { id, part })).toEqual({ id, part, column });
      }),
      { numRuns: 40 },
    );
  });

  it('are absent, not empty, when nothing was written', async () => {
    expect(await rows().get(TABLE, { id, part: 1 })).toBeUndefined();
  });

  it('are present even when they have none of the wanted columns', async () => {
    await rows().put(TABLE, { id, part: 1 }, { a: 1 });
    expect(await rows().get(TABLE, { id, part: 1 }, ['b'])).toEqual({ id, part: 1 });
    expect(await rows().get(TABLE, { id, part: 1 }, ['a'])).toEqual({ id, part: 1, a: 1 });
  });

  it.each([
    [{ half: 0.5 }, 'safe integer'],
    [{ big: 2 ** 53 }, 'safe integer'],
    [{ nothing: Number.NaN }, 'safe integer'],
    [{ naïve: 1 }, 'ASCII'],
    [{ timestamp: 1 }, 'timestamp'],
  ])('refuse %j before anything is sent', async (row, expected) => {
    await expect(rows().put(TABLE, { id, part: 1 }, row)).rejects.toMatchObject({
      code: 'InvalidRow',
      message: expect.stringContaining(expected),
    });
    expect(await rows().get(TABLE, { id, part: 1 })).toBeUndefined();
  });
});

describe('conditions', () => {
  it('"must-not" lets exactly one of many writers create a row', async () => {
    const attempts = Array.from({ length: 8 }, (_, writer) =>
      rows()
        .put(TABLE, { id, part: 1 }, { writer }, { exists: 'must-not' })
        .then(() => 'won')
        .catch((error: { code: string }) => error.code),
    );
    const results = await Promise.all(attempts);
    expect(results.filter((result) => result === 'won')).toHaveLength(1);
    expect(results.filter((result) => result === 'OTSConditionCheckFail')).toHaveLength(7);
  });

  it('"must" refuses to write a row that is not there', async () => {
    const update = rows().update(TABLE, { id, part: 1 }, { put: { a: 1 } }, { exists: 'must' });
    await expect(update).rejects.toMatchObject({ code: 'OTSConditionCheckFail', status: 403, retryable: false });
  });

  it.each([
    ['the same value', { version: 3 }, true],
    ['another value', { version: 4 }, false],
    ['no such column', { other: 3 }, false],
  ])('on a column: a row with %s', async (_case, row, passes) => {
    await rows().put(TABLE, { id, part: 1 }, row);
    const condition = { exists: 'must', equals: { column: 'version', value: 3 } } as const;
    const write = rows().update(TABLE, { id, part: 1 }, { put: { done: true } }, condition);
    if (passes) {
      await write;
    } else {
      await expect(write).rejects.toMatchObject({ code: 'OTSConditionCheckFail' });
    }
    expect((await rows().get(TABLE, { id, part: 1 }))?.done).toBe(passes ? true : undefined);
  });

  it('guard a delete', async () => {
    await rows().put(TABLE, { id, part: 1 }, { state: 'new' });
    const guarded = rows().delete(TABLE, { id, part: 1 }, { equals: { column: 'state', value: 'old' } });
    await expect(guarded).rejects.toMatchObject({ code: 'OTSConditionCheckFail' });
    await rows().delete(TABLE, { id, part: 1 }, { equals: { column: 'state', value: 'new' } });
    expect(await rows().get(TABLE, { id, part: 1 })).toBeUndefined();
  });

  it('are told with the request id and a readable text, without bytes of the protocol', async () => {
    const update = rows().update(TABLE, { id, part: 1 }, { put: { a: 1 } }, { exists: 'must' });
    const error = await update.catch((caught: Error & { requestId?: string }) => caught);
    expect(error).toMatchObject({ requestId: expect.stringMatching(/^[\w-]{8,}$/) });
    expect(error?.message).toMatch(/^tablestore UpdateRow failed: [\x20-\x7e]+$/);
  });
});

describe('changes of a row', () => {
  it('put and remove columns and leave the others', async () => {
    await rows().put(TABLE, { id, part: 1 }, { a: 1, b: 2, c: 3 });
    await rows().update(TABLE, { id, part: 1 }, { put: { a: 9 }, remove: ['b'] });
    expect(await rows().get(TABLE, { id, part: 1 })).toEqual({ id, part: 1, a: 9, c: 3 });
  });

  it('count from 0 and answer the new values', async () => {
    expect(await rows().update(TABLE, { id, part: 1 }, { increment: { likes: 3 } })).toMatchObject({ likes: 3 });
    const second = await rows().update(TABLE, { id, part: 1 }, { increment: { likes: 2, shares: 1 } });
    expect(second).toMatchObject({ likes: 5, shares: 1 });
  });

  it('lose no count when many come together', async () => {
    const each = Array.from({ length: 20 }, () => rows().update(TABLE, { id, part: 1 }, { increment: { likes: 1 } }));
    await Promise.all(each);
    expect(await rows().get(TABLE, { id, part: 1 })).toMatchObject({ likes: 20 });
  });
});

describe('ranges', () => {
  const parts = (found: { rows: Record<string, unknown>[] }) => found.rows.map((row) => row.part);
  const write = async (...numbers: number[]) => {
    await Promise.all(numbers.map((part) => rows().put(TABLE, { id, part }, { square: part * part })));
  };

  it('go from min to max in both directions', async () => {
    await write(1, 2, 3);
    const forward = { from: { id, part: 'min' }, to: { id, part: 'max' }, direction: 'forward' } as const;
    const backward = { from: { id, part: 'max' }, to: { id, part: 'min' }, direction: 'backward' } as const;
    expect(parts(await rows().range(TABLE, forward))).toEqual([1, 2, 3]);
    expect(parts(await rows().range(TABLE, backward))).toEqual([3, 2, 1]);
  });

  it('start inclusive and end exclusive', async () => {
    await write(1, 2, 3, 4);
    const query = { from: { id, part: 2 }, to: { id, part: 4 }, direction: 'forward' } as const;
    expect(parts(await rows().range(TABLE, query))).toEqual([2, 3]);
  });

  it('come in pages that join without gap or double', async () => {
    await write(...Array.from({ length: 7 }, (_, index) => index));
    const query = { from: { id, part: 'max' }, to: { id, part: 'min' }, direction: 'backward', limit: 3 } as const;
    const seen: unknown[] = [];
    let page = await rows().range(TABLE, query);
    seen.push(...parts(page));
    while (page.next) {
      page = await rows().range(TABLE, { ...query, cursor: page.next });
      seen.push(...parts(page));
    }
    expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0]);
  });

  it('take the values of a cursor as they are, even "max"', async () => {
    await rows().put(TABLE, { id: 'max', part: 1 }, { own: true });
    await rows().put(TABLE, { id: 'mb', part: 1 }, { own: true });
    const query = { from: { id: 'min', part: 'min' }, to: { id: 'n', part: 'min' }, direction: 'forward' } as const;
    const found = await rows().range(TABLE, { ...query, cursor: { id: 'max', part: 1 } });
    expect(found.rows.map((row) => row.id)).toEqual(['max', 'mb']);
  });

  it('answer only the wanted columns and the key', async () => {
    await rows().put(TABLE, { id, part: 1 }, { a: 1, b: 2 });
    const query = { from: { id, part: 'min' }, to: { id, part: 'max' }, direction: 'forward' } as const;
    expect((await rows().range(TABLE, { ...query, columns: ['b'] })).rows).toEqual([{ id, part: 1, b: 2 }]);
  });
});

describe('batches', () => {
  it('answer in the order of the keys, with undefined for absent rows, beyond the service limit of 100', async () => {
    const present = Array.from({ length: 60 }, (_, index) => index * 2);
    await Promise.all(present.map((part) => rows().put(TABLE, { id, part }, { half: part / 2 })));
    const keys = Array.from({ length: 120 }, (_, part) => ({ id, part }));
    const found = await rows().batchGet(TABLE, keys);
    expect(found).toHaveLength(120);
    expect(found[6]).toEqual({ id, part: 6, half: 3 });
    expect(found[118]).toEqual({ id, part: 118, half: 59 });
    expect(found.filter((row) => row === undefined)).toHaveLength(60);
  });

  it('of no keys ask nothing', async () => {
    expect(await rows().batchGet(TABLE, [])).toEqual([]);
  });
});

describe('errors of the service', () => {
  it('carry its code: a table that does not exist', async () => {
    const read = rows().get('nowhere', { id });
    await expect(read).rejects.toMatchObject({ name: 'CloudError', code: 'OTSObjectNotExist', retryable: false });
  });

  it('of a wrong key never show the key', async () => {
    const wrong = { accessKeyId: CREDENTIALS.accessKeyId, accessKeySecret: 'anotherSecretThatIsWrong' };
    const read = tablestore(wrong, tablestoreOptions(server.endpoint)).get(TABLE, { id, part: 1 });
    const error = await read.catch((caught: Error) => caught);
    expect(error).toMatchObject({ code: expect.stringContaining('OTS'), retryable: false });
    expect(String((error as Error).message)).not.toContain('anotherSecret');
  });
});
