/** Column conditions and filters: decoded once, tested against a row's columns. */
import { parameterInvalid } from './errors.ts';
import { checkColumnName, LIMITS } from './limits.ts';
import {
  ColumnPaginationFilter,
  Comparator,
  CompositeColumnValueFilter,
  Filter,
  type FilterMessage,
  FilterType,
  LogicalOperator,
  SingleColumnValueFilter,
} from './messages/filter.ts';
import { type ColumnValue, compareValues } from './values.ts';
import { decodeVariant } from './wire/plain-buffer-reader.ts';

/** The values of a column, newest first; undefined when the row has no such column. */
export type ColumnLookup = (name: string) => readonly ColumnValue[] | undefined;

export interface ColumnCondition {
  readonly type: 'condition';
  passes(lookup: ColumnLookup): boolean;
}

/** Of a row's columns, in order of their names, those from `offset`, `limit` at most. */
export interface ColumnPagination {
  readonly type: 'pagination';
  readonly offset: number;
  readonly limit: number;
}

/** A condition of a write. Throws OTSParameterInvalid. */
export function parseCondition(content: Buffer): ColumnCondition {
  const filter = parseFilter(content);
  if (filter.type === 'pagination') throw parameterInvalid('A column condition must not be a pagination filter.');
  return filter;
}

/** A filter of a read. Throws OTSParameterInvalid. */
export function parseFilter(content: Buffer): ColumnCondition | ColumnPagination {
  const message = Filter.decode(content);
  if (message.type === FilterType.pagination) {
    const { offset, limit } = ColumnPaginationFilter.decode(message.filter);
    if (offset < 0 || limit < 1) throw parameterInvalid('Invalid column pagination filter: offset >= 0, limit >= 1.');
    return { type: 'pagination', offset, limit };
  }
  const budget = { left: LIMITS.columnConditions };
  const passes = compile(message, budget);
  return { type: 'condition', passes };
}

function compile(message: FilterMessage, budget: { left: number }): ColumnCondition['passes'] {
  if (message.type === FilterType.pagination) {
    throw parameterInvalid('A column pagination filter cannot be part of a composite filter.');
  }
  if (message.type === FilterType.composite) {
    const { combinator, subFilters } = CompositeColumnValueFilter.decode(message.filter);
    const subs = subFilters.map((sub) => compile(sub, budget));
    const [only] = subs;
    if (combinator === LogicalOperator.not) {
      if (only === undefined || subs.length > 1) throw parameterInvalid('NOT takes exactly one sub-filter.');
      return (lookup) => !only(lookup);
    }
    if (only === undefined) throw parameterInvalid('A composite filter needs sub-filters.');
    return combinator === LogicalOperator.and
      ? (lookup) => subs.every((passes) => passes(lookup))
      : (lookup) => subs.some((passes) => passes(lookup));
  }
  budget.left -= 1;
  if (budget.left < 0) {
    throw parameterInvalid(`The number of column conditions exceeds the limit: ${LIMITS.columnConditions}.`);
  }
  const filter = SingleColumnValueFilter.decode(message.filter);
  checkColumnName(filter.columnName);
  const expected = decodeVariant(filter.columnValue);
  return (lookup) => {
    const values = lookup(filter.columnName);
    if (values === undefined || values.length === 0) return !filter.filterIfMissing;
    const candidates = filter.latestVersionOnly ? values.slice(0, 1) : values;
    return candidates.some((value) => matches(filter.comparator, value, expected));
  };
}

/** UNCERTAIN: values of another type than the condition's count as different and unordered. */
function matches(comparator: Comparator, value: ColumnValue, expected: ColumnValue): boolean {
  const order = compareValues(value, expected);
  if (order === undefined) return comparator === Comparator.notEqual;
  switch (comparator) {
    case Comparator.equal:
      return order === 0;
    case Comparator.notEqual:
      return order !== 0;
    case Comparator.greaterThan:
      return order > 0;
    case Comparator.greaterEqual:
      return order >= 0;
    case Comparator.lessThan:
      return order < 0;
    case Comparator.lessEqual:
      return order <= 0;
  }
}
