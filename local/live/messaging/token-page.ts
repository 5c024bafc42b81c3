/** Lists that IM actions give in pages by a token: the place of the first entry of the next page. */
import { gatewayError } from '../../openapi/errors.ts';
import { number } from '../../openapi/read.ts';
import type { Params } from '../../openapi/service.ts';

/** UNCERTAIN: how many entries a page has where the caller cannot say. */
const PAGE_SIZE = 20;

/** `SortType` 0: oldest first, 1: newest first. `next` is absent on the last page. */
export function listFrom<T>(
  oldestFirst: readonly T[],
  params: Params,
  size = PAGE_SIZE,
): { readonly items: T[]; readonly next?: number } {
  const sortType = number(params, 'SortType');
  if (sortType !== 0 && sortType !== 1) throw gatewayError.invalid('SortType', '0 (oldest first) or 1 (newest first)');
  if (!Number.isInteger(size) || size < 1 || size > 100) throw gatewayError.invalid('PageSize', '1 to 100 is expected');
  const sorted = sortType === 0 ? [...oldestFirst] : [...oldestFirst].reverse();
  // The documented example starts a list with -1.
  const start = Math.max(0, number(params, 'NextPageToken') ?? 0);
  const next = start + size;
  return { items: sorted.slice(start, next), ...(next < sorted.length ? { next } : {}) };
}
