/** HTML that is safe by construction: whatever is put into a template is escaped, unless it is HTML already. */

/** Made by `html` only, so that no data can pass for it. */
export class Html {
  readonly #text: string;

  constructor(strings: TemplateStringsArray, parts: readonly Part[]) {
    this.#text = strings.reduce((text, piece, at) => text + piece + (at < parts.length ? render(parts[at]) : ''), '');
  }

  toString(): string {
    return this.#text;
  }
}

/** Nothing is shown for `undefined`, `null`, `true` and `false`, so that `condition && html` reads well. */
export type Part = Html | string | number | boolean | undefined | null | readonly Part[];

export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings, parts);
}

/** For text and for attributes in double quotes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

function render(part: Part): string {
  if (part instanceof Html) return part.toString();
  if (isList(part)) return part.map(render).join('');
  if (part === undefined || part === null || typeof part === 'boolean') return '';
  return escapeHtml(String(part));
}

function isList(part: Part): part is readonly Part[] {
  return Array.isArray(part);
}
