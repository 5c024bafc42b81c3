/** All pages of the console. A new one is a file in `views/` and a line here. */
import type { View } from './view.ts';
import { domains } from './views/domains.ts';
import { functions } from './views/functions.ts';
import { group } from './views/group.ts';
import { groups } from './views/groups.ts';
import { logs } from './views/logs.ts';
import { overview } from './views/overview.ts';
import { recordings } from './views/recordings.ts';
import { requests } from './views/requests.ts';
import { row } from './views/row.ts';
import { rows } from './views/rows.ts';
import { stack } from './views/stack.ts';
import { stacks } from './views/stacks.ts';
import { streams } from './views/streams.ts';
import { tables } from './views/tables.ts';

export const VIEWS: readonly View[] = [
  ...[overview, stacks, stack, tables, rows, row, domains, streams],
  ...[groups, group, recordings, functions, logs, requests],
];

/** The navigation: views that stand alone, in this order. */
export const SECTIONS: readonly { readonly name: string; readonly label: string }[] = [
  { name: 'overview', label: 'Overview' },
  { name: 'stacks', label: 'Stacks' },
  { name: 'tables', label: 'Tables' },
  { name: 'domains', label: 'Live domains' },
  { name: 'streams', label: 'Streams' },
  { name: 'groups', label: 'IM groups' },
  { name: 'recordings', label: 'Recordings' },
  { name: 'functions', label: 'Functions' },
  { name: 'logs', label: 'Logs' },
  { name: 'requests', label: 'Requests' },
];

/** The view of that name, the overview without one. */
export function viewNamed(name: string | null): View | undefined {
  return VIEWS.find((candidate) => candidate.name === (name ?? 'overview'));
}
