/** The rows of a table or an index, by page in the order of their keys. */
import { html, type Part } from '../html.ts';
import { address, type Column, empty, link, section, table } from '../parts.ts';
import { type RowView, rowsOf } from '../read/tables.ts';
import { view } from '../view.ts';

const ROWS_A_PAGE = 50;

export const rows = view({
  name: 'rows',
  section: 'tables',
  read: (query, sources) => {
    const where = { instance: query.get('instance') ?? '', table: query.get('table') ?? '' };
    const from = query.get('from') ?? undefined;
    const page = rowsOf(sources, { ...where, from, limit: ROWS_A_PAGE });
    return page && { ...where, from, ...page };
  },
  title: (data) => data.table,
  render: ({ instance, table: name, from, rows, next }) =>
    section(
      `Rows of ${name}`,
      html`<p>${link(address('tables'), 'Tables')} of instance <code>${instance}</code></p>`,
      rows.length === 0
        ? empty('No rows here.')
        : table(`Rows of ${name}`, columnsOf(instance, name, rows), rows, ({ place }) => place),
      pagerOf(instance, name, from, next),
    ),
});

/** Key columns, then every column that a row of this page has. */
function columnsOf(instance: string, table: string, rows: readonly RowView[]): Column<RowView>[] {
  const names = [...new Set(rows.flatMap(({ cells }) => cells.map(({ name }) => name)))];
  return names.map((name): Column<RowView> => {
    const cellOf = ({ cells }: RowView) => cells.find((cell) => cell.name === name);
    const isNumber = rows.every((row) => (cellOf(row)?.type ?? 'INTEGER') === 'INTEGER');
    return {
      title: name,
      kind: isNumber ? 'number' : 'code',
      cell: (row) => {
        const cell = cellOf(row);
        if (!cell) return html`<span class="muted">–</span>`;
        if (!cell.isKey) return html`<span class="clip">${cell.value}</span>`;
        const key = isNumber ? cell.value : html`<span class="key">${cell.value}</span>`;
        return link(address('row', { instance, table, at: row.place }), key);
      },
    };
  });
}

function pagerOf(instance: string, table: string, from: string | undefined, next: string | undefined): Part {
  if (from === undefined && next === undefined) return undefined;
  const step = (text: string, href: string | undefined): Part =>
    href === undefined ? html`<span aria-disabled="true">${text}</span>` : link(href, text);
  return html`<nav class="pager" aria-label="Pages of rows">${step(
    'First page',
    from === undefined ? undefined : address('rows', { instance, table }),
  )}<span>In the order of the keys, ${ROWS_A_PAGE} a page</span>${step(
    'Next',
    next === undefined ? undefined : address('rows', { instance, table, from: next }),
  )}</nav>`;
}
