/** A form that filters a list: it only changes the address, so that a filtered page can be kept as a bookmark. */
import { type Html, html, type Part } from '../html.ts';
import { address, link } from '../parts.ts';

export function filterForm(view: string, fields: readonly Part[]): Html {
  return html`<form class="filter" method="get" action="/" role="search"><input type="hidden" name="view" value="${view}">${fields}
<button type="submit">Filter</button>${link(address(view), 'Show all')}</form>`;
}

export function choice(name: string, label: string, all: string, options: readonly string[], chosen: string): Html {
  const option = (value: string, text: string): Html =>
    value === chosen
      ? html`<option value="${value}" selected>${text}</option>`
      : html`<option value="${value}">${text}</option>`;
  return html`<label>${label} <select name="${name}">${option('', all)}${options.map((value) => option(value, value))}</select></label>`;
}

export function search(name: string, label: string, value: string): Html {
  return html`<label>${label} <input type="search" name="${name}" value="${value}" autocomplete="off" spellcheck="false"></label>`;
}
