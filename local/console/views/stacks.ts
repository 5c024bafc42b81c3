/** All stacks, the newest first. */
import { html } from '../html.ts';
import { address, code, empty, link, panel, statusPill, table } from '../parts.ts';
import { stacksOf } from '../read/stacks.ts';
import { dateTime } from '../times.ts';
import { view } from '../view.ts';

export const stacks = view({
  name: 'stacks',
  section: 'stacks',
  read: (_query, sources) => ({ stacks: stacksOf(sources) }),
  title: () => 'Stacks',
  render: (data) =>
    panel(
      data.stacks.length === 0
        ? empty('No stack yet. “live-stack start” deploys one; so does “live-stack deploy --stage local --endpoint …”.')
        : table(
            'Stacks',
            [
              { title: 'Name', cell: ({ id, name }) => link(address('stack', { id }), name), kind: 'wide' },
              { title: 'Status', cell: ({ status }) => statusPill(status) },
              { title: 'Region', cell: ({ region }) => code(region) },
              { title: 'Resources', cell: ({ resources }) => resources, kind: 'number' },
              { title: 'Created', cell: ({ createdAtMs }) => dateTime(createdAtMs) },
              {
                title: 'Changed',
                cell: ({ updatedAtMs }) => (updatedAtMs === undefined ? html`–` : dateTime(updatedAtMs)),
              },
            ],
            data.stacks,
            ({ id }) => id,
          ),
    ),
});
