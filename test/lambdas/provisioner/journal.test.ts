import { describe, expect, it } from 'vitest';
import { CloudError } from '../../../lambdas/cloud/errors.ts';
import { findJournal, type JournalRecord, openJournal, Superseded } from '../../../lambdas/provisioner/journal.ts';
import { type MemoryRows, memoryRows } from '../app-server/support/memory-rows.ts';
import { quickClock } from '../cloud/servers.ts';

const NAME = 'provisioned/stack-1/Domain';
const FIRST: JournalRecord = {
  type: 'Custom::Fake',
  requestId: 'r1',
  state: 'creating',
  physicalId: 'fake',
  fixed: {},
  data: {},
  entries: [],
};

function options(rows: MemoryRows) {
  return { rows, clock: quickClock(), stackId: 'stack-1', logicalId: 'Domain' };
}

const failure = (code: string) =>
  new CloudError({ product: 'tablestore', action: 'write', code, text: 'as the test says' });

const kept = (rows: MemoryRows) => {
  const [row] = rows.all('settings');
  return row && { version: row.version, record: JSON.parse(String(row.value)) as JournalRecord };
};

describe('a journal', () => {
  it('is one row by stack and resource, whose version counts the writes', async () => {
    const rows = memoryRows();
    const journal = await openJournal(options(rows), FIRST);
    expect(rows.all('settings')).toMatchObject([{ name: NAME, version: 1 }]);
    await journal.record('domain', 'a');
    await journal.amend({ state: 'created' });
    expect(kept(rows)).toEqual({
      version: 3,
      record: { ...FIRST, state: 'created', entries: [{ kind: 'domain', key: 'a', data: null }] },
    });
    expect(journal.current).toEqual(kept(rows)?.record);
  });

  it('keeps the first entry of a kind and key, and tells entries apart by both', async () => {
    const journal = await openJournal(options(memoryRows()), FIRST);
    await journal.record('domain', 'a', 1);
    await journal.record('domain', 'a', 2);
    await journal.record('domain', 'b', 3);
    await journal.record('record', 'a', 4);
    expect(journal.entries('domain').map(({ data }) => data)).toEqual([1, 3]);
    expect(journal.entries('record').map(({ data }) => data)).toEqual([4]);
    expect([journal.has('domain', 'a'), journal.has('record', 'b'), journal.has('other', 'a')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('replaces and forgets one entry and leaves the others', async () => {
    const journal = await openJournal(options(memoryRows()), FIRST);
    await journal.record('domain', 'a', 1);
    await journal.record('domain', 'b', 2);
    await journal.replace('domain', 'a', 3);
    expect(journal.current.entries).toEqual([
      { kind: 'domain', key: 'b', data: 2 },
      { kind: 'domain', key: 'a', data: 3 },
    ]);
    await journal.forget('domain', 'b');
    expect(journal.current.entries).toEqual([{ kind: 'domain', key: 'a', data: 3 }]);
  });

  it('is gone after its removal', async () => {
    const rows = memoryRows();
    await (await openJournal(options(rows), FIRST)).remove();
    expect(await findJournal(options(rows))).toBeUndefined();
  });
});

describe('P3, P4: a journal is looked for', () => {
  it('and found by another invocation with all of its entries', async () => {
    const rows = memoryRows();
    await (await openJournal(options(rows), FIRST)).record('domain', 'a');
    const again = await openJournal(options(rows), { ...FIRST, requestId: 'r2' });
    expect(again.current).toMatchObject({ requestId: 'r1', entries: [{ kind: 'domain', key: 'a' }] });
    expect((await findJournal(options(rows)))?.current).toEqual(again.current);
  });

  it('and is absent when the table is gone, but no other failure passes for absence', async () => {
    const rows = memoryRows();
    rows.before = () => {
      throw failure('OTSObjectNotExist');
    };
    expect(await findJournal(options(rows))).toBeUndefined();
    rows.before = () => {
      throw failure('OTSServerUnavailable');
    };
    await expect(findJournal(options(rows))).rejects.toThrow('OTSServerUnavailable');
  });

  it.each([
    ['no text', { value: 5, version: 1 }],
    ['no JSON', { value: '{', version: 1 }],
    ['another form', { value: '{"type":"Custom::Fake"}', version: 1 }],
    ['no version', { value: JSON.stringify(FIRST), version: 'one' }],
  ])('and a row with %s is named instead of overwritten', async (_case, row) => {
    const rows = memoryRows();
    await rows.put('settings', { name: NAME }, row);
    const opening = openJournal(options(rows), FIRST);
    await expect(opening).rejects.toThrow(
      `settings read failed: the row ${NAME} is not a journal of the provisioner; remove it and what it names by hand`,
    );
    expect(rows.all('settings')).toMatchObject([row]);
  });
});

describe('two invocations with one journal', () => {
  it('that begin it together share the one that was first', async () => {
    const rows = memoryRows();
    const [one, other] = await Promise.all([
      openJournal(options(rows), FIRST),
      openJournal(options(rows), { ...FIRST, requestId: 'r2' }),
    ]);
    expect(other.current).toEqual(one.current);
    expect(rows.all('settings')).toHaveLength(1);
  });

  it('fail to begin it when it vanishes again at once', async () => {
    const rows = memoryRows();
    rows.before = ({ operation }) => {
      if (operation === 'put') {
        throw failure('OTSConditionCheckFail');
      }
    };
    await expect(openJournal(options(rows), FIRST)).rejects.toThrow('OTSConditionCheckFail');
  });

  it('fail to begin it when the row cannot be written, without a second look', async () => {
    const rows = memoryRows();
    rows.before = ({ operation }) => {
      if (operation === 'put') {
        throw failure('OTSServerUnavailable');
      }
    };
    await expect(openJournal(options(rows), FIRST)).rejects.toThrow('OTSServerUnavailable');
    expect(rows.calls.map(({ operation }) => operation)).toEqual(['get', 'put']);
  });

  it('both keep their entries', async () => {
    const rows = memoryRows();
    const one = await openJournal(options(rows), FIRST);
    const other = await openJournal(options(rows), FIRST);
    await one.record('domain', 'a');
    await other.record('domain', 'b');
    await one.record('domain', 'c');
    expect(kept(rows)?.record.entries.map(({ key }) => key)).toEqual(['a', 'b', 'c']);
    expect(kept(rows)?.version).toBe(4);
  });

  it('P7: the one that creates learns at its next entry that the other deletes', async () => {
    const rows = memoryRows();
    const creating = await openJournal(options(rows), FIRST);
    const deleting = await openJournal(options(rows), FIRST);
    await deleting.amend({ state: 'deleting' });
    await expect(creating.record('domain', 'a')).rejects.toThrow(Superseded);
    expect(kept(rows)?.record.entries).toEqual([]);
  });

  it('P7: the same when the row is gone already', async () => {
    const rows = memoryRows();
    const creating = await openJournal(options(rows), FIRST);
    await (await openJournal(options(rows), FIRST)).remove();
    await expect(creating.record('domain', 'a')).rejects.toThrow(/was deleted while it was being created/);
    expect(rows.all('settings')).toEqual([]);
  });

  it('two that delete take entries back together', async () => {
    const rows = memoryRows();
    const one = await openJournal(options(rows), FIRST);
    await one.record('domain', 'a');
    await one.record('domain', 'b');
    await one.amend({ state: 'deleting' });
    const other = await openJournal(options(rows), FIRST);
    await one.forget('domain', 'b');
    await other.forget('domain', 'a');
    expect(kept(rows)?.record.entries).toEqual([]);
  });

  it('a write is tried eight times against a row that always changes, and fails at once for another reason', async () => {
    const rows = memoryRows();
    const journal = await openJournal(options(rows), FIRST);
    let puts = 0;
    let code = 'OTSConditionCheckFail';
    rows.before = ({ operation }) => {
      if (operation === 'put') {
        puts += 1;
        throw failure(code);
      }
    };
    await expect(journal.record('domain', 'a')).rejects.toThrow('OTSConditionCheckFail');
    expect(puts).toBe(8);
    code = 'OTSServerUnavailable';
    await expect(journal.record('domain', 'a')).rejects.toThrow('OTSServerUnavailable');
    expect(puts).toBe(9);
    expect(journal.current.entries).toEqual([]);
  });
});
