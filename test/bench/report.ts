/** The figures as a table for people, and the machine that they were measured on. */
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import type { Summary } from './figure.ts';

export interface Machine {
  readonly node: string;
  readonly system: string;
  readonly processor: string;
  readonly cores: number;
  readonly memoryGb: number;
  /** Programs that wanted a core, on average over the minute before: above 0.2, something else was running. */
  readonly loadBefore: number;
}

export function machine(): Machine {
  const processors = cpus();
  return {
    node: process.version,
    system: `${type()} ${release()}`,
    processor: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    loadBefore: Number((loadavg()[0] ?? 0).toFixed(2)),
  };
}

const HEAD = ['figure', 'target', 'median', 'middle half', 'ratio to baseline', 'verdict'];

/** A table in Markdown that is also aligned for a terminal. */
export function table(summaries: readonly Summary[]): string {
  const rows = [HEAD, ...summaries.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  const [head = [], ...body] = rows;
  return [line(head), rule, ...body.map(line)].join('\n');
}

function cells({ name, unit, target, median, quartiles, baseline, met }: Summary): string[] {
  const [low, high] = quartiles;
  return [
    name,
    target,
    `${number(median)} ${unit}`,
    `${number(low)} to ${number(high)}`,
    baseline ? `${number(baseline.ratio)} × ${baseline.name} (${number(baseline.median)} ${unit})` : '',
    met === undefined ? '' : met ? 'met' : 'MISSED',
  ];
}

/** Three digits that count. */
function number(value: number): string {
  if (value === 0) return '0';
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(digits, 3));
}
