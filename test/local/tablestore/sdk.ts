/** The unmodified official SDK, and the few conversions that keep the tests readable. */
import { createRequire } from 'node:module';

export const TableStore = createRequire(import.meta.url)('tablestore') as typeof import('tablestore');
export type Client = InstanceType<typeof TableStore.Client>;

/** A value of a test: whole numbers are bigint, so that nothing is a DOUBLE by accident. */
export type Value = string | bigint | number | boolean | Buffer;
export type Values = Readonly<Record<string, Value>>;
type SdkValue = Exclude<import('tablestore').CellValue, null>;

export const INF_MIN = Symbol('INF_MIN');
export const INF_MAX = Symbol('INF_MAX');
export const AUTO = Symbol('AUTO');
export type Key = Readonly<Record<string, Value | typeof INF_MIN | typeof INF_MAX | typeof AUTO>>;

export function toSdk(value: Value): SdkValue {
  return typeof value === 'bigint' ? TableStore.Long.fromString(value.toString()) : value;
}

export function fromSdk(value: unknown): Value {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (value instanceof Uint8Array) return Buffer.from(value);
  return BigInt(String(value));
}

export function keyToSdk(key: Key): import('tablestore').PrimaryKeyInput {
  return Object.entries(key).map(([name, value]) => {
    if (value === INF_MIN) return { [name]: TableStore.INF_MIN };
    if (value === INF_MAX) return { [name]: TableStore.INF_MAX };
    if (value === AUTO) return { [name]: TableStore.PK_AUTO_INCR };
    return { [name]: toSdk(value as Value) };
  });
}

export interface ReadRow {
  readonly key: Record<string, Value>;
  readonly columns: Record<string, Value>;
}

/** A row of an answer; undefined when there is none. Of several versions the newest counts. */
export function rowFromSdk(row: Partial<import('tablestore').Row> | null | undefined): ReadRow | undefined {
  if (!row?.primaryKey) return undefined;
  const key = Object.fromEntries(row.primaryKey.map(({ name, value }) => [name, fromSdk(value)]));
  const columns: Record<string, Value> = {};
  for (const cell of row.attributes ?? []) columns[cell.columnName] ??= fromSdk(cell.columnValue);
  return { key, columns };
}

export interface Failure {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** The error that a call ends with, taken out of the raw protobuf that the SDK leaves in its message (tablestore.md §2.1). */
export async function failureOf(call: Promise<unknown>): Promise<Failure> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) throw new Error('The call was expected to fail, but it succeeded.');
  const text = error.message;
  const code = /OTS[A-Za-z]+/.exec(text)?.[0] ?? '';
  // After the code: the tag of the message, then its length in one byte, or in two of which the first is no UTF-8.
  const rest = text.slice(text.indexOf(code) + code.length + 1);
  const message = rest.slice(rest.startsWith('\ufffd') ? 2 : 1).replace(/ requestId:.*$/s, '');
  return { status: Number((error as Error & { code?: unknown }).code), code, message };
}

const { IGNORE, EXPECT_EXIST, EXPECT_NOT_EXIST } = TableStore.RowExistenceExpectation;
const EXISTENCE = { ignore: IGNORE, exist: EXPECT_EXIST, absent: EXPECT_NOT_EXIST } as const;

/** A write condition: what is expected of the row, and of its columns. */
export function condition(
  existence: keyof typeof EXISTENCE = 'ignore',
  columns: InstanceType<typeof TableStore.ColumnCondition> | null = null,
): InstanceType<typeof TableStore.Condition> {
  return new TableStore.Condition(EXISTENCE[existence], columns);
}

/** A condition on one column. `passIfMissing` false unless given, unlike the SDK's own default. */
export function column(
  name: string,
  comparator: keyof typeof TableStore.ComparatorType,
  value: Value,
  options: { passIfMissing?: boolean; latestVersionOnly?: boolean } = {},
): InstanceType<typeof TableStore.SingleColumnCondition> {
  return new TableStore.SingleColumnCondition(
    name,
    toSdk(value),
    TableStore.ComparatorType[comparator],
    options.passIfMissing ?? false,
    options.latestVersionOnly ?? true,
  );
}

export function composite(
  operator: keyof typeof TableStore.LogicalOperator,
  ...conditions: InstanceType<typeof TableStore.ColumnCondition>[]
): InstanceType<typeof TableStore.CompositeCondition> {
  const result = new TableStore.CompositeCondition(TableStore.LogicalOperator[operator]);
  for (const sub of conditions) result.addSubCondition(sub);
  return result;
}
