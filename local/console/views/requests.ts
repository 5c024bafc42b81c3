/** Requests to the products and to the functions, newest first. */
import { type Html, html } from '../html.ts';
import { address, type Column, code, empty, httpPill, pager, panel, shortName, table } from '../parts.ts';
import { pageOf } from '../read/pages.ts';
import type { LoggedRequest } from '../request-log.ts';
import { clockTime, duration } from '../times.ts';
import { view } from '../view.ts';
import { choice, filterForm, search } from './filter-form.ts';

const REQUESTS_A_PAGE = 100;
const OUTCOMES = ['failed'];

export const requests = view({
  name: 'requests',
  section: 'requests',
  read: (query, sources) => {
    const [product = '', text = '', outcome = ''] = ['product', 'text', 'outcome'].map((name) => query.get(name) ?? '');
    const all = sources.requests.newestFirst();
    const wanted = all.filter(
      (request) =>
        (product === '' || request.product === product) &&
        (outcome === '' || hasFailed(request)) &&
        `${request.action} ${request.caller}`.toLowerCase().includes(text.toLowerCase()),
    );
    return {
      filter: { product, text, outcome },
      products: [...new Set(all.map((request) => request.product))].sort(),
      requests: pageOf(wanted, query, REQUESTS_A_PAGE),
      count: sources.requests.count,
    };
  },
  title: () => 'Requests',
  render: ({ filter, products, requests, count }) =>
    panel(
      filterForm('requests', [
        choice('product', 'To', 'everything', products, filter.product),
        choice('outcome', 'Outcome', 'any', OUTCOMES, filter.outcome),
        search('text', 'Containing', filter.text),
      ]),
      requests.total === 0 ? empty('No such request.') : requestTable(requests.items),
      pager(requests, 'requests', (page) => address('requests', { ...filter, page })),
      html`<p class="muted">${count} since the start; the newest are kept.</p>`,
    ),
});

export function hasFailed({ status }: Pick<LoggedRequest, 'status'>): boolean {
  return status === 0 || status >= 400;
}

export function requestTable(requests: readonly LoggedRequest[], columns = REQUEST_COLUMNS): Html {
  return table('Requests', columns, requests, ({ number }) => String(number), 'lines');
}

/** All but who called. */
export const SHORT_COLUMNS: readonly Column<LoggedRequest>[] = [
  { title: 'Time', cell: ({ startedAtMs }) => clockTime(startedAtMs) },
  { title: 'To', cell: ({ product }) => shortName(product) },
  { title: 'Action', cell: ({ action }) => code(action), kind: 'wide' },
  { title: 'Status', cell: ({ status }) => httpPill(status) },
  { title: 'Took', cell: ({ durationMs }) => duration(durationMs), kind: 'number' },
];

const REQUEST_COLUMNS: readonly Column<LoggedRequest>[] = [
  ...SHORT_COLUMNS,
  { title: 'Caller', cell: ({ caller }) => (caller === '' ? html`<span class="muted">–</span>` : shortName(caller)) },
];
