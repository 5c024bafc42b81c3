/** Times in the zone of this machine: whoever reads the console sits at it. */
import { type Html, html } from './html.ts';

const two = (value: number): string => String(value).padStart(2, '0');

/** `14:05:09`, for what has just happened; the full time is in the attribute. */
export function clockTime(ms: number): Html {
  const time = new Date(ms);
  return element(ms, `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`);
}

/** `2026-01-31 14:05:09` */
export function dateTime(ms: number): Html {
  const time = new Date(ms);
  const date = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return html`<span class="nowrap">${date} ${clockTime(ms)}</span>`;
}

function element(ms: number, text: string): Html {
  return html`<time datetime="${new Date(ms).toISOString()}">${text}</time>`;
}

/** `12 ms`, `3.4 s`, `2 min 05 s` */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  return `${Math.floor(seconds / 60)} min ${two(seconds % 60)} s`;
}

/** `930 B`, `1.2 kB`, `3.4 MB` */
export function size(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  const [value, unit] = bytes < 1_000_000 ? [bytes / 1_000, 'kB'] : [bytes / 1_000_000, 'MB'];
  return `${value.toFixed(1)} ${unit}`;
}
