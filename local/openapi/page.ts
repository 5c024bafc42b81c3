/** Pages of a list by number and size, as the describe actions of all services give them. */
import { gatewayError } from './errors.ts';
import { number } from './read.ts';
import type { Params } from './service.ts';

export interface PageRule {
  /** Parameter names; services call them PageNumber, PageNum or PageNo. */
  readonly number: string;
  readonly size: string;
  readonly defaultSize: number;
  readonly maxSize: number;
}

export interface Page<T> {
  readonly items: T[];
  readonly total: number;
  readonly pages: number;
  readonly number: number;
  readonly size: number;
}

/** Throws `InvalidParameter` for a page below 1 or a size out of range. */
export function page<T>(all: readonly T[], params: Params, rule: PageRule): Page<T> {
  const wanted = number(params, rule.number) ?? 1;
  const size = number(params, rule.size) ?? rule.defaultSize;
  if (!Number.isInteger(wanted) || wanted < 1) throw gatewayError.invalid(rule.number, 'at least 1 is expected');
  if (!Number.isInteger(size) || size < 1 || size > rule.maxSize) {
    throw gatewayError.invalid(rule.size, `1 to ${rule.maxSize} is expected`);
  }
  const items = all.slice((wanted - 1) * size, wanted * size);
  return { items, total: all.length, pages: Math.ceil(all.length / size), number: wanted, size };
}
