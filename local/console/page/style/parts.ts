/** Panels, facts, pills, tiles, feeds, logs, forms. */
export const PARTS = `
.panel { margin-bottom: 1.25rem; padding: 1rem 1.15rem; background: var(--surface); border: 1px solid var(--line); border-radius: 12px; }
.panel > * + * { margin-top: 0.75rem; }
h2 { font-size: 1.02rem; line-height: 1.35; overflow-wrap: anywhere; }
.columns { display: grid; gap: 0 1.25rem; grid-template-columns: repeat(auto-fit, minmax(min(27rem, 100%), 1fr)); align-items: start; }
.columns.split { grid-template-columns: minmax(0, 2fr) minmax(0, 1fr); }
@media (max-width: 72rem) { .columns.split { grid-template-columns: minmax(0, 1fr); } }
.empty { color: var(--muted); }
.reason { color: var(--muted); font-size: 0.9rem; overflow-wrap: anywhere; }
.facts { display: grid; gap: 0.5rem; }
.facts > div { display: grid; grid-template-columns: minmax(7rem, 10.5rem) minmax(0, 1fr); gap: 0.15rem 1rem; }
.facts dt { color: var(--muted); overflow-wrap: anywhere; }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.plain { list-style: none; display: grid; gap: 0.15rem; }
.pill {
  display: inline-flex; align-items: center; gap: 0.4rem; padding: 0.05rem 0.6rem; border-radius: 99px;
  font-size: 0.82rem; font-weight: 550; white-space: nowrap; color: var(--idle); background: var(--idle-ground);
}
.pill::before { content: ""; width: 0.42rem; height: 0.42rem; border-radius: 50%; background: currentColor; }
.pill.good { color: var(--good); background: var(--good-ground); }
.pill.busy { color: var(--busy); background: var(--busy-ground); }
.pill.warn { color: var(--warn); background: var(--warn-ground); }
.pill.bad { color: var(--bad); background: var(--bad-ground); }
.hero .name { font-size: 1.2rem; font-weight: 600; display: flex; flex-wrap: wrap; align-items: center; gap: 0.3rem 0.8rem; overflow-wrap: anywhere; }
.hero .facts { margin-top: 0.75rem; }
.tiles { list-style: none; display: grid; gap: 0.75rem; margin-bottom: 1.25rem; grid-template-columns: repeat(auto-fit, minmax(7.5rem, 1fr)); }
.tiles a {
  display: grid; padding: 0.8rem 1rem; background: var(--surface); border: 1px solid var(--line); border-radius: 12px;
  color: inherit; text-decoration: none; height: 100%;
}
.tiles a:hover { border-color: var(--accent); }
.tiles .count { font-size: 1.65rem; line-height: 1.2; font-weight: 650; font-variant-numeric: tabular-nums; }
.tiles .label { font-weight: 550; }
.tiles .muted { font-size: 0.85rem; }
.feed, .log { list-style: none; }
.feed li { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0.1rem 0.75rem; padding: 0.5rem 0; border-top: 1px solid var(--line); }
.feed li:first-child { border-top: 0; }
.feed time { color: var(--muted); }
.feed .where { color: var(--muted); font-size: 0.85rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.feed .said { grid-column: 1 / -1; overflow-wrap: anywhere; }
.feed q { quotes: none; font: 0.87em/1.5 var(--mono); }
.tag { padding: 0 0.4rem; border-radius: 5px; background: var(--idle-ground); color: var(--idle); font-size: 0.78rem; font-variant-numeric: tabular-nums; }
.log { font: 0.83rem/1.55 var(--mono); }
.log li { display: grid; grid-template-columns: auto 6.5rem minmax(0, 1fr); gap: 0.75rem; padding: 0.12rem 0; }
.log time, .log .where { color: var(--muted); }
.log .where { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.log .line { overflow-wrap: anywhere; white-space: pre-wrap; }
.log .warn { color: var(--warn); }
.log .bad { color: var(--bad); }
.filter { display: flex; flex-wrap: wrap; align-items: center; gap: 0.6rem 1rem; }
.filter label { max-width: 100%; display: inline-flex; align-items: center; gap: 0.5rem; color: var(--muted); }
.filter select, .filter input { color: var(--text); min-width: 0; }
.pager { display: flex; flex-wrap: wrap; align-items: center; gap: 0.4rem 1.25rem; color: var(--muted); }
.pager [aria-disabled] { opacity: 0.55; }
summary { cursor: pointer; color: var(--accent); }
details > .facts { margin-top: 0.75rem; }
.fresh { animation: fresh 1.6s ease-out; }
@keyframes fresh { from { background: var(--accent-ground); } }
@media (prefers-reduced-motion: reduce) { .fresh { animation: none; } }
@media (max-width: 48rem) {
  .facts > div { grid-template-columns: 1fr; gap: 0; }
  .facts dt { font-size: 0.82rem; }
  .tiles { grid-template-columns: repeat(2, 1fr); }
  .log li { grid-template-columns: auto 1fr; gap: 0 0.6rem; padding: 0.35rem 0; }
  .log .line { grid-column: 1 / -1; }
}
`;
