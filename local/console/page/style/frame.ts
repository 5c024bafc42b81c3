/** The frame: top line, navigation beside (or, on a phone, above) the main part. */
export const FRAME = `
body { display: grid; grid-template: auto 1fr / 15rem minmax(0, 1fr); min-height: 100vh; }
.top {
  grid-column: 1 / -1; position: sticky; top: 0; z-index: 2; display: flex; align-items: center; gap: 1rem;
  justify-content: space-between; padding: 0.6rem 1.25rem; background: var(--surface); border-bottom: 1px solid var(--line);
}
.brand { display: flex; align-items: center; gap: 0.6rem; color: inherit; font-weight: 650; text-decoration: none; }
.live { display: flex; align-items: center; gap: 0.75rem; }
.state { display: inline-flex; align-items: center; gap: 0.45rem; color: var(--muted); font-size: 0.9rem; }
.state:not(:empty)::before { content: ""; width: 0.55rem; height: 0.55rem; border-radius: 50%; background: var(--idle); }
.state.on::before { background: #2eae67; }
.state.off { color: var(--bad); }
.state.off::before { background: var(--bad); }
.sections { padding: 1rem 0.75rem; border-right: 1px solid var(--line); background: var(--surface); }
.sections ul { list-style: none; position: sticky; top: 4.5rem; display: grid; gap: 2px; }
.sections a { display: block; padding: 0.4rem 0.75rem; border-radius: 7px; color: inherit; text-decoration: none; }
.sections a:hover { background: var(--raised); }
.sections a[aria-current] { background: var(--accent-ground); color: var(--accent); font-weight: 600; }
.account { position: sticky; top: 31rem; padding: 1.5rem 0.75rem 0; font-size: 0.8rem; overflow-wrap: anywhere; }
main { padding: 1.5rem 1.75rem 4rem; max-width: 90rem; min-width: 0; outline: none; }
h1 { margin-bottom: 1rem; font-size: 1.55rem; line-height: 1.25; letter-spacing: -0.01em; overflow-wrap: anywhere; }
.skip { position: absolute; left: -100rem; top: 0.5rem; z-index: 3; padding: 0.4rem 0.8rem; background: var(--surface); }
.skip:focus { left: 0.5rem; }
button, select, input {
  font: inherit; color: inherit; background: var(--surface); border: 1px solid var(--line); border-radius: 7px;
  padding: 0.3rem 0.7rem; min-height: 2.2rem;
}
button { cursor: pointer; }
button:hover { background: var(--raised); }
button[aria-pressed="true"] { background: var(--warn-ground); color: var(--warn); border-color: transparent; }
@media (max-width: 48rem) {
  body { display: block; }
  .top { padding: 0.5rem 1rem; }
  .sections { padding: 0.5rem 0.75rem; border: 0; border-bottom: 1px solid var(--line); overflow-x: auto; }
  .sections ul { display: flex; position: static; }
  .sections a { white-space: nowrap; padding: 0.4rem 0.7rem; }
  .account { display: none; }
  main { padding: 1.1rem 1rem 3rem; }
}
`;
