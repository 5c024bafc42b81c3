/** Cuts long lists into pages. */

export interface Page<T> {
  readonly items: readonly T[];
  /** From 1. */
  readonly page: number;
  readonly pages: number;
  /** Items on all pages. */
  readonly total: number;
}

/** The page that the query asks for (`page=2`), or the nearest that exists. */
export function pageOf<T>(items: readonly T[], query: URLSearchParams, size: number): Page<T> {
  const pages = Math.max(1, Math.ceil(items.length / size));
  const wanted = Math.trunc(Number(query.get('page') ?? 1));
  const page = Math.min(pages, Math.max(1, Number.isFinite(wanted) ? wanted : 1));
  return { items: items.slice((page - 1) * size, page * size), page, pages, total: items.length };
}
