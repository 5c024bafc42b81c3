/** Recordings of live streams in VOD. */
import { html } from '../html.ts';
import { address, code, empty, external, facts, pager, section, statusPill, table } from '../parts.ts';
import { membersOf, textOf } from '../read/json.ts';
import { recordingsOf } from '../read/live.ts';
import { pageOf } from '../read/pages.ts';
import { dateTime, duration, size } from '../times.ts';
import { view } from '../view.ts';

const RECORDINGS_A_PAGE = 50;

export const recordings = view({
  name: 'recordings',
  section: 'recordings',
  read: (query, sources) => {
    const callback = membersOf(membersOf(sources.vod.inventory()).callback);
    return {
      recordings: pageOf(recordingsOf(sources), query, RECORDINGS_A_PAGE),
      callback: { url: textOf(callback.url), events: textOf(callback.events) },
    };
  },
  title: () => 'Recordings',
  render: ({ recordings, callback }) => html`
${section(
  'Recordings',
  recordings.total === 0
    ? empty('No recording yet: one appears some moments after a recorded stream has ended.')
    : table(
        'Recordings',
        [
          {
            title: 'Recording',
            cell: ({ title, source, playUrl, videoId }) =>
              html`<span><b>${title}</b><br>${code(source)}<br>${external(playUrl)}<br><span class="muted">video id</span> ${code(videoId)}</span>`,
            kind: 'wide',
          },
          { title: 'Status', cell: ({ status }) => statusPill(status) },
          { title: 'Began', cell: ({ startMs }) => dateTime(startMs) },
          { title: 'Length', cell: ({ lengthMs }) => duration(lengthMs), kind: 'number' },
          { title: 'Size', cell: ({ sizeBytes, format }) => `${size(sizeBytes)} ${format}`, kind: 'number' },
        ],
        recordings.items,
        ({ videoId }) => videoId,
      ),
  pager(recordings, 'recordings', (page) => address('recordings', { page })),
)}
${
  callback.url !== '' &&
  section(
    'Message callback of VOD',
    facts([
      ['URL', code(callback.url)],
      ['Events', code(callback.events)],
    ]),
  )
}`,
});
