/** One stack: outputs, resources, events. */
import { html, type Part } from '../html.ts';
import { address, code, empty, external, facts, pager, section, statusPill, table } from '../parts.ts';
import { pageOf } from '../read/pages.ts';
import { eventsOf, resourcesOf, stackOf, summaryOf } from '../read/stacks.ts';
import { clockTime, dateTime } from '../times.ts';
import { view } from '../view.ts';

const EVENTS_A_PAGE = 50;

export const stack = view({
  name: 'stack',
  section: 'stacks',
  read: (query, sources) => {
    const record = stackOf(sources, query.get('id'));
    if (!record) return undefined;
    const events = pageOf(eventsOf(record), query, EVENTS_A_PAGE);
    return { summary: summaryOf(record), resources: resourcesOf(record), events };
  },
  title: ({ summary }) => summary.name,
  render: ({ summary, resources, events }) => html`
${section(
  'Stack',
  facts([
    ['Status', withReason(statusPill(summary.status), summary.reason)],
    ['Region', code(summary.region)],
    ['Id', code(summary.id)],
    ['Created', dateTime(summary.createdAtMs)],
    ['Changed', summary.updatedAtMs === undefined ? '' : dateTime(summary.updatedAtMs)],
  ]),
)}
${section(
  'Outputs',
  summary.outputs.length === 0
    ? empty('This stack has no outputs.')
    : facts(summary.outputs.map(({ name, value }) => [name, external(value)])),
)}
${section(
  'Resources',
  table(
    'Resources',
    [
      { title: 'Logical id', cell: ({ id }) => html`<b>${id}</b>` },
      { title: 'Type', cell: ({ type }) => code(type) },
      { title: 'Physical id', cell: ({ physicalId }) => code(physicalId), kind: 'wide' },
      { title: 'Status', cell: ({ status, reason }) => withReason(statusPill(status), reason) },
      { title: 'Changed', cell: ({ changedAtMs }) => clockTime(changedAtMs) },
    ],
    resources,
    ({ id }) => id,
  ),
)}
${section(
  'Events',
  table(
    'Events',
    [
      { title: 'Time', cell: ({ timeMs }) => clockTime(timeMs) },
      { title: 'Resource', cell: ({ resource }) => html`<b>${resource}</b>` },
      { title: 'Type', cell: ({ type }) => code(type) },
      { title: 'Status', cell: ({ status, reason }) => withReason(statusPill(status), reason), kind: 'wide' },
    ],
    events.items,
    ({ id }) => id,
    'lines',
  ),
  pager(events, 'events', (page) => address('stack', { id: summary.id, page })),
)}`,
});

function withReason(status: Part, reason: string): Part {
  return reason === '' ? status : html`${status} <span class="reason">${reason}</span>`;
}
