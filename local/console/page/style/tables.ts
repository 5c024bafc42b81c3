/** Tables, which become lists of cards on a phone. */
export const TABLES = `
.scroll { overflow-x: auto; margin-inline: -1.15rem; padding-inline: 1.15rem; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: 0.42rem 1rem 0.42rem 0; text-align: left; vertical-align: top; border-top: 1px solid var(--line); }
th { border-top: 0; color: var(--muted); font-weight: 500; font-size: 0.85rem; white-space: nowrap; }
th:last-child, td:last-child { padding-right: 0; }
td.wide { min-width: 13rem; width: 99%; overflow-wrap: anywhere; }
td.code { font: 0.83rem/1.6 var(--mono); }
td.number, th.number { text-align: right; white-space: nowrap; }
td.number { font-size: 0.92rem; }
td code { overflow-wrap: normal; }
td.wide code { overflow-wrap: anywhere; }
td .key { display: block; min-width: 13rem; overflow-wrap: anywhere; }
.clip { display: block; max-width: 22rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
@media (max-width: 48rem) {
  .scroll { overflow: visible; }
  .lines, .lines tbody { display: block; }
  .lines thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  .lines tr { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.1rem 0.9rem; padding: 0.45rem 0; border-top: 1px solid var(--line); }
  .lines tr:first-child { border-top: 0; }
  .lines td { display: block; padding: 0; border: 0; }
  .lines td.wide { order: 1; flex-basis: 100%; min-width: 0; }
  .cards, .cards tbody, .cards tr, .cards td { display: block; width: auto; }
  .cards thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  .cards tr { padding: 0.6rem 0; border-top: 1px solid var(--line); }
  .cards tr:first-child { border-top: 0; padding-top: 0; }
  .cards td { display: grid; grid-template-columns: 7.5rem minmax(0, 1fr); gap: 0.75rem; padding: 0.12rem 0; border: 0; text-align: left; }
  .cards td.number { text-align: left; }
  .cards td.wide { width: auto; min-width: 0; }
  .cards td > * { justify-self: start; min-width: 0; max-width: 100%; }
  .cards td::before { content: attr(data-label); color: var(--muted); font: 0.82rem/1.8 var(--sans); overflow-wrap: anywhere; }
  .cards td code { overflow-wrap: anywhere; }
}
`;
