/** One IM group: who is in it, what is said, what was kept. */
import { html } from '../html.ts';
import { address, code, empty, facts, link, pager, panel, pill, section } from '../parts.ts';
import { type GroupSummary, groupOf, groupSummary } from '../read/messages.ts';
import { pageOf } from '../read/pages.ts';
import { clockTime, dateTime } from '../times.ts';
import { view } from '../view.ts';
import { feedList, messageLine } from './feed-list.ts';

const MESSAGES_A_PAGE = 50;
const MEMBERS_SHOWN = 200;

export const group = view({
  name: 'group',
  section: 'groups',
  read: (query, sources) => {
    const appId = query.get('app') ?? '';
    const found = groupOf(sources, appId, query.get('id'));
    if (!found) return undefined;
    const { record, members, messages } = found;
    return {
      summary: groupSummary(appId, found),
      info: record.info,
      administrators: record.administrators,
      muted: record.bannedUsers,
      members: [...members.keys()].slice(0, MEMBERS_SHOWN),
      feed: sources.feed
        .newestFirst()
        .filter((entry) => entry.appId === appId && entry.groupId === record.id)
        .slice(0, MESSAGES_A_PAGE),
      messages: pageOf(messages.toReversed(), query, MESSAGES_A_PAGE),
    };
  },
  title: ({ summary }) => `Group ${summary.id}`,
  render: ({ summary, info, administrators, muted, members, feed, messages }) => html`
${panel(
  html`<p>${link(address('groups'), 'All groups')}</p>`,
  facts([
    ['State', groupPill(summary.state)],
    ['Name', summary.name],
    ['Information', info],
    ['Created', html`${dateTime(summary.createdAtMs)} by <b>${summary.creator}</b>`],
    ['Administrators', administrators.join(', ')],
    ['Muted', muted.join(', ')],
    ['Members', members.length === 0 ? 'nobody is in it' : html`${summary.members}: ${members.join(', ')}`],
    ['Application', code(summary.appId)],
  ]),
)}
${section('As it happens', feed.length === 0 ? empty('Nothing has happened since the start.') : feedList(feed, false))}
${section(
  'Kept messages',
  messages.total === 0
    ? empty('No message is kept.')
    : html`<ol class="feed">${messages.items.map(
        ({ seqNumber, timestampMs, senderId, msgType, body }) =>
          html`<li data-key="${seqNumber}">${clockTime(timestampMs)} <span class="where">#${seqNumber}</span>
${messageLine(senderId, msgType, body)}</li>`,
      )}</ol>`,
  pager(messages, 'messages', (page) => address('group', { app: summary.appId, id: summary.id, page })),
)}`,
});

export function groupPill(state: GroupSummary['state']) {
  return pill(state, state === 'open' ? 'good' : state === 'muted' ? 'warn' : 'idle');
}
