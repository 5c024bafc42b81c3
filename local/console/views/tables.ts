/** Tablestore: instances, their tables, and the indexes of each. */
import { html, type Part } from '../html.ts';
import { address, code, empty, link, section, table } from '../parts.ts';
import { type InstanceSummary, instancesOf, type TableSummary } from '../read/tables.ts';
import { view } from '../view.ts';

export const tables = view({
  name: 'tables',
  section: 'tables',
  read: (_query, sources) => ({ instances: instancesOf(sources) }),
  title: () => 'Tables',
  render: ({ instances }) =>
    instances.length === 0 ? section('Tablestore', empty('No instance yet.')) : html`${instances.map(instanceSection)}`,
});

function instanceSection({ name, tables }: InstanceSummary): Part {
  return section(
    `Instance ${name}`,
    tables.length === 0
      ? empty('No table yet.')
      : table<TableSummary>(
          `Tables of ${name}`,
          [
            { title: 'Table', cell: (held) => link(address('rows', { instance: name, table: held.name }), held.name) },
            { title: 'Rows', cell: ({ rows }) => rows, kind: 'number' },
            { title: 'Primary key', cell: ({ keyColumns }) => code(keyColumns.join(', ')) },
            { title: 'Indexes', cell: ({ indexes }) => indexList(name, indexes), kind: 'wide' },
            { title: 'Keeps rows', cell: ({ timeToLive }) => (timeToLive < 0 ? 'for ever' : days(timeToLive)) },
          ],
          tables,
          (held) => held.name,
        ),
  );
}

function indexList(instance: string, indexes: TableSummary['indexes']): Part {
  if (indexes.length === 0) return html`<span class="muted">none</span>`;
  return html`<ul class="plain">${indexes.map(
    ({ name, kind, keyColumns }) =>
      html`<li>${link(address('rows', { instance, table: name }), name)} <span class="muted">${kind.toLowerCase()}: ${keyColumns.join(', ')}</span></li>`,
  )}</ul>`;
}

function days(seconds: number): string {
  const count = seconds / 86_400;
  return count === 1 ? '1 day' : `${Number(count.toFixed(1))} days`;
}
