/** Random sequences of writes, conditional and not, against the simplest model of a table. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from './remote-store.ts';
import { column, condition, TableStore, type Values } from './sdk.ts';
import type { Store, TestTable } from './store.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

type Columns = Record<string, bigint>;
type Model = Map<string, Columns>;

interface Step {
  readonly do: 'put' | 'update' | 'remove' | 'increment' | 'delete';
  readonly id: string;
  readonly name: string;
  readonly value: bigint;
  readonly existence: 'ignore' | 'exist' | 'absent';
  /** A condition on column `x`: its value, and whether a missing column passes. */
  readonly expects: { readonly value: bigint; readonly passIfMissing: boolean } | null;
}

const small = fc.bigInt(0n, 2n);
const step: fc.Arbitrary<Step> = fc.record({
  do: fc.constantFrom('put' as const, 'update' as const, 'remove' as const, 'increment' as const, 'delete' as const),
  id: fc.constantFrom('a', 'b'),
  name: fc.constantFrom('x', 'y'),
  value: small,
  existence: fc.constantFrom('ignore' as const, 'ignore' as const, 'exist' as const, 'absent' as const),
  expects: fc.option(fc.record({ value: small, passIfMissing: fc.boolean() })),
});

function allowed(row: Columns | undefined, { existence, expects }: Step): boolean {
  if (existence === 'exist' && row === undefined) return false;
  if (existence === 'absent' && row !== undefined) return false;
  if (expects === null) return true;
  return row?.x === undefined ? expects.passIfMissing : row.x === expects.value;
}

/** Changes the model; false when the condition forbids it. */
function applyToModel(model: Model, one: Step): boolean {
  const row = model.get(one.id);
  if (!allowed(row, one)) return false;
  const { [one.name]: old, ...others } = row ?? {};
  if (one.do === 'put') model.set(one.id, { [one.name]: one.value });
  if (one.do === 'update') model.set(one.id, { ...row, [one.name]: one.value });
  if (one.do === 'increment') model.set(one.id, { ...row, [one.name]: (old ?? 0n) + one.value });
  if (one.do === 'remove' && row !== undefined) model.set(one.id, others as Columns);
  if (one.do === 'delete') model.delete(one.id);
  return true;
}

function applyToTable(table: TestTable, one: Step): Promise<boolean> {
  const { expects } = one;
  const when = condition(
    one.existence,
    expects && column('x', 'EQUAL', expects.value, { passIfMissing: expects.passIfMissing }),
  );
  const key = { id: one.id };
  const value = { [one.name]: one.value };
  const calls = {
    put: () => table.put(key, value, when),
    update: () => table.update(key, { put: value }, when),
    remove: () => table.update(key, { remove: [one.name] }, when),
    increment: () => table.update(key, { increment: value }, when),
    delete: () => table.delete(key, when),
  };
  return calls[one.do]().then(
    () => true,
    (error: Error) => {
      expect(error.message).toContain('OTSConditionCheckFail');
      return false;
    },
  );
}

describe('a table', () => {
  it('does what its model does, step by step (model-based property)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 15 }), async (steps) => {
        const table = await store.table();
        const model: Model = new Map();
        for (const one of steps) expect(await applyToTable(table, one)).toBe(applyToModel(model, one));
        const rows = (await table.range()).rows.map((row) => [row?.key.id, row?.columns]);
        expect(rows).toEqual([...model].sort(([a], [b]) => (a < b ? -1 : 1)));
        await store.drop(table);
      }),
      { numRuns: 60 },
    );
  });
});

type Tree =
  | { readonly column: string; readonly value: bigint }
  | { readonly operator: 'AND' | 'OR' | 'NOT'; readonly subs: Tree[] };

const leaf = fc.record({ column: fc.constantFrom('x', 'y', 'z'), value: small });
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.record({
      operator: fc.constantFrom('AND' as const, 'OR' as const),
      subs: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ operator: fc.constant('NOT' as const), subs: fc.tuple(tie('tree')).map((subs): Tree[] => subs) }),
  ),
}));

function holds(node: Tree, columns: Values): boolean {
  if ('column' in node) return columns[node.column] === node.value;
  if (node.operator === 'NOT') return !node.subs.some((sub) => holds(sub, columns));
  return node.operator === 'AND'
    ? node.subs.every((sub) => holds(sub, columns))
    : node.subs.some((sub) => holds(sub, columns));
}

function toCondition(node: Tree): InstanceType<typeof TableStore.ColumnCondition> {
  if ('column' in node) return column(node.column, 'EQUAL', node.value);
  const result = new TableStore.CompositeCondition(TableStore.LogicalOperator[node.operator]);
  for (const sub of node.subs) result.addSubCondition(toCondition(sub));
  return result;
}

describe('a filter', () => {
  it('of any shape lets through what its logic says (property)', async () => {
    const table = await store.table();
    const columns = { x: 0n, y: 1n };
    await table.put({ id: 'a' }, columns);
    await fc.assert(
      fc.asyncProperty(tree, async (node) => {
        const read = await table.get({ id: 'a' }, { columnFilter: toCondition(node) });
        expect(read !== undefined).toBe(holds(node, columns));
      }),
      { numRuns: 100 },
    );
  });
});
