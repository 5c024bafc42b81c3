/** Functions with their addresses, triggers and configuration. */
import { html, type Part } from '../html.ts';
import { address, code, empty, external, facts, link, section } from '../parts.ts';
import { type FunctionSummary, functionsOf } from '../read/functions.ts';
import { view } from '../view.ts';

export const functions = view({
  name: 'functions',
  section: 'functions',
  read: (_query, sources) => ({ functions: functionsOf(sources) }),
  title: () => 'Functions',
  render: ({ functions }) =>
    functions.length === 0
      ? section('Functions', empty('No function yet.'))
      : html`<div class="columns">${functions.map(functionSection)}</div>`,
});

function functionSection(held: FunctionSummary): Part {
  return section(
    held.name,
    facts([
      ['URL', held.url === '' ? '' : external(held.url)],
      ['Logs', link(address('logs', { function: held.name }), 'What it prints')],
      ['Requests', link(address('requests', { product: held.name }), 'What it is asked')],
      ['Runtime', html`${code(held.runtime)} <span class="muted">${held.generation}</span>`],
      ['Memory', held.memoryMb && `${held.memoryMb} MB`],
      ['Requests at once', held.concurrency],
      ['Time-out', held.timeoutSeconds && `${held.timeoutSeconds} s`],
      [
        'Triggers',
        held.triggers.length > 0 &&
          html`<ul class="plain">${held.triggers.map(
            ({ name, type, rule }) => html`<li><b>${name}</b> <span class="muted">${type}</span> ${code(rule)}</li>`,
          )}</ul>`,
      ],
    ]),
    held.environment.length > 0 &&
      html`<details data-key="environment"><summary>Environment</summary>${facts(
        held.environment.map(({ name, value }) => [
          name,
          value === '' ? html`<span class="muted">empty</span>` : code(value),
        ]),
      )}</details>`,
  );
}
