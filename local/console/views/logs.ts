/** The lines that functions print, newest first. */
import { html, type Part } from '../html.ts';
import { address, empty, pager, panel, shortName } from '../parts.ts';
import { functionsOf, type LogLine, logLinesOf } from '../read/functions.ts';
import { pageOf } from '../read/pages.ts';
import { clockTime } from '../times.ts';
import { view } from '../view.ts';
import { choice, filterForm, search } from './filter-form.ts';

const LINES_A_PAGE = 200;

export const logs = view({
  name: 'logs',
  section: 'logs',
  read: (query, sources) => {
    const filter = { function: query.get('function') ?? '', text: query.get('text') ?? '' };
    const wanted = filter.text.toLowerCase();
    const lines = logLinesOf(sources, filter.function).filter(
      ({ message, requestId }) => wanted === '' || `${message}\n${requestId}`.toLowerCase().includes(wanted),
    );
    return {
      filter,
      functions: functionsOf(sources).map(({ name }) => name),
      lines: pageOf(lines, query, LINES_A_PAGE),
    };
  },
  title: () => 'Logs',
  render: ({ filter, functions, lines }) =>
    panel(
      filterForm('logs', [
        choice('function', 'Function', 'all functions', functions, filter.function),
        search('text', 'Containing', filter.text),
      ]),
      lines.total === 0 ? empty('No line here.') : html`<ol class="log">${lines.items.map(lineItem)}</ol>`,
      pager(lines, 'lines', (page) => address('logs', { ...filter, page })),
    ),
});

function lineItem({ number, timeMs, functionName, message }: LogLine): Part {
  return html`<li data-key="${timeMs}-${number}">${clockTime(timeMs)} <span class="where">${shortName(functionName)}</span>
<span class="line ${levelOf(message)}">${message}</span></li>`;
}

function levelOf(message: string): string {
  if (/"level":\s*"(?:error|fatal)"|\b(?:ERROR|Error:)/.test(message)) return 'bad';
  return /"level":\s*"warn/i.test(message) || /\bWARN/.test(message) ? 'warn' : '';
}
