/** Live domains with their state and everything that is configured on them. */
import { html, type Part } from '../html.ts';
import { address, code, empty, facts, link, section, statusPill } from '../parts.ts';
import { type DomainSummary, domainsOf } from '../read/live.ts';
import { view } from '../view.ts';

export const domains = view({
  name: 'domains',
  section: 'domains',
  read: (_query, sources) => ({ domains: domainsOf(sources) }),
  title: () => 'Live domains',
  render: ({ domains }) =>
    domains.length === 0
      ? section('Live domains', empty('No live domain yet.'))
      : html`<div class="columns">${domains.map(domainSection)}</div>`,
});

function domainSection(domain: DomainSummary): Part {
  const urlOf = (url: string): Part => (url === '' ? '' : code(url));
  return section(
    domain.name,
    facts([
      ['State', statusPill(domain.status)],
      ['Purpose', domain.purpose === 'ingest' ? 'ingest domain (liveEdge)' : 'streaming domain (liveVideo)'],
      ['Live centre', html`${code(domain.region)} <span class="muted">${domain.scope}</span>`],
      ['Plays from', domain.playsFrom],
      ['Stream callback', urlOf(domain.streamCallback)],
      ['Recording callback', urlOf(domain.recordingCallback)],
      ['Recorded to VOD', recordings(domain.recordings)],
      ...domain.configs.map(({ title, args }): [string, Part] => [
        title === 'aliauth' ? 'URL signing' : title,
        html`<ul class="plain">${args.map(({ name, value }) => html`<li><code>${name}</code> ${value}</li>`)}</ul>`,
      ]),
    ]),
    domain.purpose === 'ingest' && html`<p>${link(address('streams'), 'Streams pushed to it')}</p>`,
  );
}

function recordings(names: readonly string[]): Part {
  return names.length === 0 ? '' : html`<ul class="plain">${names.map((name) => html`<li>${code(name)}</li>`)}</ul>`;
}
