/** The building blocks of the console's pages. */
import { type Html, html, type Part } from './html.ts';
import type { Page } from './read/pages.ts';

/** Address of a page: `address('rows', { table: 'rooms' })` is `/?view=rows&table=rooms`. */
export function address(view: string, query: Readonly<Record<string, string | undefined>> = {}): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return `/?${new URLSearchParams([['view', view], ...given])}`;
}

export interface Column<T> {
  readonly title: string;
  readonly cell: (row: T) => Part;
  /** `wide` takes what room there is; `number` is aligned to the right; `code` is set in a fixed width. */
  readonly kind?: 'wide' | 'number' | 'code';
}

/**
 * A table that becomes a list of cards on a narrow screen; roles keep it a table for screen readers then. `lines` makes
 * short lines without labels instead of cards, for rows that explain themselves.
 */
export function table<T>(
  label: string,
  columns: readonly Column<T>[],
  rows: readonly T[],
  keyOf: (row: T) => string,
  narrow: 'cards' | 'lines' = 'cards',
): Html {
  const head = columns.map(
    ({ title, kind }) => html`<th role="columnheader" scope="col" class="${kind}">${title}</th>`,
  );
  const body = rows.map(
    (row) =>
      html`<tr role="row" data-key="${keyOf(row)}">${columns.map(
        ({ title, cell, kind }) => html`<td role="cell" class="${kind}" data-label="${title}">${cell(row)}</td>`,
      )}</tr>`,
  );
  return html`<div class="scroll" role="region" aria-label="${label}" tabindex="0"><table role="table" class="${narrow}">
<thead role="rowgroup"><tr role="row">${head}</tr></thead><tbody role="rowgroup">${body}</tbody></table></div>`;
}

export function section(title: string, ...content: readonly Part[]): Html {
  return html`<section class="panel"><h2>${title}</h2>${content}</section>`;
}

/** The only section of a page: the title of the page is its title. */
export function panel(...content: readonly Part[]): Html {
  return html`<div class="panel">${content}</div>`;
}

/** Names with their values; what has no value is left out. */
export function facts(entries: readonly (readonly [name: string, value: Part])[]): Html {
  const filled = entries.filter(
    ([, value]) => value !== '' && value !== undefined && value !== null && value !== false,
  );
  return html`<dl class="facts">${filled.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

export function empty(text: string): Html {
  return html`<p class="empty">${text}</p>`;
}

export function code(text: string): Html {
  return html`<code>${text}</code>`;
}

export function link(href: string, text: Part): Html {
  return html`<a href="${href}">${text}</a>`;
}

/** A link out of the console, for addresses that a browser opens safely; any other text stays a text. */
export function external(url: string): Html {
  return /^https?:\/\//.test(url) ? html`<a href="${url}" rel="noreferrer">${url}</a>` : html`${url}`;
}

/** The name of a function or of its role without that of the stack, which all of them share. */
export function shortName(name: string): Html {
  const own = /-(app-server|provisioner)$/.exec(name)?.[1];
  return own === undefined ? html`${name}` : html`<span class="nowrap" title="${name}">${own}</span>`;
}

export type Tone = 'good' | 'busy' | 'warn' | 'bad' | 'idle';

export function pill(text: string, tone: Tone): Html {
  return html`<span class="pill ${tone}">${text}</span>`;
}

/** The statuses of stacks, resources, domains and videos. */
export function statusPill(status: string): Html {
  return pill(status, toneOf(status));
}

function toneOf(status: string): Tone {
  if (/FAILED|gone|Fail|Blocked/.test(status)) return 'bad';
  if (/ROLLBACK|offline|disabled/.test(status)) return 'warn';
  if (/IN_PROGRESS|configuring|deleting|ing$/.test(status)) return 'busy';
  return /COMPLETE|online|Normal|on air|enabled/.test(status) ? 'good' : 'idle';
}

/** 0 stands for a connection that broke. */
export function httpPill(status: number): Html {
  if (status === 0) return pill('cut', 'bad');
  return pill(String(status), status >= 500 ? 'bad' : status >= 400 ? 'warn' : 'good');
}

export function pager({ page, pages, total }: Page<unknown>, what: string, addressOf: (page: string) => string): Html {
  if (pages <= 1) return html``;
  const step = (to: number, text: string): Part =>
    to < 1 || to > pages ? html`<span aria-disabled="true">${text}</span>` : link(addressOf(String(to)), text);
  return html`<nav class="pager" aria-label="Pages of ${what}">${step(page - 1, 'Previous')}
<span>Page ${page} of ${pages}, ${total} ${what}</span>${step(page + 1, 'Next')}</nav>`;
}
