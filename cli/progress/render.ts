/** Draws the tree of an operation: groups folded, what is happening unfolded, a bar with elapsed and expected time. */
import wrapAnsi from 'wrap-ansi';
import type { Group, Leaf, Phase, Tree } from './tree.ts';

export type Paint = (style: 'red' | 'green' | 'dim' | 'bold' | 'cyan' | 'yellow', text: string) => string;

const BAR_WIDTH = 24;
const SPINNER = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 100;

/** What fits on the terminal: lines more than that are counted, reasons longer than that go on below. */
export interface Size {
  readonly rows: number;
  readonly columns: number;
}

export function renderTree(title: string, tree: Tree, now: number, paint: Paint, { rows, columns }: Size): string {
  const leaves = tree.groups.flatMap((group) => group.leaves);
  const ended = leaves.filter(({ phase }) => phase === 'done').length;
  const failed = leaves.some(({ phase }) => phase === 'failed');
  const elapsed = now - tree.startedAt;
  const filled = leaves.length === 0 ? 0 : Math.round((ended / leaves.length) * BAR_WIDTH);
  const bar = paint(failed ? 'red' : 'green', '█'.repeat(filled)) + paint('dim', '░'.repeat(BAR_WIDTH - filled));
  const time = `${clock(elapsed)} of about ${clock(Math.max(tree.expectedMs, elapsed))}`;
  const what = tree.status.includes('ROLLBACK') ? `${title} ${paint('red', 'rolls back')}` : title;
  const head = `${paint('bold', what)}  ${bar}  ${ended}/${leaves.length}  ${paint('dim', time)}`;
  const lines = tree.groups.flatMap((group, index) =>
    groupLines(group, index === tree.groups.length - 1, now, paint, columns),
  );
  const room = Math.max(1, rows - 2);
  const shown = lines.length <= room ? lines : [...lines.slice(0, room - 1), `   … ${lines.length - room + 1} more`];
  return [head, ...shown].join('\n');
}

function groupLines({ name, leaves }: Group, isLast: boolean, now: number, paint: Paint, columns: number): string[] {
  const done = leaves.filter(({ phase }) => phase === 'done').length;
  const unfolded = leaves.filter(({ phase }) => phase === 'running' || phase === 'failed');
  const phase = phaseOf(leaves);
  const line = `${isLast ? '└─' : '├─'} ${mark(phase, now, paint)} ${name} ${paint('dim', `${done}/${leaves.length}`)}`;
  const stem = isLast ? '  ' : '│ ';
  return [
    line,
    ...unfolded.flatMap((leaf, index) => leafLines(leaf, stem, index === unfolded.length - 1, now, paint, columns)),
  ];
}

function leafLines(leaf: Leaf, stem: string, isLast: boolean, now: number, paint: Paint, columns: number): string[] {
  const elapsed = (leaf.endedAt ?? now) - (leaf.startedAt ?? now);
  const time = leaf.phase === 'running' ? `${clock(elapsed)} of about ${clock(leaf.expectedMs)}` : clock(elapsed);
  const branch = `${stem}  ${isLast ? '└─' : '├─'}`;
  const line = `${branch} ${mark(leaf.phase, now, paint)} ${leaf.logicalId} ${paint('dim', time)}`;
  if (!leaf.reason) return [line];
  const indent = `${stem}      `;
  const reason = wrapAnsi(leaf.reason, columns - indent.length, { hard: true }).split('\n');
  return [line, ...reason.map((text) => `${indent}${paint('red', text)}`)];
}

function phaseOf(leaves: readonly Leaf[]): Phase {
  if (leaves.some(({ phase }) => phase === 'failed')) return 'failed';
  if (leaves.some(({ phase }) => phase === 'running')) return 'running';
  if (leaves.every(({ phase }) => phase === 'done')) return 'done';
  return leaves.some(({ phase }) => phase === 'done') ? 'running' : 'waiting';
}

function mark(phase: Phase, now: number, paint: Paint): string {
  if (phase === 'done') return paint('green', '✓');
  if (phase === 'failed') return paint('red', '✗');
  if (phase === 'waiting') return paint('dim', '·');
  return paint('cyan', SPINNER[Math.floor(now / FRAME_MS) % SPINNER.length] ?? '…');
}

/** `m:ss` */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
