/** The first page: is the stack up, where is it, what is in it, what is going on. */
import { type Html, html, type Part } from '../html.ts';
import { address, code, empty, external, link, section, statusPill, table } from '../parts.ts';
import { functionsOf } from '../read/functions.ts';
import { domainsOf, recordingsOf, streamsOf } from '../read/live.ts';
import { groupsOf } from '../read/messages.ts';
import { stacksOf } from '../read/stacks.ts';
import { instancesOf } from '../read/tables.ts';
import type { Sources } from '../sources.ts';
import { view } from '../view.ts';
import { feedList } from './feed-list.ts';
import { hasFailed, requestTable, SHORT_COLUMNS } from './requests.ts';

const NEWEST = 10;

export const overview = view({
  name: 'overview',
  section: 'overview',
  read: (_query, sources) => ({
    endpoint: sources.endpoint(),
    stacks: stacksOf(sources).filter(({ status }) => status !== 'DELETE_COMPLETE'),
    counts: countsOf(sources),
    faults: sources.faults.list().map(({ id, product, action, kind, hits }) => ({ id, product, action, kind, hits })),
    feed: sources.feed.newestFirst().slice(0, NEWEST),
    requests: sources.requests.newestFirst().slice(0, NEWEST),
  }),
  title: () => 'Overview',
  render: ({ endpoint, stacks, counts, faults, feed, requests }) => html`
${section(
  'Stacks',
  stacks.length === 0
    ? empty('No stack yet.')
    : stacks.map(
        ({ id, name, status, reason, outputs }) => html`<div class="hero">
<div><p class="name">${link(address('stack', { id }), name)} ${statusPill(status)}</p>${/FAILED|ROLLBACK/.test(status) && html`<p class="reason">${reason}</p>`}</div>
<dl class="facts">${appServerOf(outputs)}<div><dt>Cloud</dt><dd>${code(endpoint)}</dd></div></dl></div>`,
      ),
)}
<ul class="tiles" aria-label="What exists">${counts.map(tile)}</ul>
${
  faults.length > 0 &&
  section(
    'Faults switched on',
    table(
      'Faults switched on',
      [
        { title: 'Product', cell: ({ product }) => product },
        { title: 'Action', cell: ({ action }) => code(action), kind: 'wide' },
        { title: 'Fault', cell: ({ kind }) => kind },
        { title: 'Hits', cell: ({ hits }) => hits, kind: 'number' },
      ],
      faults,
      ({ id }) => id,
    ),
  )
}
<div class="columns split">
${section(
  'Latest requests',
  requests.length === 0 ? empty('No request yet.') : requestTable(requests, SHORT_COLUMNS),
  html`<p>${link(address('requests'), 'All requests')}</p>`,
)}
${section(
  'Latest messages',
  feed.length === 0 ? empty('Nothing has been said since the start.') : feedList(feed),
  html`<p>${link(address('groups'), 'All groups')}</p>`,
)}
</div>`,
});

interface Count {
  readonly view: string;
  readonly label: string;
  readonly count: number;
  readonly note: string;
}

function countsOf(sources: Sources): Count[] {
  const tables = instancesOf(sources).flatMap((instance) => instance.tables);
  const groups = groupsOf(sources).filter(({ state }) => state !== 'deleted');
  const domains = domainsOf(sources);
  const online = domains.filter(({ status }) => status === 'online').length;
  const failed = sources.requests.newestFirst().filter(hasFailed).length;
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  return [
    { view: 'tables', label: 'Tables', count: tables.length, note: `${sum(tables.map(({ rows }) => rows))} rows` },
    { view: 'domains', label: 'Domains', count: domains.length, note: `${online} online` },
    { view: 'streams', label: 'Streams', count: streamsOf(sources).length, note: 'on air' },
    { view: 'groups', label: 'IM groups', count: groups.length, note: `${sum(groups.map((g) => g.members))} members` },
    { view: 'recordings', label: 'Recordings', count: recordingsOf(sources).length, note: 'in VOD' },
    { view: 'functions', label: 'Functions', count: functionsOf(sources).length, note: 'deployed' },
    { view: 'requests', label: 'Requests', count: sources.requests.count, note: `${failed} failed lately` },
  ];
}

function tile({ view, label, count, note }: Count): Html {
  return html`<li data-key="${view}"><a href="${address(view)}"><span class="count">${count}</span> <span class="label">${label}</span> <span class="muted">${note}</span></a></li>`;
}

function appServerOf(outputs: readonly { readonly name: string; readonly value: string }[]): Part {
  const url = outputs.find(({ name }) => name === 'AppServerUrl')?.value;
  return url !== undefined && html`<div><dt>AppServer</dt><dd>${external(url)}</dd></div>`;
}
