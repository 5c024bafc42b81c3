/** Conditions of writes; the SDK crashes on a write without one (tablestore.md §2.6). */
import type * as Sdk from 'tablestore';
import type { Module } from './connection.ts';
import { cell, type Value } from './rows.ts';

export interface Condition {
  /** Whether the row must be there; `ignore` when absent. */
  readonly exists?: 'ignore' | 'must' | 'must-not';
  /** A column that must have this value; a missing column fails the condition. */
  readonly equals?: { readonly column: string; readonly value: Value };
}

export function conditionOf(sdk: Module, condition: Condition = {}): Sdk.Condition {
  const { IGNORE, EXPECT_EXIST, EXPECT_NOT_EXIST } = sdk.RowExistenceExpectation;
  const existence = { ignore: IGNORE, must: EXPECT_EXIST, 'must-not': EXPECT_NOT_EXIST }[condition.exists ?? 'ignore'];
  const { equals } = condition;
  if (!equals) {
    return new sdk.Condition(existence, null);
  }
  // The last argument but one: a missing column passes by default (§2.14).
  const value = cell(sdk, equals.column, equals.value);
  const column = new sdk.SingleColumnCondition(equals.column, value, sdk.ComparatorType.EQUAL, false, true);
  return new sdk.Condition(existence, column);
}
