/** One row with all its columns, whole. */
import { html, type Part } from '../html.ts';
import { parsed } from '../mask.ts';
import { address, facts, link, section } from '../parts.ts';
import { type Cell, rowsOf } from '../read/tables.ts';
import { view } from '../view.ts';

export const row = view({
  name: 'row',
  section: 'tables',
  read: (query, sources) => {
    const [instance, table, at] = ['instance', 'table', 'at'].map((name) => query.get(name) ?? '');
    if (!instance || !table || !at) return undefined;
    const found = rowsOf(sources, { instance, table, from: at, limit: 1 })?.rows[0];
    return found?.place === at ? { instance, table, cells: found.cells } : undefined;
  },
  title: ({ table }) => `Row of ${table}`,
  render: ({ instance, table, cells }) =>
    section(
      'Row',
      html`<p>In ${link(address('rows', { instance, table }), table)}</p>`,
      facts(cells.map((cell) => [cell.name, shown(cell)])),
    ),
});

function shown({ type, value, isKey }: Cell): Part {
  const json = type === 'STRING' && /^\s*[[{]/.test(value) ? parsed(value) : undefined;
  const text = json === undefined ? value : JSON.stringify(json, undefined, 2);
  const time = type === 'INTEGER' ? timeOf(Number(value)) : undefined;
  const note = [isKey && 'primary key', type.toLowerCase(), time].filter(Boolean).join(', ');
  return html`<pre>${text}</pre><span class="muted">${note}</span>`;
}

/** Numbers that can only be milliseconds of our time are read as times. */
function timeOf(value: number): string | undefined {
  return value > 1e12 && value < 1e13 ? new Date(value).toISOString() : undefined;
}
