/** Colours and type. Text keeps a contrast of 4.5 : 1 or more on every surface. */
export const TOKENS = `
:root {
  color-scheme: light dark;
  --ground: #f4f5f8; --surface: #ffffff; --raised: #f8f9fb; --line: #e1e4ea;
  --text: #171a21; --muted: #596273; --accent: #3049c4; --accent-ground: #e9edff;
  --good: #14663a; --good-ground: #def5e7; --busy: #1f4fa8; --busy-ground: #e1ebff;
  --warn: #80500a; --warn-ground: #fff0d2; --bad: #a81c26; --bad-ground: #ffe4e4;
  --idle: #525b6b; --idle-ground: #eceef2;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Microsoft YaHei", sans-serif;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0e1116; --surface: #161a21; --raised: #1b2029; --line: #2a303b;
    --text: #e7eaf0; --muted: #9ba5b5; --accent: #a3b4ff; --accent-ground: #232b4d;
    --good: #7ddba1; --good-ground: #14331f; --busy: #9dc0ff; --busy-ground: #182b4d;
    --warn: #f2c46d; --warn-ground: #3a2a0c; --bad: #ff9c9c; --bad-ground: #46191d;
    --idle: #aab3c1; --idle-ground: #262c36;
  }
}
* { box-sizing: border-box; }
html { font: 15px/1.5 var(--sans); -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--text); }
a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: 2px; }
a:not(:hover) { text-decoration-color: color-mix(in srgb, currentColor 35%, transparent); }
code, pre { font: 0.87em/1.5 var(--mono); overflow-wrap: anywhere; }
pre { margin: 0; white-space: pre-wrap; }
h1, h2, p, ul, ol, dl { margin: 0; padding: 0; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.muted { color: var(--muted); }
.nowrap, time { white-space: nowrap; }
time, .number { font-variant-numeric: tabular-nums; }
`;
