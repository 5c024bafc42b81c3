/** IM: applications, groups, and what is being said in all of them. */
import { html } from '../html.ts';
import { address, code, empty, facts, link, pager, section, statusPill, table } from '../parts.ts';
import { groupsOf, messageAppsOf } from '../read/messages.ts';
import { pageOf } from '../read/pages.ts';
import { dateTime } from '../times.ts';
import { view } from '../view.ts';
import { feedList } from './feed-list.ts';
import { groupPill } from './group.ts';

const GROUPS_A_PAGE = 25;
const FEED_SHOWN = 30;

export const groups = view({
  name: 'groups',
  section: 'groups',
  read: (query, sources) => ({
    apps: messageAppsOf(sources),
    groups: pageOf(groupsOf(sources), query, GROUPS_A_PAGE),
    feed: sources.feed.newestFirst().slice(0, FEED_SHOWN),
  }),
  title: () => 'IM groups',
  render: ({ apps, groups, feed }) => html`
${section('As it happens', feed.length === 0 ? empty('Nothing has been said since the start.') : feedList(feed))}
${section(
  'Groups',
  groups.total === 0
    ? empty('No group yet: each room has one.')
    : table(
        'IM groups',
        [
          {
            title: 'Group',
            cell: ({ id, appId, name }) =>
              html`${link(address('group', { app: appId, id }), code(id))} <span class="muted">${name}</span>`,
            kind: 'wide',
          },
          { title: 'State', cell: ({ state }) => groupPill(state) },
          { title: 'Creator', cell: ({ creator }) => creator },
          { title: 'Members', cell: ({ members }) => members, kind: 'number' },
          { title: 'Messages', cell: ({ messages }) => messages, kind: 'number' },
          { title: 'Created', cell: ({ createdAtMs }) => dateTime(createdAtMs) },
        ],
        groups.items,
        ({ appId, id }) => `${appId}/${id}`,
      ),
  pager(groups, 'groups', (page) => address('groups', { page })),
)}
${section(
  'Applications',
  apps.length === 0
    ? empty('No IM application yet.')
    : apps.map(({ id, name, dataCenter, status, callbackUrl }) =>
        facts([
          ['Name', html`<b>${name}</b> ${statusPill(status)}`],
          ['Id', code(id)],
          ['Data centre', code(dataCenter)],
          ['Event callback', callbackUrl === '' ? '' : code(callbackUrl)],
        ]),
      ),
)}`,
});
