/** Streams pushed now, forbidden streams, and the ARTC applications whose channels are relayed. */
import { html, type Part } from '../html.ts';
import { code, empty, facts, section, statusPill, table } from '../parts.ts';
import { type ArtcAppSummary, artcAppsOf } from '../read/artc.ts';
import { forbiddenOf, streamsOf } from '../read/live.ts';
import { clockTime, dateTime, duration } from '../times.ts';
import { view } from '../view.ts';

export const streams = view({
  name: 'streams',
  section: 'streams',
  read: (_query, sources) => ({
    streams: streamsOf(sources),
    forbidden: forbiddenOf(sources),
    artcApps: artcAppsOf(sources),
  }),
  title: () => 'Streams',
  render: ({ streams, forbidden, artcApps }) => html`
${section(
  'On air',
  streams.length === 0
    ? empty('Nobody is pushing a stream. A room shows its push URL to its anchor when the live starts.')
    : table(
        'Streams on air',
        [
          {
            title: 'Stream',
            cell: ({ app, stream, url }) => html`<span><b>${app}/${stream}</b><br>${code(url)}</span>`,
            kind: 'wide',
          },
          { title: 'State', cell: () => statusPill('on air') },
          { title: 'Domain', cell: ({ domain }) => code(domain) },
          { title: 'From', cell: ({ clientIp }) => code(clientIp) },
          { title: 'Since', cell: ({ publishedAtMs }) => clockTime(publishedAtMs) },
          { title: 'For', cell: ({ forMs }) => duration(forMs), kind: 'number' },
        ],
        streams,
        ({ domain, stream }) => `${domain}/${stream}`,
      ),
)}
${section(
  'Forbidden',
  forbidden.length === 0
    ? empty('No stream is forbidden.')
    : table(
        'Forbidden streams',
        [
          { title: 'Stream', cell: ({ name }) => code(name), kind: 'wide' },
          { title: 'Until', cell: ({ untilMs }) => (untilMs === undefined ? 'it is resumed' : dateTime(untilMs)) },
        ],
        forbidden,
        ({ name }) => name,
      ),
)}
${
  artcApps.length === 0
    ? section('ARTC applications', empty('No ARTC application.'))
    : artcApps.map((app) => artcSection(app))
}`,
});

function artcSection({ appId, relay, rules, participants }: ArtcAppSummary): Part {
  return section(
    `ARTC application ${appId}`,
    facts([
      ['Relay', statusPill(relay ? 'relay enabled' : 'no relay')],
      ['Rules', rules.length > 0 && html`<ul class="plain">${rules.map((rule) => html`<li>${code(rule)}</li>`)}</ul>`],
    ]),
    participants.length === 0
      ? empty('Nobody is in a channel.')
      : table(
          'Participants of ARTC channels',
          [
            { title: 'User', cell: ({ userId }) => html`<b>${userId}</b>` },
            { title: 'Channel', cell: ({ channelId }) => code(channelId), kind: 'wide' },
            { title: 'Role', cell: ({ role }) => role },
            { title: 'Sends', cell: ({ sends }) => sends || 'nothing' },
            { title: 'Since', cell: ({ joinedAtMs }) => clockTime(joinedAtMs) },
          ],
          participants,
          ({ userId }) => userId,
        ),
  );
}
