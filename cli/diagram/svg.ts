/** The architecture of a stage as a picture: three columns of boxes, with curves for what flows between them. */
import type { Architecture, Component, Flow } from './components.ts';

const BOX = { width: 236, height: 62 } as const;
const GAP_Y = 34;
const COLUMN_X = [40, 420, 900] as const;
const TOP = 96;
const WIDTH = COLUMN_X[2] + BOX.width + 40;

interface Placed extends Component {
  readonly x: number;
  readonly y: number;
}

const COLORS = {
  0: { fill: '#f5f5f4', stroke: '#78716c' },
  1: { fill: '#fff7ed', stroke: '#ea580c' },
  2: { fill: '#eff6ff', stroke: '#2563eb' },
} as const;

/** The same bytes for the same architecture. */
export function svgOf({ title, components, flows }: Architecture): string {
  const tallest = Math.max(...[0, 1, 2].map((column) => components.filter((each) => each.column === column).length));
  const height = TOP + tallest * (BOX.height + GAP_Y) + 20;
  const placed = new Map(components.map((component) => [component.id, place(component, components, tallest)]));
  const curves = flows.flatMap((flow, index) => curve(flow, index, flows, placed));
  const boxes = [...placed.values()].map(box);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="system-ui, sans-serif" role="img" aria-label="${escaped(title)}">`,
    '  <defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8Z" fill="#57534e"/></marker></defs>',
    `  <rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    `  <text x="40" y="46" font-size="22" font-weight="600" fill="#1c1917">${escaped(title)}</text>`,
    `  <text x="40" y="70" font-size="13" fill="#78716c">generated from its template; ×n: resources; dashed: only while a deployment runs</text>`,
    ...curves.map(({ path }) => path),
    ...boxes,
    ...curves.map(({ label }) => label),
    '</svg>',
    '',
  ].join('\n');
}

/** Shorter columns are spread over the height of the longest. */
function place(component: Component, all: readonly Component[], tallest: number): Placed {
  const column = all.filter((each) => each.column === component.column);
  const step = (tallest * (BOX.height + GAP_Y)) / column.length;
  const index = column.findIndex(({ id }) => id === component.id);
  const y = Math.round(TOP + index * step + (step - BOX.height - GAP_Y) / 2);
  return { ...component, x: COLUMN_X[component.column], y };
}

function box({ title, detail, column, x, y, resources }: Placed): string {
  const { fill, stroke } = COLORS[column];
  const count = resources.length === 0 ? '' : `×${resources.length}`;
  return [
    '  <g>',
    `    <title>${escaped(resources.join(', ') || title)}</title>`,
    `    <rect x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="8" fill="${fill}" stroke="${stroke}" stroke-width="1.5"/>`,
    `    <text x="${x + 14}" y="${y + 26}" font-size="15" font-weight="600" fill="#1c1917">${escaped(title)}</text>`,
    `    <text x="${x + 14}" y="${y + 46}" font-size="11" fill="#57534e">${escaped(detail)}</text>`,
    `    <text x="${x + BOX.width - 12}" y="${y + 24}" font-size="11" text-anchor="end" fill="#a8a29e">${count}</text>`,
    '  </g>',
  ].join('\n');
}

type Drawn = { readonly path: string; readonly label: string };

/** Between columns an S, within one an arc on its right side. Ends are spread, so that no two lie on each other. */
function curve(flow: Flow, index: number, flows: readonly Flow[], placed: ReadonlyMap<string, Placed>): Drawn[] {
  const [from, to] = [placed.get(flow.from), placed.get(flow.to)];
  if (!from || !to) return [];
  const isArc = from.column === to.column;
  const isBack = from.column > to.column;
  const startX = isBack ? from.x : from.x + BOX.width;
  const endX = isArc || isBack ? to.x + BOX.width : to.x;
  const startY = from.y + spread(flows, index, 'from', flow.from);
  const endY = to.y + spread(flows, index, 'to', flow.to);
  const bend = isArc ? 20 + Math.abs(endY - startY) / 2.2 : (isBack ? -1 : 1) * Math.abs(endX - startX) * 0.5;
  const [c1, c2] = isArc ? [startX + bend, endX + bend] : [startX + bend, endX - bend];
  const d = `M${startX} ${startY} C${round(c1)} ${startY} ${round(c2)} ${endY} ${endX} ${endY}`;
  const dash = flow.isDeployment ? ' stroke-dasharray="5 4"' : '';
  // Labels of curves that fan out from one box stand on different parts of them.
  const fan = flows.slice(0, index).filter(({ from: source }) => source === flow.from).length;
  const at = isArc ? 0.5 : (from.column === 1 ? 0.55 : 0.4) + 0.1 * fan;
  const [x, y] = [bezier(startX, c1, c2, endX, at), bezier(startY, startY, endY, endY, at)];
  const width = flow.label.length * 6.2 + 10;
  return [
    {
      path: `  <path d="${d}" fill="none" stroke="#57534e" stroke-width="1.3"${dash} marker-end="url(#tip)"/>`,
      label: [
        `  <rect x="${round(x - width / 2)}" y="${round(y - 9)}" width="${round(width)}" height="17" rx="4" fill="#ffffff" fill-opacity="0.92"/>`,
        `  <text x="${round(x)}" y="${round(y + 4)}" font-size="11" text-anchor="middle" fill="#44403c">${escaped(flow.label)}</text>`,
      ].join('\n'),
    },
  ];
}

/** Pixels below the top of the box: the ends at one box share its side. */
function spread(flows: readonly Flow[], index: number, end: 'from' | 'to', id: string): number {
  const touching = flows.flatMap((flow, at) => (flow.from === id || flow.to === id ? [at] : []));
  const both = flows[index];
  const position = touching.indexOf(index) + (end === 'to' && both?.from === both?.to ? 1 : 0);
  return Math.round((BOX.height * (position + 1)) / (touching.length + 1));
}

function bezier(a: number, b: number, c: number, d: number, t: number): number {
  const s = 1 - t;
  return s * s * s * a + 3 * s * s * t * b + 3 * s * t * t * c + t * t * t * d;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
